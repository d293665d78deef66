"""kill -9 on the hub and on a carrier's real agent, in turn and together, while calls are opened: each request is answered exactly once."""

import multiprocessing
import random
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from star57 import clock
from star57.agent.stores import open_store
from star57.hub.ledger.verify import verify
from star57.hub.records.models import Hop, Response
from tests.agent.carrier import record
from tests.databases import Database
from tests.depth import how_many
from tests.postgres import free_port
from tests.served import Hub, people_and_keys, serving
from tests.stress.live_agent import live
from tests.surfaces.api.calls import opening

pytestmark = [pytest.mark.stress, pytest.mark.timeout(how_many(short=300, full=3600))]
CYCLES = how_many(short=4, full=50)
CALLS = CYCLES * 40
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.stress.live_agent", "star57.agent.stores.embedded.store"])


@dataclass(slots=True)
class Opener:
    """The consortium's program: opens one call after another; what got no reply is sent again under the same key."""

    calls: list[dict[str, Any]]
    opened: set[str] = field(default_factory=set)

    def work(self, hub: Hub, for_s: float) -> None:
        until = clock.monotonic() + for_s
        with hub.client("CONSORTIUM") as client:
            while clock.monotonic() < until and len(self.opened) < len(self.calls):
                number = len(self.opened)
                try:
                    reply = client.post("/tracebacks", json=self.calls[number], headers={"Idempotency-Key": f"call-{number}"})
                except httpx.TransportError:
                    return
                assert reply.status_code == 201, reply.text
                self.opened.add(reply.json()["id"])


def call_of(number: int) -> tuple[dict[str, Any], Any]:
    """A call to open, and TERM's record of it."""
    at = clock.now() - timedelta(days=1, minutes=30 * number)
    called = f"+1202555{100 + number % 100:04d}"
    return opening(called_number=called, call_at=at.isoformat(), uncertainty_s=2), record(at=at, called=called, name=str(number))


def test_every_request_is_answered_once(own_database: Database, tmp_path: Path) -> None:
    made = [call_of(number) for number in range(CALLS)]
    keys, port, opener = people_and_keys(), free_port(), Opener([body for body, _ in made])
    address, chance = f"http://127.0.0.1:{port}", random.Random(57)
    open_store(str(tmp_path / "records")).add(kept for _, kept in made)
    with ExitStack() as stack:
        hub = agent = None
        for _ in range(CYCLES):
            hub = hub or stack.enter_context(serving(own_database.url, keys, port=port))
            agent = agent or started(stack, str(tmp_path), address, keys["TERM"])
            opener.work(hub, chance.uniform(0.3, 1.0))
            struck = chance.choice(["hub", "agent", "both"])
            if struck in {"agent", "both"}:
                killed(agent)
                agent = None
            if struck in {"hub", "both"}:
                hub.kill()
                hub = None
        hub = hub or stack.enter_context(serving(own_database.url, keys, port=port))
        agent = agent or started(stack, str(tmp_path), address, keys["TERM"])
        all_answered(hub, len(opener.opened))
    assert len(opener.opened) > CYCLES
    check(opener.opened)


def started(stack: ExitStack, *arguments: str) -> Any:
    process = PROCESSES.Process(target=live, args=arguments)
    process.start()
    stack.callback(killed, process)
    return process


def killed(process: Any) -> None:
    process.kill()
    process.join()


def all_answered(hub: Hub, opened: int) -> None:
    """Wait until nothing waits for TERM any more."""
    until = clock.monotonic() + 60
    with hub.client("CONSORTIUM") as client:
        while clock.monotonic() < until:
            waiting = [
                client.get("/tracebacks", params={"hop_status": status, "provider": "TERM", "limit": 500}).json() for status in WAITING
            ]
            if opened and not any(hop_waits(page) for page in waiting):
                return
            time.sleep(0.1)
    raise AssertionError("some requests stayed unanswered")


WAITING = ("requested", "running")


def hop_waits(page: dict[str, Any]) -> bool:
    return any(hop["provider"] == "TERM" and hop["status"] in WAITING for each in page["tracebacks"] for hop in each["hops"])


def check(opened: set[str]) -> None:
    asked = list(Hop.objects.filter(provider__public_id="TERM").values_list("pk", "traceback__public_id", "status"))
    assert {traceback for _, traceback, _ in asked} >= opened
    assert {status for _, _, status in asked} == {"upstream_named"}
    answered = list(Response.objects.filter(hop__provider__public_id="TERM").values_list("hop_id", flat=True))
    assert sorted(answered) == sorted(pk for pk, _, _ in asked), "one answer each, none doubled"
    assert verify(problem_limit=5).problems == ()
