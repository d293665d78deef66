"""Walks a made-up network's complaints upstream with the agents' own matching and trunk tables, and holds each answer to the truth."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from star57.agent.answers import came_in_for, evidence_for, evidence_of
from star57.agent.finding import find
from star57.agent.formats import Unreadable, read_records
from star57.agent.matching import CallSought, Candidate, Decision, Verdict
from star57.agent.matching.arrival import seconds_apart
from star57.agent.matching.clocks import ClockOffset, Seen, offset_of
from star57.agent.trunks import TrunkTable
from star57.world.callsfile import Call, read_calls
from star57.world.made.folder import CALLS, TRUTH, WORLD
from star57.world.made.memory_store import MemoryStore
from star57.world.tables import BadWorld
from star57.world.worldfile import WorldProvider, read_world


class Outcome(StrEnum):
    RIGHT = "right"
    UNSURE = "unsure"  # a person would be asked
    WRONG = "wrong"  # another end than the true one, or no record of a call that has one


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One row of truth.csv: what a trace must find."""

    troubles: tuple[str, ...]
    starts: tuple[datetime, ...]
    path: tuple[str, ...]
    source: str
    missing: str
    dialled: str
    forwarded_by: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One carrier's answer. `line`: of calls.csv."""

    line: int
    carrier: str
    true_end: str
    is_missing: bool  # the carrier kept no record of the call
    outcome: Outcome
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Loaded:
    """A network as its carriers' agents know it, the complaints, and the truth of each."""

    stores: Mapping[str, MemoryStore]
    tables: Mapping[str, TrunkTable]
    calls: Sequence[Call]
    truths: Sequence[TruthRow]


def load(folder: Path) -> Loaded:
    """What `star57 world generate` wrote. Raises BadWorld."""
    world = read_world(folder / WORLD)
    stores = {provider.id: _store_of(provider) for provider in world.providers}
    calls, truths = read_calls(folder / CALLS, providers=world.ids), _truths(folder / TRUTH)
    if len(calls) != len(truths):
        raise BadWorld(f"{folder / TRUTH}: has {len(truths)} rows and {CALLS} has {len(calls)}: generate the world anew")
    return Loaded(stores, {provider.id: provider.trunks for provider in world.providers}, calls, truths)


def _store_of(provider: WorldProvider) -> MemoryStore:
    store = MemoryStore()
    for records in provider.records:
        for path in (each for each in records.files if each.stat().st_size):
            for record in read_records(records.format, path, records.options):
                if isinstance(record, Unreadable):
                    raise BadWorld(f"{path}: {record}")
                store.add([record])
    return store


def _truths(file: Path) -> tuple[TruthRow, ...]:
    try:
        with file.open(newline="") as lines:
            return tuple(_truth(row) for row in csv.DictReader(lines))
    except (OSError, KeyError, ValueError) as problem:
        raise BadWorld(f"{file}: is not the truth of a generated world: {problem}") from problem


def _truth(row: dict[str, str]) -> TruthRow:
    troubles, path = tuple(row["troubles"].split()), tuple(row["path"].split())
    starts = tuple(map(datetime.fromisoformat, row["starts"].split()))
    return TruthRow(troubles, starts, path, row["source"], row["missing"], row["dialled"], row["forwarded_by"])


def measure(network: Loaded) -> Iterator[Measured]:
    """Every answer on the way of every complaint. Where an agent is not sure the trace goes on as though its operator had chosen
    the true call; it ends at a carrier without a record, and at a wrong answer."""
    clocks = _Clocks()
    for call, truth in zip(network.calls, network.truths, strict=True):
        yield from _walk(network, call, truth, clocks)


class _Clocks:
    """What each carrier has learnt of the clocks of those that asked it, as its agent's journal would tell."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], list[Seen]] = defaultdict(list)

    def learn(self, carrier: str, sought: CallSought, ours: datetime | None) -> None:
        theirs = sought.handed_at if sought.handed_to else sought.at
        if theirs and ours:
            self._seen[carrier, sought.handed_to or ""].append(Seen(sought.at, (theirs - ours).total_seconds()))

    def offset(self, carrier: str, asker: str | None, now: datetime) -> ClockOffset | None:
        return offset_of(asker or "", self._seen[carrier, asker or ""], now)


def _walk(network: Loaded, call: Call, truth: TruthRow, clocks: _Clocks) -> Iterator[Measured]:
    told, handed_to, handed_as, diverted = None, None, None, None
    for carrier, end, began in zip(truth.path, (*truth.path[1:], truth.source), truth.starts, strict=True):
        trail = (told.call_id, told.origid, told.started_at) if told else (None, None, None)
        handed_as, diverted = (told.came_in_for or handed_as, told.diverted_from or diverted) if told else (handed_as, diverted)
        sought = CallSought(call.called_number, call.calling_number, call.at, call.uncertainty_s, handed_to, *trail, handed_as, diverted)
        verdict = find(sought, network.stores[carrier], network.tables[carrier], clocks.offset(carrier, handed_to, call.at))
        is_missing = carrier == truth.missing
        outcome = _outcome(verdict, end, is_missing=is_missing)
        yield Measured(call.line, carrier, end, is_missing, outcome, verdict)
        if outcome is Outcome.WRONG or is_missing:
            return
        chosen = verdict.confident[0] if verdict.answer else _true_one(verdict, end, began)
        told = evidence_for(verdict) if verdict.answer else evidence_of(chosen) if chosen else None
        clocks.learn(carrier, sought, told.started_at if told else None)
        handed_to = carrier
        if outcome is Outcome.UNSURE and carrier == truth.forwarded_by:
            handed_as = truth.dialled


def _outcome(verdict: Verdict, true_end: str, *, is_missing: bool) -> Outcome:
    """Where the record is missing, a second call of the same caller may still name the true end."""
    if verdict.answer is not None:
        if any(one.came_in_for and not came_in_for(one) for one in verdict.confident):
            return Outcome.UNSURE  # the carrier before could not be asked for the number it knows
        return Outcome.RIGHT if _is_named(verdict.answer, true_end) else Outcome.WRONG
    if verdict.decision is Decision.NOTHING_FOUND:
        return Outcome.RIGHT if is_missing else Outcome.WRONG
    return Outcome.UNSURE


def _is_named(end: object, true_end: str) -> bool:
    return str(end) in (true_end, f"customer {true_end}", f"foreign provider {true_end} (PH)")


def _true_one(verdict: Verdict, end: str, began: datetime) -> Candidate | None:
    """None where the records do not tell which of two it is: an operator sees no more than they do."""
    apart = sorted(
        (seconds_apart(one.moments, began), place) for place, one in enumerate(verdict.candidates) if _is_named(one.upstream, end)
    )
    if not apart or [far for far, _ in apart].count(apart[0][0]) > 1:
        return None
    return verdict.candidates[apart[0][1]]
