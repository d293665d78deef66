"""An invitation says who invites into what; opening it uses nothing up; accepting it makes a member, once."""

import pytest
from django.test import Client

from star57.hub.domain.access import Role
from star57.hub.records.models import Membership
from star57.hub.usecases.invite_person import invite_person
from tests.journeys.scene import STAFF

TYPED = {"name": "Ira Vance", "password": "orchard kettle seventeen bridges", "time_zone": "America/Chicago"}


@pytest.fixture
def token(scene):
    owner = Membership.objects.select_related("organisation").get(person__email=scene.people["TRAN1"]).organisation
    return invite_person(actor=STAFF, organisation=owner.public_id, email="ira@harbor.example", role=Role.ENGINEER, now=scene.now).token


def test_opening_uses_nothing_up_and_accepting_works_once(scene, token):
    path = f"/invitations/{token}/"
    assert [Client().get(path).status_code for _ in range(2)] == [200, 200]
    page = Client().get(path)
    assert "Engineer: finds calls and drafts answers" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"  # the address is the secret; and without one no browser may send the form
    client = Client()
    assert client.post(path, TYPED).status_code == 302
    assert client.get("/requests/").headers["Location"].startswith("/account/second-factor/")
    assert Membership.objects.get(person__email="ira@harbor.example").role == "engineer"
    assert Client().get(path).status_code == 404


def test_a_weak_password_is_refused_and_what_was_typed_is_kept(scene, token):
    page = Client().post(f"/invitations/{token}/", {**TYPED, "password": "short"})
    assert "too short" in page.content.decode()
    assert "Ira Vance" in page.content.decode()
    assert not Membership.objects.filter(person__email="ira@harbor.example").exists()


def test_wrong_and_made_up_invitations_are_answered_alike(scene):
    answers = [Client().get(f"/invitations/{word}/") for word in ("nothing", "A" * 43)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "cannot be used" in answers[0].content.decode()
