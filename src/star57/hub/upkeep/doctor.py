"""All checks, one after another. A check that fails itself is a finding; the others go on."""

from collections.abc import Callable, Iterable, Iterator

from django.db import DatabaseError

from star57.findings import Finding, wrong
from star57.hub.upkeep.check_database import check_database, check_record, check_worker
from star57.hub.upkeep.check_machine import check_clock, check_disk, check_permissions, check_static
from star57.hub.upkeep.check_mail import check_mail
from star57.hub.upkeep.check_settings import check_settings

Check = Callable[[], Finding | Iterable[Finding]]
CHECKS: tuple[Check, ...] = (
    check_settings, check_database, check_worker, check_mail, check_disk, check_permissions, check_clock, check_static,
)  # fmt: skip


def examine(*, more: tuple[Check, ...]) -> Iterator[Finding]:
    """Findings as they come. more: further checks, such as check_record."""
    for check in (*CHECKS, *more):
        yield from _findings(check)


def _findings(check: Check) -> Iterator[Finding]:
    try:
        found = check()
        yield from (found,) if isinstance(found, Finding) else found
    except DatabaseError as problem:
        words = " ".join(str(problem).split())
        yield wrong("database", f"does not answer: {words}", "start it, and see STAR57_DATABASE_URL; a new hub needs star57 hub init")
    except OSError as problem:
        yield wrong(check.__name__.removeprefix("check_"), str(problem), "see that the hub's user may read and write there")


WHOLE: tuple[Check, ...] = (check_record,)
