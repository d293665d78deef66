"""Signing in through an office of one's own: only its members, and what its token says decides what it is worth."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.test import Client

from star57.hub.domain.sign_in import Requirement
from star57.hub.records.models import Membership
from tests.journeys.scene import Scene
from tests.surfaces.portal.sign_in.an_office import CLIENT, SECRET, Office, office


@pytest.fixture
def ours(scene: Scene, settings: Any) -> Iterator[Office]:
    member = Membership.objects.select_related("organisation").get(person__email=scene.people["TRAN1"])
    with office() as made:
        said = {"server_url": made.address, "organisation": member.organisation.public_id, "email_authentication": True}
        said |= {"phishing_resistant_acr": ["phr"], "phishing_resistant_amr": ["hwk"]}
        app = {"provider_id": "ours", "name": "Our office", "client_id": CLIENT, "secret": SECRET, "settings": said}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield made


def come_from(made: Office, **claims: Any) -> tuple[Client, Any]:
    made.claims = {"sub": "4711", "email_verified": True, **claims}
    client = Client()
    assert "Our office" in client.get("/sign-in/").content.decode()
    to_office = client.get("/sign-in/office/ours/").headers["Location"]
    back = httpx.get(to_office, trust_env=False).headers["Location"]
    return client, client.get(back.removeprefix("http://testserver"))


def test_a_member_comes_in_and_a_token_that_resists_phishing_is_enough(ours, scene, monkeypatch):
    strict = lambda _: Requirement.PHISHING_RESISTANT  # noqa: E731
    monkeypatch.setattr("star57.hub.portal.accounts.policy.requirement_for", strict)
    client, answer = come_from(ours, email=scene.people["TRAN1"], amr=["hwk", "pin"])
    assert answer.status_code == 302
    assert client.get("/requests/").status_code == 200
    client, _ = come_from(ours, email=scene.people["TRAN1"], acr="phr")
    assert client.get("/requests/").status_code == 200
    client, _ = come_from(ours, email=scene.people["TRAN1"], amr=["pwd", "sms"])
    assert client.get("/requests/").headers["Location"].startswith("/account/second-factor/")


@pytest.mark.parametrize("email", ["GATE", "nobody@example.org"])
def test_an_office_lets_in_nobody_elses_people_and_no_strangers(ours, scene, email):
    client, answer = come_from(ours, email=scene.people.get(email, email), amr=["hwk"])
    assert answer.status_code == 403
    assert "did not let you in" in answer.content.decode()
    assert client.get("/requests/").headers["Location"].startswith("/sign-in/")


def test_an_address_that_the_office_does_not_vouch_for_is_nobodys(ours, scene):
    client, answer = come_from(ours, email=scene.people["TRAN1"], email_verified=False)
    assert answer.status_code == 403
    assert client.get("/requests/").status_code == 302


def test_a_state_of_ones_own_making_is_refused(ours):
    assert Client().get("/sign-in/office/ours/back/?code=code&state=made-up").status_code == 403


def test_an_unknown_office_does_not_exist(scene):
    assert Client().get("/sign-in/office/nowhere/").status_code == 404
