"""The same thing done at once from many threads, each with a connection of its own: it is done once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import pytest
from django.db import connection

from star57.hub.domain.access import Scope
from star57.hub.ledger.verify import verify
from star57.hub.records.models import ApiKey, Hop, JournalEntry, Response, Traceback
from star57.hub.usecases.answer_once import Reply, answer_once
from star57.hub.usecases.make_key import make_key, revoke_key
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.hub.usecases.withdraw_traceback import withdraw_traceback
from star57.wire.messages import TracebackResponse
from tests.databases import Database
from tests.depth import how_many
from tests.usecases.cast import MONDAY, STAFF, Stage, caller, enter_everybody, program_of, said

pytestmark = pytest.mark.stress
Result = TypeVar("Result")
THREADS = 8
ROUNDS = how_many(short=5, full=100)


def at_once(work: Callable[[], Result]) -> list[Result]:
    """What each thread got; all start together."""
    gate = threading.Barrier(THREADS)

    def run(_number: int) -> Result:
        gate.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.fixture
def stage(own_database: Database) -> Stage:
    enter_everybody()
    return Stage()


def test_one_answer_under_one_key_has_one_reply(stage: Stage) -> None:
    for number in range(ROUNDS):
        stage.open()
        hop, response = stage.hop("TERM"), said(caller())

        def do(request: str = hop.public_id, response: TracebackResponse = response) -> Reply:
            outcome = respond_to_request(actor=program_of("TERM"), request=request, response=response, how="api", now=MONDAY)
            return Reply(409 if outcome.refusal else 201, outcome.receipt.entry, "application/json")

        replies = at_once(partial(answer_once, actor=program_of("TERM"), key=f"key-{number}", request=b"same", do=do, now=MONDAY))
        assert len(set(replies)) == 1
        assert replies[0].status == 201
        assert Response.objects.filter(hop=hop).count() == 1


def test_a_withdrawal_under_one_key_is_no_conflict_with_itself(stage: Stage) -> None:
    for number in range(ROUNDS):
        traceback = stage.open()

        def do(traceback: str = traceback) -> Reply:
            withdraw_traceback(actor=STAFF, traceback=traceback, reason="Handed in twice.", now=MONDAY)
            return Reply(200, traceback, "application/json")

        replies = at_once(partial(answer_once, actor=program_of("TERM"), key=f"key-{number}", request=b"same", do=do, now=MONDAY))
        assert {reply.status for reply in replies} == {200}


def test_a_request_is_received_once(stage: Stage) -> None:
    for _ in range(ROUNDS):
        stage.open()
        hop = stage.hop("TERM").public_id
        at_once(partial(receive_request, actor=program_of("TERM"), request=hop, how="api", now=MONDAY))
        assert JournalEntry.objects.filter(subject_id=hop, fact="request_received").count() == 1


def test_a_weekly_cap_holds_against_many_at_once(stage: Stage) -> None:
    at_once(lambda: [Stage().open("MAPLE") for _ in range(3)])
    statuses = list(Hop.objects.filter(provider__public_id="MAPLE").values_list("status", flat=True))
    assert (statuses.count("requested"), statuses.count("held")) == (10, 3 * THREADS - 10)


def test_each_change_has_an_instant_of_its_own(stage: Stage) -> None:
    at_once(lambda: [Stage().open() for _ in range(ROUNDS)])
    instants = list(Traceback.objects.values_list("summary__changed_at", flat=True))
    assert len(instants) == len(set(instants)) == THREADS * ROUNDS
    assert verify(problem_limit=5).problems == ()


def test_a_key_is_revoked_once_whoever_asks(stage: Stage) -> None:
    scopes = frozenset({Scope.REQUESTS_READ})
    made = make_key(actor=STAFF, organisation="O-TERM", name="test", scopes=scopes, expires_at=None, now=MONDAY)
    at_once(lambda: revoke_key(actor=STAFF, key=made.id, now=MONDAY))
    assert ApiKey.objects.get(public_id=made.id).version == 2
