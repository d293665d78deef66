"""Signing in through an office of one's own: only its members, and what its token says decides what it is worth."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from django.test import Client

from star57 import clock
from star57.hub.domain.access import OrganisationKind, Role, operator
from star57.hub.records.models import Membership
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.register_organisation import register_organisation
from tests.journeys.scene import PASSWORD, Scene
from tests.surfaces.portal.sign_in.an_office import CLIENT, SECRET, Office, office
from tests.surfaces.portal.sign_in.codes import code_now

ATTORNEY = "ruiz@ag.example"


@contextmanager
def office_of(organisation: str, settings: Any) -> Iterator[Office]:
    with office() as made:
        said = {"server_url": made.address, "organisation": organisation, "email_authentication": True}
        said |= {"phishing_resistant_acr": ["phr"], "phishing_resistant_amr": ["hwk"]}
        app = {"provider_id": "ours", "name": "Our office", "client_id": CLIENT, "secret": SECRET, "settings": said}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield made


@pytest.fixture
def ours(scene: Scene, settings: Any) -> Iterator[Office]:
    member = Membership.objects.select_related("organisation").get(person__email=scene.people["TRAN1"])
    with office_of(member.organisation.public_id, settings) as made:
        yield made


@pytest.fixture
def agencys(scene: Scene, settings: Any) -> Iterator[Office]:
    """An attorney general's office, with one of its people entered here."""
    console, now = operator("console"), clock.now()
    agency = register_organisation(actor=console, kind=OrganisationKind.AGENCY, name="Attorney General", public_id="AG", now=now)
    person: dict[str, Any] = {
        "email": ATTORNEY,
        "name": "Dana Ruiz",
        "role": Role.ADMIN,
        "time_zone": "America/New_York",
        "password": PASSWORD,
    }
    add_person(actor=console, organisation=agency, now=now, **person)
    with office_of(agency, settings) as made:
        yield made


def come_from(made: Office, **claims: Any) -> tuple[Client, Any]:
    made.claims = {"sub": "4711", "email_verified": True, **claims}
    client = Client()
    assert "Our office" in client.get("/sign-in/").content.decode()
    to_office = client.get("/sign-in/office/ours/").headers["Location"]
    back = httpx.get(to_office, trust_env=False).headers["Location"]
    return client, client.get(back.removeprefix("http://testserver"))


@pytest.mark.parametrize("how", [{"amr": ["hwk", "pin"]}, {"acr": "phr"}])
def test_an_agencys_people_come_in_by_a_token_that_resists_phishing(agencys, how):
    client, answer = come_from(agencys, email=ATTORNEY, **how)
    assert answer.status_code == 302
    assert client.get("/organisation/").status_code == 200


@pytest.mark.parametrize("how", [{"amr": ["pwd", "sms"]}, {"amr": ["pwd", "otp", "mfa"]}, {"acr": "1"}, {}])
def test_an_agencys_people_see_nothing_by_a_token_that_does_not(agencys, how):
    client, _ = come_from(agencys, email=ATTORNEY, **how)
    led = client.get("/organisation/").headers["Location"]
    assert led.startswith("/account/second-factor/")
    page = client.get(led).content.decode()
    assert "Set up a passkey" in page
    assert "Set up an app" not in page


def test_an_agencys_people_see_nothing_by_password_and_app_alone(agencys):
    client = Client()
    assert client.post("/sign-in/", {"login": ATTORNEY, "password": PASSWORD}).status_code == 302
    secret = client.get("/account/app/").context["form"].secret
    client.post("/account/app/", {"code": code_now(secret)})
    assert client.get("/organisation/").headers["Location"].startswith("/account/second-factor/")


def test_a_carriers_people_may_come_in_by_their_office_too(ours, scene):
    client, _ = come_from(ours, email=scene.people["TRAN1"], amr=["hwk"])
    assert client.get("/requests/").status_code == 200
    client, _ = come_from(ours, email=scene.people["TRAN1"], amr=["pwd"])
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
