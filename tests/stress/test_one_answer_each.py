"""Fifty agents answer the same twenty requests at once: each request takes one answer, the others are told and theirs are kept."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from star57.hub.ledger.verify import verify
from star57.hub.records.hops import Standing
from star57.hub.records.models import Hop, Response
from tests.databases import Database
from tests.served import Hub, people_and_keys, serving
from tests.surfaces.api.calls import hop_of, opened, response
from tests.usecases.cast import caller, no_record, stranger

pytestmark = [pytest.mark.stress, pytest.mark.timeout(300)]
AGENTS, REQUESTS = 50, 20
ANSWERS = (caller(), no_record(), stranger("QuickDial"))


def test_each_request_takes_exactly_one_of_fifty_answers(own_database: Database) -> None:
    with serving(own_database.url, people_and_keys()) as hub:
        requests = [hop_of(hub, opened(hub), "TERM") for _ in range(REQUESTS)]
        gate = threading.Barrier(AGENTS)
        with ThreadPoolExecutor(AGENTS) as pool:
            told = [
                each
                for all_of_one in pool.map(lambda number: _answer_all(hub, requests, number, gate), range(AGENTS))
                for each in all_of_one
            ]
    for request in requests:
        assert Counter(status for name, status in told if name == request) == {201: 1, 409: AGENTS - 1}
        kept = Counter(Response.objects.filter(hop__public_id=request).values_list("standing", flat=True))
        assert kept == {Standing.STANDS.value: 1, Standing.KEPT.value: AGENTS - 1}
    assert Hop.objects.filter(downstream__public_id__in=requests).count() <= REQUESTS
    assert verify(problem_limit=5).problems == ()


def _answer_all(hub: Hub, requests: list[str], number: int, gate: threading.Barrier) -> list[tuple[str, int]]:
    body = response(ANSWERS[number % len(ANSWERS)])
    order = requests[number % REQUESTS :] + requests[: number % REQUESTS] if number % 2 else requests
    with hub.client("TERM") as client:
        gate.wait()
        return [(request, client.post(f"/requests/{request}/response", json=body, timeout=120).status_code) for request in order]
