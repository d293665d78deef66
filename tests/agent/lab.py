"""The recorded lab: five Kamailio and three Asterisk providers, their trunk tables, and how a call is followed through them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from star57.agent.cdr import Cdr
from star57.agent.ends import CustomerEnd, End, ForeignEnd, Neighbour
from star57.agent.finding import find
from star57.agent.formats import FormatOptions, Unreadable, read_records
from star57.agent.matching import CallSought, Decision, Verdict
from star57.agent.trunks import TrunkMatch, TrunkRule, TrunkTable
from tests.agent.records import MemoryStore

LAB = Path(__file__).parents[2].parent / "shared" / "data" / "lab"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason=f"the lab's recordings are not at {LAB}")
LONGEST_PATH = 8


@dataclass(frozen=True, slots=True)
class LabCall:
    called: str
    calling: str | None
    at: datetime
    path: tuple[str, ...]  # upstream from the terminating provider, then who called


@dataclass(frozen=True, slots=True)
class Lab:
    stores: Mapping[str, MemoryStore]
    tables: Mapping[str, TrunkTable]
    calls: Sequence[LabCall]
    terminating: str


@dataclass(frozen=True, slots=True)
class Followed:
    path: tuple[str, ...]
    last: Verdict


KAMAILIO_FILES = {
    "ORIG1": ("kamailio-sqlite", ["acc.db"]),
    "GW1": ("kamailio-json", ["acc.jsonl", "cdr.jsonl"]),
    "TRAN1": ("kamailio-flatstore", ["acc_129.log", "acc_cdrs_129.log", "missed_calls_129.log"]),
    "TRAN2": ("kamailio-dbtext", ["acc", "acc_cdrs", "missed_calls"]),
    "TERM": ("kamailio-sqlite", ["acc.db"]),
}
INGRESS = {
    "ORIG1": {"127.0.10.1": "CUST-DIALER", "127.0.10.3": "CUST-ENTERPRISE"},
    "GW1": {"127.0.10.2": "FOREIGN-CC"},
    "TRAN1": {"127.0.11.1": "ORIG1", "127.0.12.1": "GW1"},
    "TRAN2": {"127.0.11.1": "ORIG1", "127.0.13.1": "TRAN1"},
    "TERM": {"127.0.13.1": "TRAN1", "127.0.14.1": "TRAN2"},
}
EGRESS = {
    "ORIG1": {"127.0.13.1": "TRAN1", "127.0.14.1": "TRAN2"},
    "GW1": {"127.0.13.1": "TRAN1"},
    "TRAN1": {"127.0.14.1": "TRAN2", "127.0.15.1": "TERM"},
    "TRAN2": {"127.0.15.1": "TERM"},
    "TERM": {},
}
ASTERISK_INGRESS = {"ASTA": {"CUST-10442": "CUST"}, "ASTB": {"CARR-ALPHA": "ASTA"}, "ASTC": {"ICT-BRAVO": "ASTB"}}


def end_called(name: str) -> End:
    if name.startswith("CUST"):
        return CustomerEnd(name, "", "", "caller", None)
    return ForeignEnd(name, "") if name.startswith("FOREIGN") else Neighbour(name)


def name_of(end: End) -> str:
    return end.provider if isinstance(end, Neighbour) else end.name


@cache
def kamailio(*, with_egress: bool) -> Lab:
    stores = {provider: _store(LAB / "kamailio" / provider, *files) for provider, files in KAMAILIO_FILES.items()}
    tables = {}
    for provider, sources in INGRESS.items():
        rules = [TrunkRule(TrunkMatch(source=source), end_called(name)) for source, name in sources.items()]
        if with_egress:
            rules += [TrunkRule(TrunkMatch(next_hop=hop), end_called(name)) for hop, name in EGRESS[provider].items()]
        tables[provider] = TrunkTable(rules)
    return Lab(stores, tables, _calls("kamailio"), "TERM")


@cache
def asterisk() -> Lab:
    stores = {}
    for provider in ASTERISK_INGRESS:
        folder = LAB / "asterisk" / provider
        stores[provider] = _store(folder, "asterisk-csv", ["Master.csv"])
        stores[provider].add(_records(folder, "asterisk-custom", ["Master-custom.csv"]))
    tables = {
        provider: TrunkTable(TrunkRule(TrunkMatch(account=account), end_called(name)) for account, name in accounts.items())
        for provider, accounts in ASTERISK_INGRESS.items()
    }
    return Lab(stores, tables, _calls("asterisk"), "ASTC")


def follow(lab: Lab, call: LabCall, *, uncertainty_s: float, off_s: float = 0.0, with_evidence: bool = True) -> Followed:
    """Ask the terminating provider, then whom each names, as the hub does; stop where no name is given."""
    provider, path = lab.terminating, [lab.terminating]
    sought = CallSought(call.called, call.calling, call.at + timedelta(seconds=off_s), uncertainty_s, None, None, None, None)
    while True:
        verdict = find(sought, lab.stores[provider], lab.tables[provider])
        if verdict.answer is None:
            return Followed(tuple(path), verdict)
        path.append(name_of(verdict.answer))
        if not isinstance(verdict.answer, Neighbour) or len(path) > LONGEST_PATH:
            return Followed(tuple(path), verdict)
        sought = asked_upstream(sought, verdict, provider, with_evidence=with_evidence)
        provider = verdict.answer.provider


def asked_upstream(sought: CallSought, verdict: Verdict, provider: str, *, with_evidence: bool) -> CallSought:
    facts = (sought.called_number, sought.calling_number, sought.at, sought.uncertainty_s, provider)
    if not (with_evidence and verdict.is_same_call):
        return CallSought(*facts, None, None, None)
    best = verdict.confident[0]
    return CallSought(*facts, next(iter(best.call_ids), None), next(iter(best.origids), None), best.started_at)


def outcome(lab: Lab, call: LabCall, *, uncertainty_s: float, with_evidence: bool = True) -> str:
    """right, wrong, or the decision at which the path ended."""
    followed = follow(lab, call, uncertainty_s=uncertainty_s, with_evidence=with_evidence)
    if followed.path == call.path:
        return "right"
    is_prefix = followed.path == call.path[: len(followed.path)] and followed.last.decision is not Decision.ONE_ANSWER
    return followed.last.decision.value if is_prefix else "wrong"


def _calls(lab: str) -> list[LabCall]:
    with (LAB / lab / "truth_paths.csv").open(newline="") as rows:
        return [
            LabCall(
                row["called_e164"],
                row["calling_e164"] or None,
                datetime.fromisoformat(row["invite_time_utc"]),
                tuple(reversed(row["path"].split(">")[:-1])),
            )
            for row in csv.DictReader(rows)
        ]


def _store(folder: Path, format_name: str, files: Iterable[str]) -> MemoryStore:
    store = MemoryStore()
    store.add(_records(folder, format_name, files))
    return store


def _records(folder: Path, format_name: str, files: Iterable[str]) -> Iterable[Cdr]:
    for file in files:
        for record in read_records(format_name, folder / file, FormatOptions(time_zone="UTC")):
            assert not isinstance(record, Unreadable), record
            yield record
