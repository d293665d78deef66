"""kill -9 of the post at each point of a delivery: no notice is lost, and at most one is doubled, under the same Message-ID."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from star57.hub.ledger.verify import verify
from star57.hub.records.models import Hop, JournalEntry
from star57.hub.usecases.open_traceback import open_traceback
from star57.wire.values import Direction
from tests.databases import Database
from tests.notices.post_office import open_post_office
from tests.usecases.cast import CALL, CAMPAIGN, MONDAY, STAFF, enter_everybody

POINTS = (
    "before_gathering while_gathering before_leasing before_sending before_marking while_marking after_marking before_noting while_noting"
).split()
pytestmark = [pytest.mark.stress, pytest.mark.timeout(900)]


@contextmanager
def workers(url: str, port: int) -> Iterator[Callable[[datetime, str], int]]:
    """Gives a worker's round at this time, killed at this point: its exit code."""
    environment = {
        **os.environ,
        "STAR57_DATABASE_URL": url,
        "STAR57_DEMO": "on",
        "STAR57_SMTP_HOST": "127.0.0.1",
        "STAR57_SMTP_PORT": str(port),
        "STAR57_SMTP_SECURITY": "off",
        "STAR57_SMTP_RECEIPT": "accepted",
        "STAR57_MAIL_FROM": "traceback@consortium.example",
        "DJANGO_SETTINGS_MODULE": "star57.hub.config.settings",
    }
    command = [sys.executable, "-m", "tests.stress.post_worker"]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        asked, told = process.stdin, process.stdout
        assert asked
        assert told

        def a_round(at: datetime, point: str) -> int:
            print(at.timestamp(), point, file=asked, flush=True)
            return int(told.readline())

        yield a_round


def test_nothing_is_lost_and_at_most_one_is_doubled(own_database: Database) -> None:
    enter_everybody()
    with open_post_office() as (office, port), workers(own_database.url, port) as a_round:
        now = MONDAY
        for point in POINTS:
            seen = len(office.mails)
            open_traceback(actor=STAFF, report=CALL, terminating="TERM", campaign=CAMPAIGN, direction=Direction.UPSTREAM, now=now)
            now += timedelta(minutes=3)
            assert a_round(now, point) == -9, point
            now += timedelta(minutes=6)  # the lease has ended
            assert a_round(now, "nowhere") == 0
            ids = [str(mail["Message-ID"]) for mail in office.mails[seen:]]
            assert 1 <= len(ids) <= 2, point
            assert len(set(ids)) == 1, point
            now += timedelta(minutes=1)
    assert not Hop.objects.exclude(status="running").exists()
    received = JournalEntry.objects.filter(fact="request_received").values_list("subject_id", flat=True)
    assert len(received) == len(set(received)) == len(POINTS)
    assert verify(problem_limit=5).problems == ()
