"""Checks of the database: it answers, is of this version, has its triggers, and serves under a role that cannot change tables."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from star57 import clock
from star57.findings import Finding, look, right, wrong
from star57.hub.ledger import row_security, triggers
from star57.hub.ledger.verify import verify
from star57.hub.reads.liveness import CLOCK, liveness
from star57.hub.upkeep.databases import as_owner
from star57.hub.upkeep.laying import pending
from star57.hub.upkeep.refusals import NotDone

OLDEST_POSTGRESQL = 13
PROBLEMS = 3
RIGHTS = (
    "SELECT rolsuper, rolbypassrls, (SELECT COUNT(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = current_schema()) "
)


def check_database() -> Iterator[Finding]:
    """Raises DatabaseError when it does not answer."""
    yield _version()
    try:
        waiting = pending()
    except NotDone as problem:
        yield wrong("migrations", "the database is newer than the program", str(problem))
        return
    if waiting:
        yield wrong("migrations", f"{len(waiting)} not applied, first {waiting[0]}", "run star57 hub upgrade --backup FILE")
        return
    yield right("migrations", "all applied")
    missing = sorted(triggers.expected(connection.vendor) - triggers.installed(connection))
    if missing:
        yield wrong("triggers", f"{len(missing)} missing, first {missing[0]}", "run star57 hub init once more, then star57 verify")
    else:
        yield right("triggers", "all in place: nothing is written around the journal")
    if connection.vendor == "postgresql":
        yield _policies()
        yield _roles()


def check_worker() -> Finding:
    """Whether the clock passes."""
    now = clock.now()
    found = liveness(now)
    late_s = found.clock_lateness(now).total_seconds()
    to_do = "start star57 hub work: without it no deadline passes and no notice leaves"
    if late_s > settings.CLOCK_LATE_S:
        return wrong("worker", f"the clock is {late_s:.0f} s late", to_do)
    if CLOCK not in found.beats:
        return look("worker", "has never run here", to_do)
    return right("worker", f"the clock passed {late_s:.0f} s ago")


def check_record() -> Finding:
    """Reads the whole record; the one check that takes long on a large hub."""
    with as_owner():
        found = verify(problem_limit=PROBLEMS)
    if found.holds:
        return right("record", f"{found.entries} journal entries read, every one holds")
    return wrong("record", str(found.problems[0]), "keep everything as it is; run star57 verify for the whole list, compare with a backup")


def _version() -> Finding:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return right("database", f"SQLite, {connection.settings_dict['NAME']}")
    major = connection.pg_version // 10_000  # type: ignore[attr-defined]
    if major < OLDEST_POSTGRESQL:
        return wrong("database", f"PostgreSQL {major}", f"upgrade to PostgreSQL {OLDEST_POSTGRESQL} or later")
    return right("database", f"PostgreSQL {major} answers")


def _policies() -> Finding:
    missing = row_security.missing(connection)
    if missing:
        return wrong("row-level security", f"{len(missing)} tables without, first {missing[0]}", "run star57 hub init once more")
    if opened := row_security.left_open(connection):
        words = f"{opened[0]} begins every connection with a sight of its own: the lock is open"
        return wrong("row-level security", words, f'ALTER {opened[0]} RESET "star57.sees" and RESET "star57.who"')
    return right("row-level security", "a policy on every table that holds an organisation's own rows")


def _roles() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS + "FROM pg_roles WHERE rolname = current_user")
        is_super, bypasses, owned = cursor.fetchone()
    if is_super or bypasses or owned:
        why = "a superuser" if is_super else "free of row-level security" if bypasses else f"the owner of {owned} tables"
        words = f"the hub serves as {why}: the second lock on other organisations' rows is open"
        return look("roles", words, "let STAR57_DATABASE_URL name a web role, and STAR57_DATABASE_OWNER_URL the owner")
    return right("roles", "the hub serves as a role that owns no table and is bound by row-level security")
