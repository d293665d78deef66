"""The operator lets an admin start again, on the record; production settings pass Django's own check."""

import os
import re
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from star57.hub.domain.access import CLOCK, operator
from star57.hub.domain.refusals import NotAllowed, NotFound
from star57.hub.records.models import JournalEntry
from star57.hub.usecases.recover_admin import recover_admin
from tests.journeys.scene import PASSWORD


def test_whoever_lost_every_factor_starts_again_by_a_link_that_works_once(with_app, scene):
    client, _ = with_app("analyst")
    email = scene.people["analyst"]
    done = recover_admin(actor=operator("root"), email=email.upper(), now=scene.now)
    assert (done.factors, done.sessions) == (2, 1)
    assert not Authenticator.objects.filter(user__email=email).exists()
    assert client.get("/tracebacks/").headers["Location"].startswith("/sign-in/")
    assert Client().post("/sign-in/", {"login": email, "password": PASSWORD}).status_code == 200
    fresh = Client()
    form = fresh.get(f"/password/new/{done.link_key}/").headers["Location"]
    assert fresh.post(form, {"password1": "orchard kettle seventeen bridges"}).status_code == 302
    assert "no longer works" in Client().get(f"/password/new/{done.link_key}/").content.decode()
    assert fresh.post("/sign-in/", {"login": email, "password": "orchard kettle seventeen bridges"}).status_code == 302
    assert fresh.get("/tracebacks/").headers["Location"].startswith("/account/second-factor/")
    entry = JournalEntry.objects.get(fact="sign_in_recovered")
    assert (entry.actor_kind, entry.actor_id) == ("operator", "root")
    assert done.link_key not in entry.body


def test_only_the_operator_recovers_and_only_who_exists(scene):
    with pytest.raises(NotAllowed):
        recover_admin(actor=CLOCK, email=scene.people["analyst"], now=scene.now)
    with pytest.raises(NotFound):
        recover_admin(actor=operator("root"), email="nobody@example.org", now=scene.now)


@pytest.mark.slow
def test_djangos_check_for_production_finds_nothing():
    settings = {"STAR57_SECRET_KEY": "a-secret-of-no-use-" + "0Rf7".join("kQ9zLm2XvB8wTn4YcHd"), "STAR57_HOSTS": "hub.example"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STAR57_")}
    ran = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**environment, **settings, "DJANGO_SETTINGS_MODULE": "star57.hub.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert re.search(r"no issues", ran.stdout + ran.stderr)
