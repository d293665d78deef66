"""The lab from beginning to end: switches, telephones, hub and agents up; calls placed, traced while they ring, and judged."""

import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from star57 import clock
from star57.world.building import RunningWorld, check_port, running_world
from star57.world.callsfile import Call, RawCall
from star57.world.children import Child
from star57.world.demo import OpenPortal, check_writable, narration, write_result
from star57.world.failing import blaming_a_full_disk
from star57.world.following import MANY, Follower
from star57.world.lab.heard import Heard, log_of
from star57.world.lab.judging import Judged, judged
from star57.world.lab.keeping_up import have_read_until
from star57.world.lab.laying import lay_world
from star57.world.lab.places import CALLERS, free_port
from star57.world.lab.plan import PlannedCall, planned_calls
from star57.world.lab.programs import Programs
from star57.world.lab.switches import running_switches
from star57.world.lab.telephones import placed_calls, running_subscribers
from star57.world.lab.telling import as_json, judged_lines
from star57.world.narrator import Narrator
from star57.world.personas import personas
from star57.world.resting import Knowledge
from star57.world.searches import Searches
from star57.world.waiting import until
from star57.world.worldfile import World, read_world

_UNCERTAINTY_S = 10.0


@dataclass(frozen=True, slots=True)
class LabOrder:
    """What is asked for. json_file None: no result is written; port None: the hub listens at any free one."""

    calls: int
    json_file: Path | None
    port: int | None


@dataclass(frozen=True, slots=True)
class Network:
    """The carriers at work in their folder, reached at this UDP port."""

    folder: Path
    programs: Programs
    port: int
    children: tuple[Child, ...]


def run_lab(order: LabOrder, programs: Programs, *, tell: Callable[[str], None], afterwards: Callable[[OpenPortal], None]) -> list[Judged]:
    """Every call placed, traced, judged and told. `afterwards` is called while portal and switches are still up.

    Raises BadWorld before anything starts, DemoFailed after.
    """
    check_port(order.port)
    if order.json_file is not None:
        check_writable(order.json_file)
    searches, calls = Searches(), planned_calls(order.calls)
    knowledge = Knowledge(frozenset(), searches.of)
    with ExitStack() as stack:
        narrator = stack.enter_context(narration(knowledge, len(calls)))
        narrator.prepares("starting five carriers' switches")
        network = stack.enter_context(running_network(programs, len(calls)))
        world = read_world(lay_world(network.folder))
        people = personas(world, (), password=secrets.token_urlsafe(12))
        running = stack.enter_context(
            running_world(
                world,
                people,
                starts_at=clock.now(),
                database_url=None,
                port=order.port,
                searches=searches,
                tell=narrator.prepares,
                on_progress=narrator.reads,
                warn=narrator.warns,
            )
        )
        found = _placed_and_traced(network, world, running, knowledge, narrator, calls)
        if order.json_file is not None:
            write_result(order.json_file, as_json(found))
        narrator.ends([one.result for one in found])
        for line in ("", *judged_lines(found)):
            tell(line)
        afterwards(OpenPortal(lambda: narrator.portal(running.address, people), running.check))
    return found


def rings_for_s(calls: int) -> int:
    """How long a telephone rings where nobody is at home: long enough to place so many calls and trace them on a busy machine."""
    return 45 + calls // 2


@contextmanager
def running_network(programs: Programs, calls: int) -> Iterator[Network]:
    """Switches, and subscribers for so many calls, in a folder that goes with them. Raises DemoFailed."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="star57-lab-", ignore_cleanup_errors=True)))
        stack.enter_context(blaming_a_full_disk(folder))
        port = free_port()
        switches = stack.enter_context(running_switches(folder, programs, port))
        subscribers = stack.enter_context(running_subscribers(folder, programs, port, rings_for_s=rings_for_s(calls)))
        yield Network(folder, programs, port, (*switches, *subscribers))


def _placed_and_traced(
    network: Network, world: World, running: RunningWorld, knowledge: Knowledge, narrator: Narrator, calls: Sequence[PlannedCall]
) -> list[Judged]:
    narrator.prepares("waiting until every agent follows its switch")
    until(have_read_until(world, running.home, clock.now()), *running.children)
    narrator.prepares(f"placing {len(calls)} calls")
    heard = Heard(log_of(network.folder, caller) for caller in CALLERS)
    with placed_calls(network.folder, network.programs, network.port, calls):
        until(lambda: have_rung(heard, calls), *network.children)
        until(lambda: have_been_given_up(heard, calls), *network.children)
        until(have_read_until(world, running.home, max([*heard.rang.values(), *heard.ended.values()])), *running.children)
        follower = Follower(running.hub, knowledge, narrator, running.check)
        # who still waits for somebody to answer comes first
        order = sorted(enumerate(calls, start=1), key=lambda one: not one[1].rings_on)
        groups = [order] if len(order) >= MANY else [[one] for one in order]
        found = [judgement for group in groups for judgement in _traced(follower, heard, group)]
    return sorted(found, key=lambda one: one.result.line)


def have_rung(heard: Heard, calls: Sequence[PlannedCall]) -> bool:
    """Whether each of them has begun to ring by now."""
    heard.look()
    return all(call.name in heard.rang for call in calls)


def have_been_given_up(heard: Heard, calls: Sequence[PlannedCall]) -> bool:
    """Whether the callers who do not wait have hung up by now, and every switch on the way has taken note."""
    heard.look()
    return all(call.name in heard.ended for call in calls if call.is_given_up)


def _traced(follower: Follower, heard: Heard, group: Sequence[tuple[int, PlannedCall]]) -> list[Judged]:
    opened_at = clock.now()
    results = follower.follow([_complaint(line, call, heard.rang[call.name]) for line, call in group])
    heard.look()
    return [
        judged(call, result, rang_at=heard.rang[call.name], opened_at=opened_at, rang_at_outcome=heard.is_ringing(call.name))
        for (_, call), result in zip(group, results, strict=True)
    ]


def _complaint(line: int, call: PlannedCall, rang_at: datetime) -> Call:
    """What the called subscriber's carrier would hand in."""
    raw = RawCall(call.called_number, call.calling_number or "", rang_at.isoformat(), call.path[0])
    return Call(line, call.called_number, call.calling_number, rang_at, call.path[0], _UNCERTAINTY_S, raw)
