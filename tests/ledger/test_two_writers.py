"""Two writers on one subject never break each other's versions: one of them wins each version, the other hears of it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, OperationalError, connection

from star57.hub.domain.access import CLOCK
from star57.hub.domain.refusals import WrongState
from star57.hub.ledger import rows
from star57.hub.ledger.transactions import transaction
from star57.hub.ledger.verify import verify
from star57.hub.records.models import JournalEntry, Organisation
from tests.depth import how_many
from tests.ledger.sample import NOW, enter

WRITERS = 4
CHANGES = how_many(short=15, full=200)


def in_threads(write: Callable[[int], int]) -> int:
    """What all writers together achieved, each with a connection of its own, all starting at once."""
    gate = threading.Barrier(WRITERS)

    def run(number: int) -> int:
        gate.wait()
        try:
            return write(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return sum(pool.map(run, range(WRITERS)))


def changed(public_id: str, name: str) -> bool:
    """One change by a writer that locks nothing and meets others at the version."""
    try:
        with transaction():
            row = Organisation.objects.get(public_id=public_id)
            rows.change(row, "organisation", "renamed", actor=CLOCK, at=NOW, changes={"name": name})
    except (IntegrityError, WrongState, OperationalError):
        return False
    return True


def changed_under_lock(public_id: str, name: str) -> bool:
    """One change by a writer that locks the subject's row first, as the ledger's own functions do."""
    with transaction():
        row = Organisation.objects.select_for_update().get(public_id=public_id)
        rows.change(row, "organisation", "renamed", actor=CLOCK, at=NOW, changes={"name": name})
    return True


@pytest.fixture
def subject(own_database) -> Organisation:
    found: Organisation = enter(Organisation(kind="provider", name="Cedar Valley Telephone"), "organisation")
    return found


def versions(subject: Organisation) -> list[int]:
    return list(JournalEntry.objects.filter(subject_id=subject.public_id).order_by("version").values_list("version", flat=True))


def test_writers_that_lock_all_succeed_and_leave_no_gap(subject):
    done = in_threads(lambda number: sum(changed_under_lock(subject.public_id, f"{number}-{n}") for n in range(CHANGES)))
    assert done == WRITERS * CHANGES
    assert versions(subject) == list(range(1, done + 2))
    assert verify(problem_limit=10).problems == ()


def test_writers_that_forget_to_lock_lose_cleanly(subject):
    done = in_threads(lambda number: sum(changed(subject.public_id, f"{number}-{n}") for n in range(CHANGES)))
    assert done > 0
    assert versions(subject) == list(range(1, done + 2))
    subject.refresh_from_db()
    assert subject.version == done + 1
    assert verify(problem_limit=10).problems == ()


def test_two_writers_of_the_same_new_subject_leave_one(own_database):
    def write(number: int) -> int:
        row = Organisation(public_id="O-SAME", kind="provider", name=f"Writer {number}")
        try:
            with transaction():
                rows.create(row, "organisation", "entered", actor=CLOCK, at=NOW)
        except (IntegrityError, WrongState, OperationalError):
            return 0
        return 1

    assert in_threads(write) == 1
    assert JournalEntry.objects.filter(subject_id="O-SAME").count() == Organisation.objects.filter(public_id="O-SAME").count() == 1
