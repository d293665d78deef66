"""The legal clock through the whole hub, at the very instant: fetched by an agent, opened by a person, taken by a mail server.

47 CFR 64.1200(n)(1); each row is a request received at this UTC instant by an office in this zone, and its clock in local time.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from django.test import Client

from star57 import clock
from star57.hub.config.asgi import application
from star57.hub.domain.access import OrganisationKind, Role
from star57.hub.jobs import post
from star57.hub.records.models import Hop, Person
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.open_traceback import CallReport, open_traceback
from star57.wire.values import Direction
from tests.databases import Database
from tests.notices.post_office import open_post_office, sending_to
from tests.served import WHOLE, key_for
from tests.usecases.cast import CAMPAIGN, STAFF, enter_everybody, enter_provider

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
VECTORS = """
2026-03-06 23:30 America/New_York 2026-03-09 08:00 2026-03-10 08:00
2026-03-09 02:00 Asia/Kolkata     2026-03-09 08:00 2026-03-10 08:00
2026-06-12 12:59 America/Denver   2026-06-12 08:00 2026-06-15 08:00
2026-07-01 18:00 America/Chicago  2026-07-01 13:00 2026-07-02 13:00
2026-07-01 22:30 America/Chicago  2026-07-01 17:30 2026-07-02 17:30
2026-07-01 22:31 America/Chicago  2026-07-02 08:00 2026-07-06 08:00
2026-07-02 14:00 America/New_York 2026-07-02 10:00 2026-07-06 10:00
2026-10-09 19:00 America/New_York 2026-10-09 15:00 2026-10-13 15:00
2026-10-30 19:00 America/New_York 2026-10-30 15:00 2026-11-02 15:00
2026-12-24 22:31 America/New_York 2026-12-28 08:00 2026-12-29 08:00
2026-12-31 16:00 Pacific/Honolulu 2026-12-31 08:00 2027-01-04 08:00
2027-12-30 20:00 America/New_York 2027-12-30 15:00 2028-01-03 15:00
"""
BEFORE = timedelta(seconds=121)  # as long as an unfetched request waits before it goes out by mail
Receive = Callable[[str, str], None]


def fetched_by_agent(provider: str, _hop: str) -> None:
    found = called(key_for(f"O-{provider}", WHOLE[OrganisationKind.PROVIDER]), "/requests?state=new")
    assert len(found["requests"]) == 1


def opened_in_the_portal(provider: str, hop: str) -> None:
    email = f"ana@{provider.lower()}.example"
    words = {"email": email, "name": "Ana", "time_zone": "UTC", "password": "seventeen grey herons"}
    add_person(actor=STAFF, organisation=f"O-{provider}", role=Role.RESPONDER, now=clock.now(), **words)
    client = Client()
    client.force_login(Person.objects.get(email=email))
    assert client.get(f"/requests/{hop}/").status_code == 200


def taken_by_a_mail_server(_provider: str, _hop: str) -> None:
    with open_post_office() as (office, port), sending_to(port):
        post.deliver_round(lambda: False)
    assert office.mails


def called(key: str, path: str) -> dict:
    """One GET over the hub's own ASGI application."""

    async def get() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="https://hub.example/api/v1") as client:
            return await client.get(path, headers={"Authorization": f"Bearer {key}"})

    reply = asyncio.run(get())
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def local(day: str, hour: str, zone: str) -> datetime:
    return datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("receive", [fetched_by_agent, opened_in_the_portal, taken_by_a_mail_server])
def test_the_clock_starts_and_ends_as_the_rule_says(own_sqlite: Database, monkeypatch: pytest.MonkeyPatch, receive: Receive) -> None:
    enter_everybody()
    staff = key_for("CONSORTIUM", WHOLE[OrganisationKind.CONSORTIUM])
    for number, line in enumerate(VECTORS.strip().splitlines()):
        day, hour, zone, started_day, started_hour, due_day, due_hour = line.split()
        received, provider = local(day, hour, "UTC"), f"OFFICE{number}"
        monkeypatch.setattr(clock, "now", lambda now=received: now)
        enter_provider(provider, f"Office {number}", "US", zone, received - BEFORE)
        report = CallReport("+16175550172", "+12025550143", received - timedelta(days=1), 60.0, None, None)
        traceback = open_traceback(
            actor=STAFF, report=report, terminating=provider, campaign=CAMPAIGN, direction=Direction.UPSTREAM, now=received - BEFORE
        )
        receive(provider, Hop.objects.get(traceback__public_id=traceback).public_id)
        [hop] = called(staff, f"/tracebacks/{traceback}")["hops"]
        row = Hop.objects.get(public_id=hop["id"])
        assert (row.received_at, row.clock_started_at) == (received, local(started_day, started_hour, zone)), line
        assert datetime.fromisoformat(hop["due_at"]) == local(due_day, due_hour, zone), line
