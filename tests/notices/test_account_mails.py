"""Mails about somebody's own account: rows in the outbox, sent by the worker, in their language, with no secret in the database."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from star57.hub.jobs.post import deliver_round
from star57.hub.records.models import Mail, Person
from star57.hub.usecases.choose_language import choose_language
from tests.journeys.scene import PASSWORD, Scene, make_scene
from tests.notices.post_office import PostOffice

pytestmark = pytest.mark.slow

NEW = "orchard kettle seventeen bridges"
LINK = re.compile(r"https://hub\.consortium\.example(/password/new/(\S+)/)")


@pytest.fixture
def scene(database: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    made = make_scene()
    monkeypatch.setattr("star57.clock.now", lambda: made.now)
    return made


def asked(address: str) -> None:
    assert Client().post("/password/", {"email": address}).headers["Location"] == "/password/sent/"


def delivered(office: PostOffice) -> Any:
    """The newest mail to a person's own address, once the worker has made its round."""
    deliver_round(lambda: False)
    return [mail for mail in office.mails if str(mail["To"]).endswith("@example.org")][-1]


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def link_in(mail: Any) -> str:
    """The path of the page where a new password is set."""
    found = LINK.search(text_of(mail))
    assert found
    return found[1]


def test_a_page_only_puts_the_mail_into_the_outbox_and_the_worker_sends_it(scene: Scene, office: PostOffice) -> None:
    asked(scene.people["TRAN1"])
    assert office.mails == []
    assert Mail.objects.get(kind="new_password").state == "waiting"
    mail = delivered(office)
    assert mail["To"] == scene.people["TRAN1"]
    assert link_in(mail) in str(mail.get_body(("html",)).get_content())
    client = Client()
    form = client.get(link_in(mail)).headers["Location"]
    assert client.post(form, {"password1": NEW}).headers["Location"] == "/password/new/done/"
    assert Client().post("/sign-in/", {"login": scene.people["TRAN1"], "password": NEW}).status_code == 302


def test_the_link_stands_nowhere_in_the_database_and_is_the_same_each_time(scene: Scene, office: PostOffice) -> None:
    asked(scene.people["TRAN1"])
    link = link_in(delivered(office))
    secret = link.rpartition("-")[2].strip("/")
    row = Mail.objects.filter(kind="new_password").values().get()
    assert not [name for name, value in row.items() if secret in str(value)]
    Mail.objects.filter(kind="new_password").update(state="waiting", next_at=scene.now, leased_until=None)
    assert link_in(delivered(office)) == link


def test_a_link_is_over_after_its_hour_however_late_the_mail_left(scene: Scene, office: PostOffice, monkeypatch: Any) -> None:
    asked(scene.people["TRAN1"])
    monkeypatch.setattr("star57.clock.now", lambda: scene.now + timedelta(minutes=61))
    assert "no longer works" in Client().get(link_in(delivered(office))).content.decode()


def test_an_unknown_and_a_closed_account_get_no_mail(scene: Scene, office: PostOffice) -> None:
    Person.objects.filter(email=scene.people["TERM"]).update(is_active=False)
    for address in ("nobody@example.org", scene.people["TERM"]):
        asked(address)
    assert not Mail.objects.filter(kind="new_password").exists()


def test_whoever_changes_a_password_is_told_by_mail_in_their_own_language(scene: Scene, office: PostOffice) -> None:
    person = Person.objects.get(email=scene.people["TRAN1"])
    choose_language(person.pk, "es")
    asked(person.email)
    mail = delivered(office)
    assert mail["Content-Language"] == "es"
    assert "Alguien, esperamos que usted" in text_of(mail)
    client = Client()
    client.post(client.get(link_in(mail)).headers["Location"], {"password1": NEW})
    assert "Contraseña restablecida" in text_of(delivered(office))


def test_a_person_reads_pages_in_the_language_they_keep_whatever_the_browser_asks(scene: Scene) -> None:
    client = Client(headers={"accept-language": "en"})
    client.post("/sign-in/", {"login": scene.people["TRAN1"], "password": PASSWORD})
    assert '<html lang="en"' in client.get("/account/").content.decode()
    assert client.post("/language/", {"language": "es", "back": "/account/"}).headers["Location"] == "/account/"
    del client.cookies["language"]
    assert '<html lang="es"' in client.get("/account/").content.decode()
    assert Person.objects.get(email=scene.people["TRAN1"]).language == "es"
    client.post("/language/", {"language": "", "back": "/account/"})
    assert Person.objects.get(email=scene.people["TRAN1"]).language == ""
