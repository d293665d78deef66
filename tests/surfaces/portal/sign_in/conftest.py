"""Signing in as a browser does it, with the second factor asked for as on a hub in use."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from star57 import clock
from star57.hub.domain.access import Role, operator
from star57.hub.records.models import Membership
from star57.hub.usecases.manage_members import change_role
from tests.journeys.scene import PASSWORD, Scene
from tests.surfaces.portal.sign_in.codes import code_now


@pytest.fixture(autouse=True)
def as_in_use(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECOND_FACTOR_ASKED = True
    monkeypatch.setattr(transaction, "on_commit", lambda deed, **_: deed())  # a test's transaction never commits


@pytest.fixture
def signed_in(scene: Scene) -> Callable[..., Client]:
    """Somebody who has given their password, and no more."""

    def sign_in(who: str) -> Client:
        client = Client()
        answer = client.post("/sign-in/", {"login": scene.people[who], "password": PASSWORD})
        assert answer.status_code == 302, answer.context and answer.context["form"].errors
        return client

    return sign_in


@pytest.fixture
def with_app(signed_in: Callable[..., Client]) -> Callable[..., tuple[Client, str]]:
    """Somebody who has set up an authenticator app just now, and the app's secret."""

    def set_up(who: str) -> tuple[Client, str]:
        client = signed_in(who)
        secret = client.get("/account/app/").context["form"].secret
        assert client.post("/account/app/", {"code": code_now(secret)}).headers["Location"] == "/account/codes/"
        return client, secret

    return set_up


@pytest.fixture
def promoted(scene: Scene) -> Callable[[str], None]:
    """Somebody becomes an admin of their organisation, by the console's word."""

    def promote(who: str) -> None:
        membership = Membership.objects.get(person__email=scene.people[who])
        change_role(actor=operator("console"), membership=membership.public_id, role=Role.ADMIN, now=clock.now())

    return promote


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Move the hub's clock on by so many minutes."""

    def move(minutes: float) -> None:
        from datetime import timedelta

        moved = clock.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda: moved)

    return move
