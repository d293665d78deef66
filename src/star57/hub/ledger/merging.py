"""Writes that one traceback is the same call as another: the duplicate points at the one that is kept; and that it is not, after all."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import OPEN
from star57.hub.domain.refusals import NotFound, WrongState
from star57.hub.domain.tracing import TRACEBACK_STEPS, TracebackFact, TracebackStatus, reopening_fact
from star57.hub.ledger import desk, rows
from star57.hub.ledger.case import Case, HopRow
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.ledger.wakeups import traceback_topic
from star57.hub.records.models import JournalEntry, Traceback


@contextmanager
def both_cases(duplicate: str, kept: str, *, actor: Actor, now: datetime) -> Iterator[tuple[Case, Case]]:
    """Lock two tracebacks, always in the same order, so that two who merge crosswise do not wait for each other. Raises NotFound."""
    with ExitStack() as locks:
        cases = {each: locks.enter_context(case_of_traceback(each, actor=actor, now=now)) for each in sorted({duplicate, kept})}
        yield cases[duplicate], cases[kept]


def kept_by(duplicate: str) -> str | None:
    """The id of the traceback that a merged one points at; None for one that was not merged. Raises NotFound."""
    found = Traceback.objects.filter(public_id=duplicate).values_list("merged_into__public_id", flat=True)[:1]
    for kept in found:
        return kept
    raise NotFound("There is no traceback %(duplicate)s, or it is not yours.", duplicate=duplicate)


def merge(duplicate: Case, kept: Case, reason: str) -> None:
    """Record it on both, and withdraw what the duplicate still asks. Raises WrongState."""
    if kept.traceback.status == TracebackStatus.MERGED.value:
        raise WrongState("%(id)s was itself merged into another. Merge into that one.", id=kept.traceback.public_id)
    if Traceback.objects.filter(merged_into=duplicate.traceback).exists():
        raise WrongState("Others were merged into %(id)s. Keep it, and merge the other way round.", id=duplicate.traceback.public_id)
    changes = {"merged_into": kept.traceback, "outcome": "", "ended_at": duplicate.now, "reopened_at": None}
    _step(duplicate, TracebackFact.TRACEBACK_MERGED, changes, kept, reason)
    for hop in tuple(duplicate.hops.values()):
        if HopStatus(hop.status) in OPEN:
            details = {"merged_into": kept.traceback.public_id}
            words = f"Merged into {kept.traceback.public_id}: the same call is asked about there."
            duplicate.record(hop, HopFact.HOP_WITHDRAWN, details=details, secret_texts={"reason": words})
    desk.taken_in(kept, duplicate.traceback.public_id)


def unmerge(duplicate: Case, kept: Case, reason: str) -> None:
    """Record on both that they are two calls, and ask again what was withdrawn by merging and nothing else."""
    withdrawn = [hop for hop in duplicate.hops.values() if _was_withdrawn_by_merging(hop)]
    _step(duplicate, TracebackFact.TRACEBACK_UNMERGED, {"merged_into": None, "ended_at": None}, kept, reason)
    for hop in withdrawn:
        fact = reopening_fact(duplicate.legs(), hop.public_id)
        if fact:
            duplicate.record(hop, fact)
    desk.let_go(kept, duplicate.traceback.public_id)


def _step(duplicate: Case, fact: TracebackFact, changes: dict[str, object], kept: Case, reason: str) -> None:
    row = duplicate.traceback
    status = TRACEBACK_STEPS.get((TracebackStatus(row.status), fact))
    if status is None:
        raise WrongState("Traceback %(id)s is %(status)s: this cannot be done now.", id=row.public_id, status=row.status)
    rows.change(
        row,
        "traceback",
        fact.value,
        actor=duplicate.actor,
        at=duplicate.now,
        changes={**changes, "status": status.value},
        details={"kept": kept.traceback.public_id},
        secret_texts={"reason": reason},
    )
    duplicate.topics.append(traceback_topic(row.public_id))


def _was_withdrawn_by_merging(hop: HopRow) -> bool:
    if hop.status != HopStatus.WITHDRAWN.value:
        return False
    last = JournalEntry.objects.get(subject_kind="hop", subject_id=hop.public_id, version=hop.version)
    return "merged_into" in json.loads(last.body)["details"]
