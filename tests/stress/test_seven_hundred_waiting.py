"""Seven hundred agents wait at one hub; a request that is asked reaches its agent within milliseconds."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from statistics import quantiles
from urllib.parse import urlsplit

import pytest

from star57 import clock
from star57.hub.domain.access import OrganisationKind
from star57.hub.ledger.transactions import transaction
from tests.databases import Database
from tests.depth import how_many
from tests.served import WHOLE, Hub, key_for, people_and_keys, serving
from tests.surfaces.api.calls import opening
from tests.usecases.cast import enter_provider

pytestmark = [pytest.mark.stress, pytest.mark.timeout(600)]
AGENTS, ASKED = 700, how_many(short=200, full=2000)
LENIENT_P95_S = 0.25  # a busy machine; a quiet one needs a fiftieth of it
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class Arrivals:
    """How long each request took into its agent's hands: since its `asked_at`, and since whoever asked had the hub's reply."""

    seconds: list[float] = field(default_factory=list)
    after_reply: list[float] = field(default_factory=list)
    at: float = 0.0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, body: bytes) -> None:
        now, self.at = clock.now(), clock.monotonic()
        for request in json.loads(body)["requests"]:
            self.seconds.append((now - datetime.fromisoformat(request["asked_at"])).total_seconds())
            self.arrived.set()


async def asked(connection: Connection, key: str, line: str, body: bytes = b"") -> bytes:
    """One HTTP request on a connection that is kept; the reply's body."""
    reader, writer = connection
    head = f"{line} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    reply = await reader.readuntil(b"\r\n\r\n")
    assert reply.split()[1] in {b"200", b"201"}, reply
    length = next(int(each.split(b":")[1]) for each in reply.lower().split(b"\r\n") if each.startswith(b"content-length:"))
    return await reader.readexactly(length)


@asynccontextmanager
async def connected(hub: Hub) -> AsyncIterator[Connection]:
    place = urlsplit(hub.address)
    assert place.hostname
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def agent(hub: Hub, key: str, gate: asyncio.Semaphore, note: Callable[[bytes], None]) -> None:
    await gate.acquire()
    async with connected(hub) as connection:
        gate.release()
        while True:
            note(await asked(connection, key, "GET /api/v1/requests?state=new&wait=60"))


async def measured(hub: Hub, agents: dict[str, str]) -> Arrivals:
    """One request after another, each to another agent."""
    arrivals, gate = Arrivals(), asyncio.Semaphore(50)
    waiting = [asyncio.create_task(agent(hub, key, gate, arrivals.note)) for key in agents.values()]
    await asyncio.sleep(8)  # until all of them wait
    async with connected(hub) as consortium:
        await ask_one_after_another(consortium, hub.keys["CONSORTIUM"], list(agents), arrivals)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return arrivals


async def ask_one_after_another(consortium: Connection, key: str, agents: list[str], arrivals: Arrivals) -> None:
    chance = random.Random(700)
    for _ in range(ASKED):
        arrivals.arrived.clear()
        body = json.dumps(opening(terminating=chance.choice(agents))).encode()
        await asked(consortium, key, "POST /api/v1/tracebacks", body)
        replied_at = clock.monotonic()
        await asyncio.wait_for(arrivals.arrived.wait(), 30)
        arrivals.after_reply.append(arrivals.at - replied_at)
        await asyncio.sleep(0.01)


def test_a_request_reaches_its_agent_while_seven_hundred_wait(own_database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with transaction():
        keys = people_and_keys()
        agents = {}
        for number in range(AGENTS):
            name = f"AGENT{number}"
            enter_provider(name, f"{name} Telecom", "US", "America/New_York")
            agents[name] = key_for(f"O-{name}", WHOLE[OrganisationKind.PROVIDER])
    with serving(own_database.url, keys) as hub:
        arrivals = asyncio.run(measured(hub, agents))
    with capsys.disabled():
        print(f"\n{AGENTS} waiting on {own_database.vendor}, {ASKED} asked")
        print(f"  from asked_at until its agent has it:       {told(arrivals.seconds)}")
        print(f"  from the asker's own reply until the agent: {told(arrivals.after_reply)}")
    assert len(arrivals.seconds) == ASKED
    assert quantiles(arrivals.seconds, n=100)[94] < LENIENT_P95_S


def told(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=100)
    return ", ".join(f"p{percent} {cuts[percent - 1] * 1000:.1f} ms" for percent in (50, 95, 99))
