"""An organisation's own pages without a browser: who sees and does what, what is shown once, and that who only looks changes nothing."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from star57 import clock
from star57.hub.domain.access import ActorKind, Role
from star57.hub.domain.refusals import NotAllowed
from star57.hub.reads.actors import actor_viewing, running_view
from star57.hub.records.models import ApiKey, Authorisation, Hop, Invitation, JournalEntry, Membership, NeighbourName, Person, Viewing
from star57.hub.usecases.accept_invitation import accept_as_member
from star57.hub.usecases.invite_person import invite_person
from star57.hub.usecases.respond_to_request import respond_to_request
from tests.databases import connected, rolled_back
from tests.journeys.organisation_scene import furnish, membership
from tests.journeys.scene import Scene, upstream
from tests.surfaces.portal.test_pages import text, visitor
from tests.usecases.cast import said

OWN_PAGES = ["", "keys/", "providers/", "neighbours/", "events/"]


@pytest.fixture(scope="session")
def house_database(
    scene_database: tuple[str, Scene], tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> tuple[str, Scene]:
    """The URL of a database that holds the scene and a furnished house."""
    url, made = scene_database
    own = shutil.copy(url.removeprefix("sqlite:///"), tmp_path_factory.mktemp("house") / "house.sqlite3")
    with django_db_blocker.unblock(), connected(f"sqlite:///{own}"):
        return f"sqlite:///{own}", furnish(replace(made, people=dict(made.people)))


@pytest.fixture
def house(house_database: tuple[str, Scene], django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    url, made = house_database
    monkeypatch.setattr(clock, "now", lambda: made.now)
    with django_db_blocker.unblock(), rolled_back(url):
        yield made


def test_a_carriers_home_says_what_is_due_and_how_it_stands(house):
    page = text(visitor(house, "admin").get("/home/"))
    for words in (
        "1 request waits for your answer",
        house.request_of("mine", "TRAN1"),
        "4 of 5 asked",
        "Agent in Denver",
        "alive",
        "Wei Zhang",
    ):
        assert words in page


def test_an_empty_home_teaches(house):
    page = text(visitor(house, "consultant").get("/home/"))
    assert "Nothing waits for your answer" in page
    assert "You were asked nothing in the last 90 days" in page


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        ("admin", ["", "keys/", "providers/", "neighbours/", "events/"]),
        ("TRAN1", ["", "providers/", "neighbours/"]),
        ("engineer", ["", "providers/", "neighbours/"]),
        ("analyst", [""]),
        ("chief", ["", "keys/", "events/"]),
    ],
)
def test_each_role_opens_its_own_pages(house, who, opens):
    client = visitor(house, who)
    found = [page for page in OWN_PAGES if client.get(f"/organisation/{page}").status_code == 200]
    expected = [*opens, "providers/"] if who in {"analyst", "chief"} else opens
    assert sorted(found) == sorted(expected)


def test_another_organisation_looks_like_none(house):
    client = visitor(house, "admin")
    for of in ("O-GATE", "O-NOBODY"):
        assert client.get(f"/organisation/?of={of}").status_code == 404
    assert "Ana Torres" in text(visitor(house, "chief").get("/organisation/?of=O-TRAN1"))


def test_an_invitation_shows_its_link_once(house):
    page = text(visitor(house, "admin").post("/organisation/invitations/", {"email": "new@harbor.example", "role": "reader"}))
    link = re.search(r"/invitations?/[\w-]{40,}/", page)
    assert link
    assert Client().get(link[0]).status_code == 200
    assert link[0].split("/")[2] not in text(visitor(house, "admin").get("/organisation/"))


def test_a_known_and_an_unknown_address_are_answered_alike(house):
    def invited(email: str) -> str:
        page = text(visitor(house, "admin").post("/organisation/invitations/", {"email": email, "role": "reader"}))
        return re.sub(r'[\w-]{40,}|value="[^"]*"|' + re.escape(email), "", page)

    assert invited(house.people["GATE"]) == invited("nobody@harbor.example")


def test_a_member_is_changed_and_the_last_admin_stays(house):
    client = visitor(house, "admin")
    assert client.post(f"/organisation/members/{membership(house, 'engineer')}/role/", {"role": "responder"}).status_code == 302
    assert Membership.objects.get(person__email=house.people["engineer"]).role == "responder"
    refused = client.post(f"/organisation/members/{membership(house, 'admin')}/removal/")
    assert refused.status_code == 422
    assert "last admin" in text(refused)
    assert visitor(house, "TRAN1").post(f"/organisation/members/{membership(house, 'admin')}/suspension/").status_code == 403


def test_a_key_is_shown_once_and_revoked_at_once(house):
    client = visitor(house, "admin")
    made = text(client.post("/organisation/keys/new/", {"name": "ci", "scopes": ["requests:read"], "lasts": "90"}))
    secret = re.search(r"s57_[\w-]{43}", made)
    assert secret
    assert secret[0] not in text(client.get("/organisation/keys/"))
    key = ApiKey.objects.get(name="ci")
    assert client.post(f"/organisation/keys/{key.public_id}/end/").status_code == 302
    assert ApiKey.objects.get(name="ci").revoked_at == house.now


def test_a_consultant_is_authorised_answers_and_is_out_at_once(house):
    ana, kim = visitor(house, "admin"), visitor(house, "consultant")
    request = f"/requests/{house.request_of('mine', 'TRAN1')}/"
    assert kim.get(request).status_code == 404
    ana.post("/organisation/providers/authorisation/", {"provider": "TRAN1", "organisation": "O-CLEAR"})
    assert kim.get(request).status_code == 200
    respond_to_request(
        actor=house.actor("consultant"), request=request.split("/")[2], response=said(upstream("TRAN2")), how="portal", now=house.now
    ).raised()
    assert "Kim Larsen of Clearpath Compliance for Harbor Voice" in text(ana.get(request))
    granted = Authorisation.objects.get(provider__public_id="TRAN1", revoked_at__isnull=True).public_id
    ana.post(f"/organisation/authorisations/{granted}/end/")
    assert kim.get(request).status_code == 404
    assert "Kim Larsen of Clearpath Compliance" in text(ana.get(request))


def test_a_request_is_handed_to_an_affiliate_with_its_clock(house):
    client, request = visitor(house, "admin"), house.request_of("mine", "TRAN1")
    assert "Hand it to another of your providers" in text(client.get(f"/requests/{request}/"))
    before = Hop.objects.get(public_id=request).due_at
    sent = client.post(f"/requests/{request}/handing-over/", {"provider": "TRAN1-WEST", "reason": "That trunk is West's."})
    assert sent.status_code == 302
    after = Hop.objects.get(public_id=request)
    assert after.provider
    assert (after.provider.public_id, after.due_at) == ("TRAN1-WEST", before)
    assert "Harbor Voice West" in text(client.get(f"/requests/{request}/"))
    back = {"provider": "TRAN1", "reason": "back again"}
    assert visitor(house, "engineer").post(f"/requests/{request}/handing-over/", back).status_code == 403
    assert Hop.objects.get(public_id=request).version == after.version


def test_own_names_go_out_and_come_in_as_a_table(house):
    client = visitor(house, "admin")
    table = client.get("/organisation/neighbours/table/").content.decode()
    assert "XC-44,TRAN2,Meridian Long Distance," in table

    def sent(content: str):
        return client.post("/organisation/neighbours/table/", {"table": SimpleUploadedFile("names.csv", content.encode())})

    assert sent("name,provider\nXC-99,Pacific Gateway Carriers\n").status_code == 302
    wrong = sent("name,provider\nXC-98,GATE\nXC-97,Nobody\n")
    assert wrong.status_code == 422
    assert "Line 3" in text(wrong)
    assert {each.name for each in NeighbourName.objects.filter(removed_at__isnull=True)} >= {"XC-44", "XC-99"}
    assert not NeighbourName.objects.filter(name="XC-98").exists()


def test_the_event_log_tells_what_was_done_in_words(house):
    client = visitor(house, "admin")
    page = text(client.get("/organisation/events/"))
    for words in (
        "Suspended</strong>: Pat Quinn",
        "Key made</strong>: Agent in Denver",
        "XC-44 = Meridian Long Distance",
        "bo.lind@harbor.example",
    ):
        assert words in page
    assert "Key made" not in text(client.get("/organisation/events/?show=members"))


def viewing(house: Scene) -> Client:
    client = visitor(house, "chief")
    assert client.post("/organisations/O-TRAN1/view/", {"reason": "They report a missing request."}).status_code == 302
    return client


def test_a_view_shows_what_they_see_starts_no_clock_and_stands_in_their_log(house):
    client = viewing(house)
    request = house.request_of("new", "TERM")
    assert "You see what Harbor Voice sees" in text(client.get("/home/"))
    assert client.get(f"/requests/{request}/").status_code == 404
    mine = house.request_of("mine", "TRAN1")
    hop = Hop.objects.get(public_id=mine)
    entries = JournalEntry.objects.count()
    assert client.get(f"/requests/{mine}/").status_code == 200
    assert (Hop.objects.get(public_id=mine).version, JournalEntry.objects.count()) == (hop.version, entries)
    log = text(visitor(house, "admin").get("/organisation/events/?show=views"))
    assert "Reason: They report a missing request." in log
    assert "Traceback Consortium" in log


def test_a_viewed_request_is_not_received(house):
    hop = Hop.objects.get(public_id=house.request_of("new", "TERM"))
    client = visitor(house, "chief")
    client.post("/organisations/O-TERM/view/", {"reason": "They report a missing request."})
    assert client.get(f"/requests/{hop.public_id}/").status_code == 200
    hop.refresh_from_db()
    assert hop.received_at is None


def test_nothing_can_be_done_while_one_only_looks(house):
    client = viewing(house)
    mine = house.request_of("mine", "TRAN1")
    for path in (f"/requests/{mine}/dispute/", "/organisation/keys/new/", "/organisation/neighbours/", "/organisation/invitations/"):
        assert client.post(path, {"reason": "no trunk", "name": "x"}).status_code == 403, path
    found = running_view(Viewing.objects.get().public_id, house.actor("chief").id)
    assert found
    actor = actor_viewing(house.actor("chief"), found)
    assert actor.kind is ActorKind.VIEWER
    with pytest.raises(NotAllowed, match="End the view first"):
        respond_to_request(actor=actor, request=mine, response=said(upstream("TRAN2")), how="portal", now=house.now)


def test_a_view_ends_by_the_button_and_after_half_an_hour(house, monkeypatch):
    client = viewing(house)
    assert client.post("/organisations/view/end/").status_code == 302
    assert client.get("/home/").status_code == 403
    client = viewing(house)
    later = house.now + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get("/organisations/").status_code == 200
    ended = Viewing.objects.order_by("pk").values_list("ended_at", flat=True)
    assert list(ended) == [house.now, house.now + timedelta(minutes=30)]


def test_only_the_consortiums_admin_views(house):
    for who in ("analyst", "reader", "admin"):
        assert visitor(house, who).get("/organisations/").status_code == 403
        assert visitor(house, who).post("/organisations/O-GATE/view/", {"reason": "out of curiosity"}).status_code in {403, 404}
    assert not Viewing.objects.exists()


def test_somebody_of_two_organisations_chooses_for_whom_they_act(house):
    kim = Person.objects.get(email=house.people["consultant"])
    made = invite_person(actor=house.actor("admin"), organisation="O-TRAN1", email=kim.email, role=Role.READER, now=house.now)
    accept_as_member(token=made.token, person_pk=kim.pk, now=house.now)
    client = visitor(house, "consultant")
    assert "Clearpath Compliance" in text(client.get("/home/"))
    client.post("/act-for/", {"organisation": "O-TRAN1"})
    page = text(client.get("/home/"))
    assert "<h1>Harbor Voice</h1>" in page
    client.post("/act-for/", {"organisation": "O-GATE"})
    assert "<h1>Harbor Voice</h1>" in text(client.get("/home/"))
    assert Invitation.objects.filter(accepted_at__isnull=False).count() == 1


def test_a_carriers_contacts_stand_in_its_log(house):
    for show in ("contacts", "providers", "sign-in", "keys", "neighbours", "views"):
        assert visitor(house, "admin").get(f"/organisation/events/?show={show}").status_code == 200
