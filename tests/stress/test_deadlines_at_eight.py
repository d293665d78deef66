"""Thousands of deadlines fall at the same instant, and each is judged once, by two workers side by side."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from star57 import clock
from star57.hub.records.models import Hop, JournalEntry
from star57.hub.usecases.open_traceback import open_traceback
from star57.hub.usecases.receive_request import receive_request
from star57.wire.values import Direction
from tests.databases import Database
from tests.depth import how_many
from tests.usecases.cast import CALL, CAMPAIGN, MONDAY, STAFF, enter_everybody, program_of

COUNT = how_many(short=2_000, full=50_000)
WITHIN_S = how_many(short=30, full=60)
pytestmark = [pytest.mark.stress, pytest.mark.timeout(1800)]
TICK = (
    "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'star57.hub.config.settings'; django.setup();"
    "from star57 import clock; from star57.hub.domain.access import CLOCK; from star57.hub.usecases.pass_deadline import tick;"
    "done = 0\n"
    "while n := sum(tick(actor=CLOCK, now=clock.now(), limit=1000).facts.values()): done += n\n"
    "print(done)"
)


def prepare(count: int) -> None:
    """So many requests received at once, made from one by copying its rows: all due at the same instant."""
    enter_everybody()
    for _ in range(min(count, 200)):
        open_traceback(actor=STAFF, report=CALL, terminating="TERM", campaign=CAMPAIGN, direction=Direction.UPSTREAM, now=MONDAY)
    for hop in Hop.objects.values_list("public_id", flat=True):
        receive_request(actor=program_of("TERM"), request=hop, how="api", now=MONDAY)


def copies(times: int) -> None:
    """Multiply what is there, past the triggers: only the superuser of a test's own server can."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for number in range(1, times):
            suffix = f"-{number}"
            _copy(cursor, "records_journalentry", {"public_id": suffix, "subject_id": suffix}, "subject_kind IN ('traceback', 'hop')")
            _copy(cursor, "records_traceback", {"public_id": suffix}, "true")
            _copy_hops(cursor, suffix)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def _columns(cursor, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table) if column.name != "id"]


def _copy(cursor, table: str, suffixed: dict[str, str], where: str) -> None:
    names = _columns(cursor, table)
    given = ", ".join(f"\"{name}\" || '{suffixed[name]}'" if name in suffixed else f'"{name}"' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    own = "subject_id" if "subject_id" in suffixed else "public_id"
    cursor.execute(f"INSERT INTO {table} ({listed}) SELECT {given} FROM {table} WHERE {where} AND length({own}) = 16")


def _copy_hops(cursor, suffix: str) -> None:
    names = _columns(cursor, "records_hop")
    columns = {"public_id": f"h.public_id || '{suffix}'", "traceback_id": "t.id"}
    given = ", ".join(columns.get(name, f'h."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO records_hop ({listed}) SELECT {given} FROM records_hop h JOIN records_traceback o ON o.id = h.traceback_id "
        f"JOIN records_traceback t ON t.public_id = o.public_id || '{suffix}' WHERE length(h.public_id) = 16"
    )


def test_each_is_judged_once_in_time(own_postgresql: Database) -> None:
    prepare(COUNT)
    copies(-(-COUNT // 200))
    assert Hop.objects.filter(status="running").count() == COUNT
    now_s = (MONDAY + timedelta(days=1, seconds=1)).timestamp() - clock.now().timestamp()
    environment = {**os.environ, "STAR57_DATABASE_URL": own_postgresql.url, "STAR57_DEMO": "on", "STAR57_CLOCK_OFFSET_S": str(now_s)}
    began = clock.monotonic()
    workers = [subprocess.Popen([sys.executable, "-c", TICK], env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    judged = [int(worker.communicate(timeout=1500)[0]) for worker in workers]
    took = clock.monotonic() - began
    print(f"{COUNT} deadlines in {took:.1f} s by {judged}")
    assert sum(judged) == COUNT
    assert Hop.objects.filter(status="overdue").count() == COUNT
    assert JournalEntry.objects.filter(fact="deadline_passed").count() == COUNT
    assert took < WITHIN_S
