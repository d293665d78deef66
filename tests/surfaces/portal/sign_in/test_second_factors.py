"""A password alone opens nothing; which factor is enough follows from the grid; a code works once."""

import json

from allauth.mfa.models import Authenticator
from django.test import Client

from star57.hub.domain.access import PEOPLE, OrganisationKind, Role
from star57.hub.domain.sign_in import MEETS, REQUIRED, Proof, Requirement, requirement_of
from star57.hub.records.models import JournalEntry, Person
from tests.journeys.scene import PASSWORD
from tests.surfaces.portal.sign_in.codes import code_at, code_now


def test_the_codes_of_the_standard():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [code_at(secret, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def test_every_role_has_a_requirement_and_e_mail_meets_none():
    assert set(REQUIRED) == set(PEOPLE)
    assert set(MEETS) == set(Requirement)
    assert not any("mail" in proof for proof in Proof)
    assert Proof.PASSWORD not in MEETS[Requirement.SECOND_FACTOR]
    assert MEETS[Requirement.PHISHING_RESISTANT] < MEETS[Requirement.SECOND_FACTOR]


def test_the_strictest_role_decides():
    reader, admin = (OrganisationKind.PROVIDER, Role.READER), (OrganisationKind.CONSORTIUM, Role.ADMIN)
    assert requirement_of([reader]) is Requirement.SECOND_FACTOR
    assert requirement_of([reader, admin]) is Requirement.PHISHING_RESISTANT
    assert requirement_of([(OrganisationKind.SOURCE, Role.ENGINEER)]) is Requirement.PHISHING_RESISTANT


def test_a_password_alone_leads_to_the_page_that_says_why(signed_in, scene):
    client = signed_in("TRAN1")
    led_to = ""
    for path in ("/", "/requests/", f"/requests/{scene.request_of('mine', 'TRAN1')}/"):
        led_to = client.get(path).headers["Location"]
        assert led_to.startswith("/account/second-factor/?next=")
    page = client.get(led_to).content.decode()
    assert "a password alone opens nothing" in page
    assert "Set up an app" in page


def test_an_app_opens_the_portal_and_is_asked_for_the_next_time(with_app, scene):
    client, secret = with_app("TRAN1")
    assert client.get("/requests/").status_code == 200
    again = Client()
    asked = again.post("/sign-in/?next=/requests/", {"login": scene.people["TRAN1"], "password": PASSWORD})
    assert asked.headers["Location"] == "/sign-in/code/"
    assert again.get("/requests/").status_code == 302
    answer = again.post("/sign-in/code/", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/requests/"
    assert again.get("/requests/").status_code == 200


def test_a_code_works_once_and_a_wrong_one_never(with_app, scene):
    _, secret = with_app("TRAN1")
    code = code_now(secret)
    for expected in (302, 200):
        client = Client()
        client.post("/sign-in/", {"login": scene.people["TRAN1"], "password": PASSWORD})
        assert client.post("/sign-in/code/", {"code": "000000" if code != "000000" else "000001"}).status_code == 200
        assert client.post("/sign-in/code/", {"code": code}).status_code == expected


def test_a_recovery_code_stands_in_once_and_is_noted_without_being_written_down(with_app, scene):
    client, _ = with_app("TRAN1")
    codes = client.get("/account/codes/").context["unused_codes"]
    assert len(codes) == 10
    other = Client()
    other.post("/sign-in/", {"login": scene.people["TRAN1"], "password": PASSWORD})
    assert other.post("/sign-in/code/", {"code": codes[3]}).status_code == 302
    assert other.get("/requests/").status_code == 200
    third = Client()
    third.post("/sign-in/", {"login": scene.people["TRAN1"], "password": PASSWORD})
    assert third.post("/sign-in/code/", {"code": codes[3]}).status_code == 200
    person = Person.objects.get(email=scene.people["TRAN1"])
    entries = JournalEntry.objects.filter(subject_kind="person", subject_id=person.public_id).order_by("version")
    assert [entry.fact for entry in entries] == ["factor_added", "recovery_codes_made", "recovery_code_used"]
    assert [entry.version for entry in entries] == [1, 2, 3]
    assert json.loads(entries[2].body)["details"] == {"left": 9}
    assert all(codes[3] not in entry.body and person.email not in entry.body for entry in entries)


def test_an_admin_of_the_consortium_needs_what_resists_phishing(with_app, promoted, scene):
    client, _ = with_app("analyst")
    assert client.get("/tracebacks/").status_code == 200
    promoted("analyst")
    led = ""
    for path in ("/tracebacks/", "/organisations/", "/organisation/keys/"):
        led = client.get(path).headers["Location"]
        assert led.startswith("/account/second-factor/"), "an app's codes are not enough from the next page on"
    page = client.get(led).content.decode()
    assert "Set up an app" not in page
    assert "Set up a passkey" in page


def test_without_its_last_factor_a_session_sees_no_page_of_work(with_app, scene):
    client, _ = with_app("TRAN1")
    assert client.post("/account/app/remove/").status_code == 302
    assert not Authenticator.objects.filter(user__email=scene.people["TRAN1"]).exists()
    assert client.get("/requests/").headers["Location"].startswith("/account/second-factor/")


def test_an_app_cannot_be_added_with_a_code_of_another_secret(signed_in):
    client = signed_in("TRAN1")
    client.get("/account/app/")
    assert client.post("/account/app/", {"code": code_now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")}).status_code == 200
    assert client.get("/requests/").status_code == 302


def test_in_a_demo_a_password_is_enough_and_the_page_says_so(signed_in, settings):
    settings.SECOND_FACTOR_ASKED, settings.DEMO = False, True
    client = signed_in("TRAN1")
    page = client.get("/requests/")
    assert page.status_code == 200
    assert "Demo: a password alone is enough" in page.content.decode()
    assert "This is a demo" in Client().get("/sign-in/").content.decode()
