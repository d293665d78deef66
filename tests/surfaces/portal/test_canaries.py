"""Whoever follows every link, tries every address and reads every mail finds the secrets that are theirs to see, and no other."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from star57 import clock
from star57.hub.jobs.composing import compose
from star57.hub.ledger.outbox import enclose
from star57.hub.reads.mails import mail_view
from star57.hub.records.models import Attachment, Mail, Person
from tests.databases import connected, copy_sqlite
from tests.journeys.organisation_scene import furnish
from tests.journeys.scene import OPENED, Scene, _register
from tests.surfaces.portal.canaries import fill
from tests.surfaces.portal.canary_table import CASE, FINDS, PATH, canary
from tests.surfaces.portal.grid_names import entry_of, names_in
from tests.surfaces.portal.grid_rows import ROWS
from tests.surfaces.portal.grid_stage import WHO, House, clients_of, more_people, more_things

pytestmark = pytest.mark.slow
LEADS_AWAY = ("/sign-out", "/static", "/api", "/sign-in", "/account/")
WORTH_FOLLOWING = ("of=O-TRAN1", "state=all", "state=answered")
MOST_PAGES = 400


@pytest.fixture(scope="module")
def house(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[House]:
    url, put_back = copy_sqlite(sqlite_template, tmp_path_factory.mktemp("canaries")), clock.now
    scene = Scene(now=OPENED)
    with django_db_blocker.unblock(), connected(url):
        clock.now = lambda: scene.now
        try:
            _register(scene)
            scene.now += timedelta(hours=4)
            more_people(furnish(scene))
            secret = fill(scene)
            more_things(scene, CASE)
            yield House(scene, {"secret": secret}, everybody(scene))
        finally:
            clock.now = put_back


def everybody(scene: Scene) -> dict[str, Client]:
    clients = clients_of(scene, CASE)
    for provider in ("TERM", "TRAN2", "ORIG", "GATE"):
        clients[provider] = Client()
        clients[provider].force_login(Person.objects.get(email=scene.people[provider]))
    return clients


def told(house: House, who: str) -> str:
    """Everything that somebody gets to read."""
    waiting, texts = list(addresses(house)), []
    seen: set[str] = set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = read(house, who, path)
        text = answer.getvalue().decode(errors="replace") if answer.streaming else answer.content.decode(errors="replace")
        texts += [html.unescape(text), str(answer.headers.items())]
        waiting += links_in(path, text) if "html" in answer.headers.get("Content-Type", "") else []
        waiting += [answer.headers["Location"]] if "Location" in answer.headers else []
    assert len(seen) < MOST_PAGES, "more pages than anybody has"
    return "\n".join(texts).lower()


def read(house: House, who: str, path: str) -> Any:
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]
    with atomic:
        answer = house.ask(who, "GET", path)
        transaction.set_rollback(True)
    return answer


def addresses(house: House) -> Iterator[str]:
    """Every address that can be tried, filled in for each provider's request, and the chief's look at an organisation."""
    yield from ("/", "/organisation/?of=O-TRAN1", "/organisation/keys/?of=O-TRAN1", "/search/?q=canary", "/requests/?state=all")
    for provider in PATH:
        names = names_of(house.scene, provider)
        yield from ("/" + path.format(**names) for method, path, _codes in ROWS if method == "GET")
    yield f"/tracebacks/{house.scene.tracebacks['owned']}/"
    yield f"/requests/{house.scene.request_of('owned', 'TERM')}/"
    yield from (f"/files/{each}/" for each in Attachment.objects.values_list("public_id", flat=True))


def names_of(scene: Scene, provider: str) -> Mapping[str, str]:
    hop = scene.request_of(CASE, provider)
    return {**names_in(scene, CASE), "request": hop, "hop": hop, "entry": entry_of(hop)}


def links_in(page: str, text: str) -> list[str]:
    found = (urljoin(page, html.unescape(each)) for each in re.findall(r'href="([^"#]+)', text))
    inside = (each for each in found if not urlsplit(each).netloc)
    return [each for each in inside if not each.startswith(LEADS_AWAY) and (not urlsplit(each).query or each.endswith(WORTH_FOLLOWING))]


READERS = (*WHO, "TERM", "TRAN2", "ORIG", "GATE")


@pytest.mark.parametrize("who", READERS)
def test_each_finds_its_own_canaries_and_no_other(house: House, who: str) -> None:
    text = told(house, who)
    found = {name for name in FINDS if canary(name) in text}
    expected = {name for name, readers in FINDS.items() if ("pr" if who == "cd" else who) in readers}
    if who == "cd":
        assert found <= expected, "a code opens less than an account"
    else:
        assert found == expected
    assert house.names["secret"].lower() not in text


def test_a_mail_tells_its_reader_which_campaign_and_no_secret(house: House) -> None:
    enclose(house.scene.now + timedelta(days=1))
    mails = list(Mail.objects.all())
    assert [mail for mail in mails if mail.provider and mail.provider.public_id == "TRAN1"]
    for mail in mails:
        message = compose(mail_view(mail, house.scene.now), house.scene.now)
        parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
        text = "\n".join([*map(str, message.values()), *parts]).lower()
        may = {"invited"} if mail.kind == "invitation" else {"contact-email", "contact-name", "campaign-name"} if mail.provider else set()
        assert {name for name in FINDS if canary(name) in text} <= may, mail.kind
