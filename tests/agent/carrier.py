"""A small carrier for the agent's tests: records, trunks, a configuration, and requests about its calls."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from star57 import clock
from star57.agent.cases import CaseState
from star57.agent.cdr import Cdr
from star57.agent.configuration import AgentConfiguration
from star57.agent.ends import CustomerEnd, ForeignEnd, Neighbour
from star57.agent.events import Event
from star57.agent.host import run_agents
from star57.agent.policy import Mode, Policy, ReleaseRule
from star57.agent.stores import open_store
from star57.agent.trunks import TrunkMatch, TrunkRule, TrunkTable
from star57.wire.messages import RequestState, TracebackRequest
from star57.wire.values import CallFacts, CampaignNote, ProviderRef
from tests.agent.hub_stand_in import KEY, HubStandIn

AT = datetime(2026, 11, 23, 13, 50, tzinfo=UTC)
CALLED = "+16175550172"
CALLING = "+12025550143"
US = "prv_us"
TRAN = "prv_tran"
ACME = CustomerEnd("Acme Dialing", "1 Main St", "ops@acme.example", "caller", None)
TRUNKS = TrunkTable(
    [
        TrunkRule(TrunkMatch(source="192.0.2.1"), Neighbour(TRAN)),
        TrunkRule(TrunkMatch(source="192.0.2.2"), ACME),
        TrunkRule(TrunkMatch(source="192.0.2.3"), ForeignEnd("Manila Tel", "PH")),
        TrunkRule(TrunkMatch(source="192.0.2.4"), Neighbour("prv_other")),
        TrunkRule(TrunkMatch(source="192.0.2.5"), ForeignEnd("Somewhere Tel", "")),
        TrunkRule(TrunkMatch(source="192.0.2.6"), Neighbour(US)),
    ]
)
PROVIDER, CUSTOMER, FOREIGN, OTHER, NOWHERE, OURSELVES, UNMAPPED = (f"192.0.2.{last}" for last in (1, 2, 3, 4, 5, 6, 99))


def record(source: str = PROVIDER, *, at: datetime = AT, called: str = CALLED, calling: str = CALLING, name: str = "1") -> Cdr:
    return Cdr(
        record_id=f"{name}-{source}-{called}", call_ref=f"ref-{name}", started_at=at, within_s=0.0, duration_s=12.5,
        called_in=called.lstrip("+"), called_out=called, calling_in=calling.lstrip("+"), calling_out=calling,
        source=source, next_hop="198.51.100.9", trunk_in="secret-trunk", trunk_out="out", account="", channel_in="", channel_out="",
        call_id=f"call-{name}@example", call_id_out="", identity="", diverted_from="", release="200", origin=f"acc.csv:{name}",
    )  # fmt: skip


def request(
    name: str = "req_1", *, called: str = CALLED, calling: str | None = CALLING, at: datetime = AT, **changed: object
) -> TracebackRequest:
    asked = TracebackRequest(
        version="1", id=name, provider=ProviderRef(provider=US, name="Cedar Valley"), state=RequestState.OPEN,
        asked_at=at + timedelta(days=1), due_at=None, rule="47 CFR 64.1200(n)(1)", facts_version=1,
        call=CallFacts(called_number=called, calling_number=calling, call_at=at, uncertainty_s=60, handed_to=None),
        campaign=CampaignNote(name="Car warranty", why_suspicious="prerecorded"),
    )  # fmt: skip
    return asked.model_copy(update=changed)


def policy(mode: Mode = Mode.AUTO, *rules: ReleaseRule) -> Policy:
    return Policy(mode, rules, frozenset({US}), {TRAN: "Transit One"}, ("east switch",), 400)


def configuration(folder: Path, hub: str, *, of: Policy | None = None) -> AgentConfiguration:
    return AgentConfiguration(
        name=US,
        hub=hub,
        key=KEY,
        providers=(US,),
        store=str(folder / "records"),
        journal=folder / "journal.sqlite3",
        time_zone="America/Chicago",
        policy=of or policy(),
        trunks=TRUNKS,
    )


def fill(configured: AgentConfiguration, *records: Cdr) -> None:
    open_store(configured.store).add(records)


def run_while(configured: AgentConfiguration, until: Callable[[], object], *, within_s: float = 20.0) -> list[Event]:
    """Run the agent until something holds; its events."""
    events: list[Event] = []

    async def live() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(run_agents([configured], on_event=events.append, stop=stop))
        await _held(until, running, within_s)
        stop.set()
        await running

    asyncio.run(live())
    return events


async def _held(until: Callable[[], object], running: Awaitable[None], within_s: float) -> None:
    began = clock.monotonic()
    while not until():
        assert clock.monotonic() - began < within_s, "it did not come to pass"
        if isinstance(running, asyncio.Task) and running.done():
            await running
        await asyncio.sleep(0.005)


def answered(hub: HubStandIn, *names: str) -> bool:
    return all(hub.answers.get(name) for name in names)


def moved(one: Cdr, seconds: float) -> Cdr:
    return replace(one, started_at=one.started_at + timedelta(seconds=seconds))


def states(journal: Path) -> list[tuple[str, int, str]]:
    with sqlite3.connect(journal) as db:
        return db.execute("SELECT id, facts_version, state FROM request ORDER BY number").fetchall()


def wait_for(state: CaseState, journal: Path, name: str = "req_1") -> bool:
    if not journal.exists():
        return False
    return any(row[0] == name and row[2] == state.value for row in states(journal))
