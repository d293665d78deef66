"""kill -9 under load, again and again: what was acknowledged is there, nothing is there twice, and the record verifies."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from star57.hub.ledger.verify import verify
from star57.hub.records.models import JournalEntry, Response, Traceback
from tests.databases import Database
from tests.depth import how_many
from tests.served import Hub, people_and_keys, serving
from tests.surfaces.api.calls import opening, response
from tests.usecases.cast import caller

pytestmark = [pytest.mark.stress, pytest.mark.timeout(how_many(short=300, full=3600))]
CYCLES = how_many(short=5, full=50)
CLIENTS = 6


@dataclass(slots=True)
class Client:
    """One program that opens tracebacks and answers them; what it has no reply to it sends again under the same key."""

    number: int
    sent: int = 0
    unanswered: tuple[str, str, str, dict[str, Any]] | None = None
    opened: list[str] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)

    def work(self, hub: Hub) -> None:
        """Until the hub is gone."""
        with hub.client("CONSORTIUM") as consortium, hub.client("TERM") as provider:
            who = {"CONSORTIUM": consortium, "TERM": provider}
            try:
                while True:
                    self._once(who)
            except httpx.TransportError:
                return

    def _once(self, who: dict[str, httpx.Client]) -> None:
        if self.unanswered is None:
            self.sent += 1
            call_id = f"{self.number}-{self.sent}"
            self.unanswered = ("CONSORTIUM", "/tracebacks", f"open-{call_id}", opening(call_id=call_id))
        name, path, key, body = self.unanswered
        reply = who[name].post(path, json=body, headers={"Idempotency-Key": key})
        assert reply.status_code == 201, reply.text
        if name == "CONSORTIUM":
            self.opened.append(reply.json()["id"])
            hop = who["CONSORTIUM"].get(f"/tracebacks/{self.opened[-1]}").json()["hops"][0]["id"]
            self.unanswered = ("TERM", f"/requests/{hop}/response", f"answer-{hop}", response(caller()))
        else:
            self.receipts.append(reply.json())
            self.unanswered = None


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(own_database: Database) -> None:
    keys, clients = people_and_keys(), [Client(number) for number in range(CLIENTS)]
    chance = random.Random(57)
    for _ in range(CYCLES):
        with serving(own_database.url, keys) as hub, ThreadPoolExecutor(CLIENTS) as pool:
            at_work = [pool.submit(client.work, hub) for client in clients]
            threading.Event().wait(chance.uniform(0.2, 1.5))
            hub.kill()
            for each in at_work:
                each.result(60)
        time.sleep(0.05)
    _check(clients)


def _check(clients: list[Client]) -> None:
    receipts = [receipt for client in clients for receipt in client.receipts]
    assert len(receipts) > CYCLES
    entries = dict(JournalEntry.objects.values_list("public_id", "hash"))
    assert {receipt["entry"]: receipt["entry_hash"] for receipt in receipts}.items() <= entries.items()
    assert set(Response.objects.values_list("hop__public_id", flat=True)) >= {receipt["request"] for receipt in receipts}
    call_ids = list(Traceback.objects.values_list("call_id", flat=True))
    assert len(call_ids) == len(set(call_ids)), "sent again under its key, a traceback is opened once"
    assert {opened for client in clients for opened in client.opened} <= set(Traceback.objects.values_list("public_id", flat=True))
    answered = list(Response.objects.values_list("hop_id", flat=True))
    assert len(answered) == len(set(answered))
    assert verify(problem_limit=5).problems == ()
