"""Verifies the whole record against the journal, in constant memory and beside writers at work."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection

from star57.hub.ledger import triggers
from star57.hub.ledger.entry_checks import check_entry
from star57.hub.ledger.problems import Problem
from star57.hub.ledger.row_checks import TABLES, Subject, check_orphans, check_rows, check_versions
from star57.hub.records.models import JournalEntry
from star57.hub.records.sight import ALL, seeing

AT_ONCE = 500  # entries read, and subjects compared, at a time


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries were read and what was wrong. has_more: the limit was reached, and the search ended there."""

    entries: int
    problems: tuple[Problem, ...]
    has_more: bool

    @property
    def holds(self) -> bool:
        """Whether nothing was wrong."""
        return not self.problems


class _Counter:
    entries = 0


@seeing(ALL)
def verify(*, problem_limit: int) -> Verification:
    """Read the whole record; stop after problem_limit problems."""
    counter = _Counter()
    found = list(islice(_problems(counter), problem_limit + 1))
    return Verification(counter.entries, tuple(found[:problem_limit]), len(found) > problem_limit)


def _problems(counter: _Counter) -> Iterator[Problem]:
    for name in sorted(triggers.expected(connection.vendor) - triggers.installed(connection)):
        yield Problem("database", f"trigger {name} is missing: run `star57 hub init` again")
    yield from check_versions()
    yield from check_orphans()
    yield from _read_journal(counter)


def _read_journal(counter: _Counter) -> Iterator[Problem]:
    """One pass over the journal, subject by subject; every so many subjects their rows are compared."""
    subject = Subject("", "")
    done: list[Subject] = []
    entries = JournalEntry.objects.order_by("subject_kind", "subject_id", "version").prefetch_related("sealed_texts")
    for entry in entries.iterator(chunk_size=AT_ONCE):
        counter.entries += 1
        if (entry.subject_kind, entry.subject_id) != (subject.kind, subject.id):
            if done and (len(done) >= AT_ONCE or done[0].kind != entry.subject_kind):
                yield from _compare(done)
                done = []
            subject = Subject(entry.subject_kind, entry.subject_id)
            done.append(subject)
        yield from check_entry(entry, subject.version)
        subject.read(entry)
    yield from _compare(done)


def _compare(subjects: list[Subject]) -> Iterator[Problem]:
    if subjects and subjects[0].kind in TABLES:
        yield from check_rows(subjects[0].kind, subjects)
