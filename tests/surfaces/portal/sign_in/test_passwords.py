"""Passwords are long and not known; a reset sets one and opens nothing; known and unknown addresses are answered alike."""

import re
import time

import pytest
from django.test import Client

from star57.hub.portal.pages.resetting import ANSWER_AFTER_S
from star57.hub.reads.mails import mail_view
from star57.hub.records.models import JournalEntry, Mail, Person
from tests.journeys.scene import PASSWORD
from tests.surfaces.portal.sign_in.codes import code_now

HIDDEN = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')
NEW = "orchard kettle seventeen bridges"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("fourteen chars", "too short"),
        ("1q2w3e4r5t6y7u8i9o0p", "too common"),
        ("password12345678!", "from the lists"),
        ("aaaaaaaaaaaaaaaa", "one thing over and over"),
        ("abcdefghijklmnop", "one thing over and over"),
        ("abcabcabcabcabcabc", "one thing over and over"),
        ("tran1@example.org", "too similar to the email"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(with_app, scene, password, why):
    client, _ = with_app("TRAN1")
    answer = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": password})
    assert answer.status_code == 200
    assert why in answer.content.decode()


def test_a_change_ends_the_other_sessions_and_is_noted(with_app, scene):
    client, secret = with_app("TRAN1")
    other = Client()
    other.post("/sign-in/", {"login": scene.people["TRAN1"], "password": PASSWORD})
    other.post("/sign-in/code/", {"code": code_now(secret)})
    assert other.get("/requests/").status_code == 200
    assert client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW}).status_code == 302
    assert client.get("/requests/").status_code == 200
    assert other.get("/requests/").status_code == 302
    assert JournalEntry.objects.filter(subject_kind="person", fact="password_changed").count() == 1


def test_pasting_and_managers_are_not_in_the_way(signed_in):
    page = Client().get("/sign-in/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert "username webauthn" in page
    assert "onpaste" not in page
    assert 'autocomplete="new-password"' in signed_in("TRAN1").get("/account/password/").content.decode()


def test_a_reset_sets_a_password_and_the_second_factor_is_still_asked_for(with_app, scene, settings):
    settings.SMTP_HOST = "mail.example"
    _, secret = with_app("TRAN1")
    client = Client()
    assert client.post("/password/", {"email": scene.people["TRAN1"].upper()}).headers["Location"] == "/password/sent/"
    path = mail_view(Mail.objects.get(kind="new_password"), scene.now).items[0].path
    form = client.get(path).headers["Location"]
    assert client.post(form, {"password1": NEW}).headers["Location"] == "/password/new/done/"
    assert client.get("/requests/").status_code == 302
    assert client.post("/sign-in/", {"login": scene.people["TRAN1"], "password": NEW}).headers["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": code_now(secret)}).headers["Location"] == "/"
    assert JournalEntry.objects.filter(subject_kind="person", fact="password_reset").count() == 1
    assert "no longer works" in Client().get(path).content.decode()


@pytest.mark.slow
def test_a_reset_answers_an_unknown_address_in_the_same_bytes_and_time(scene, settings):
    settings.SMTP_HOST = "mail.example"

    def asked(email):
        client, began = Client(), time.perf_counter()
        answer = client.post("/password/", {"email": email})
        took, page = time.perf_counter() - began, client.get(answer.headers["Location"])
        return answer.status_code, HIDDEN.sub("", page.content.decode()), took

    asked(scene.people["GATE"])  # templates are read once
    known, unknown = asked(scene.people["TRAN1"]), asked("nobody@example.org")
    assert known[:2] == unknown[:2]
    assert min(known[2], unknown[2]) >= ANSWER_AFTER_S  # whatever is done meanwhile is done by then


def test_a_closed_account_is_answered_like_an_unknown_one(scene):
    Person.objects.filter(email=scene.people["TRAN1"]).update(is_active=False)

    def tried(email):
        answer = Client().post("/sign-in/", {"login": email, "password": PASSWORD})
        return answer.status_code, HIDDEN.sub("", answer.content.decode()).replace(email, "…")

    assert tried(scene.people["TRAN1"]) == tried("nobody@example.org")


def test_nobody_signs_themselves_up():
    for path in ("/signup/", "/accounts/signup/", "/sign-up/", "/sign-in/signup/", "/sign-in/code/confirm/", "/account/email/"):
        assert Client().get(path).status_code == 404, path
