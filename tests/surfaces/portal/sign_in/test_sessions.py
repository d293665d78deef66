"""A session ends when it should, is ended at once from elsewhere, and what was typed outlives it; a step that hands out asks again."""

import json
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from star57 import clock
from star57.hub.portal import session_clock
from star57.hub.portal.step_up import fresh
from star57.hub.portal.visits import visited
from star57.hub.records.models import JournalEntry
from star57.hub.records.sight import NOTHING, seeing
from tests.journeys.scene import PASSWORD, Scene


def elsewhere(scene: Scene, who: str) -> Client:
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"})
    client.post("/sign-in/", {"login": scene.people[who], "password": PASSWORD})
    return client


def test_a_session_is_ended_at_once_from_another(scene, signed_in, settings):
    settings.SECOND_FACTOR_ASKED = False
    here, there = signed_in("TRAN1"), elsewhere(scene, "TRAN1")
    assert there.get("/requests/").status_code == 200
    listed = here.get("/account/sessions/").context["sessions"]
    assert [session.is_here for session in listed] == [True, False]
    assert (listed[1].browser, listed[1].system, listed[1].origin) == ("Firefox", "Linux", "127.0.0.1")
    assert here.post("/account/sessions/", {"session": listed[1].id}).status_code == 302
    assert there.get("/requests/").headers["Location"].startswith("/sign-in/")
    assert here.get("/requests/").status_code == 200
    assert JournalEntry.objects.filter(subject_kind="person", fact="sessions_ended").count() == 1


def test_the_list_says_when_each_session_was_last_used(scene, signed_in, settings, later):
    settings.SECOND_FACTOR_ASKED = False
    here, there = signed_in("TRAN1"), elsewhere(scene, "TRAN1")
    for client in (here, there):
        client.get("/requests/")
    later(20)
    there.get("/requests/")
    later(10)
    mine, other = here.get("/account/sessions/").context["sessions"]
    assert (clock.now() - other.seen_at, mine.seen_at - other.seen_at) == (timedelta(minutes=10), timedelta(minutes=10))


def test_nobody_ends_anothers_session(scene, signed_in, settings):
    settings.SECOND_FACTOR_ASKED = False
    mine, theirs = signed_in("TRAN1"), elsewhere(scene, "GATE")
    listed = theirs.get("/account/sessions/").context["sessions"]
    mine.post("/account/sessions/", {"session": listed[0].id})
    mine.post("/account/sessions/")
    assert theirs.get("/requests/").status_code == 200


def test_an_hour_without_a_page_ends_it_and_what_a_page_asks_by_itself_does_not_count(signed_in, settings, later):
    settings.SECOND_FACTOR_ASKED = False
    client = signed_in("TRAN1")
    assert client.get("/requests/").status_code == 200
    later(50)
    assert client.get("/requests/").status_code == 200
    later(50)
    assert client.get("/requests/", headers={session_clock.BACKGROUND: "1"}).status_code == 200
    assert json.loads(client.get("/account/session/", headers={session_clock.BACKGROUND: "1"}).content)["left_s"] == 600
    later(11)
    assert client.get("/requests/").headers["Location"].startswith("/sign-in/")
    assert json.loads(client.get("/account/session/").content) == {"left_s": 0}


def test_staying_signed_in_lasts_a_day_and_no_longer(signed_in, settings, later):
    settings.SECOND_FACTOR_ASKED = False
    client = signed_in("TRAN1")
    for _ in range(28):
        client.post("/account/session/")
        later(50)
    assert 0 < json.loads(client.post("/account/session/").content)["left_s"] <= 40 * 60
    later(41)
    assert client.get("/requests/").status_code == 302


def test_what_was_typed_outlives_the_session(scene, signed_in, settings, later):
    settings.SECOND_FACTOR_ASKED = False
    client = signed_in("TRAN1")
    path = f"/requests/{scene.request_of('mine', 'TRAN1')}/dispute/"
    assert client.get(path).status_code == 200
    later(61)
    led = client.post(path, {"reason": "Our own records show no such call."}, headers={"referer": f"http://testserver{path}"})
    assert led.headers["Location"] == f"/sign-in/?next={path}"
    back = client.post(led.headers["Location"], {"login": scene.people["TRAN1"], "password": PASSWORD})
    assert back.headers["Location"] == path
    page = client.get(path).content.decode()
    assert "Our own records show no such call." in page
    assert "It has not been sent" in page
    assert "Our own records show no such call." not in client.get(path).content.decode()


def test_nobody_else_is_shown_what_somebody_typed(scene, signed_in, settings, later):
    settings.SECOND_FACTOR_ASKED = False
    client = signed_in("TRAN1")
    path = f"/requests/{scene.request_of('mine', 'TRAN1')}/dispute/"
    client.get(path)
    later(61)
    client.post(path, {"reason": "Our own records show no such call."})
    client.post("/sign-in/", {"login": scene.people["TERM"], "password": PASSWORD})
    assert "Our own records" not in client.get(path).content.decode()


def test_a_step_that_hands_out_asks_again_and_gives_the_form_back(scene, with_app, later):
    client, _ = with_app("TRAN1")
    page = visited(fresh(lambda visit: HttpResponse(f"done {visit.request.method}")))

    def asked(method, **parts):
        request = getattr(RequestFactory(), method)("/keys/", **parts)
        request.session, request.user = client.session, client.get("/account/").wsgi_request.user
        request._messages = type("Silent", (), {"add": lambda *_: None})()
        with seeing(NOTHING):  # as the middleware does, which a bare request passes by
            return page(request), request

    assert asked("post", data={"name": "x"})[0].content == b"done POST"
    later(16)
    answer, request = asked("post", data={"name": "nightly export", "password": "never kept"})
    assert answer.headers["Location"] == "/account/confirm/?next=%2Fkeys%2F"
    kept = request.session["star57_kept_form"]
    assert (kept["path"], kept["body"]) == ("/keys/", "name=nightly+export")


HANDS_OUT = {
    "a key": ("TRAN1", "post", "/organisation/keys/new/", {"name": "nightly export"}),
    "a new contact": ("TRAN1", "post", "/organisation/contacts/new/", {"address": "noc@harbor.example"}),
    "a contact's end": ("TRAN1", "post", "/organisation/contacts/none/end/", {}),
    "an authorisation": ("TRAN1", "post", "/organisation/providers/authorisation/", {}),
    "a webhook": ("TRAN1", "post", "/organisation/webhooks/new/", {"address": "https://harbor.example/hook"}),
    "the names of neighbours": ("TRAN1", "get", "/organisation/neighbours/table/", {}),
    "a contact named by staff": ("analyst", "post", "/tracebacks/{traceback}/hops/{hop}/contact/", {"contact": "noc@harbor.example"}),
}


@pytest.mark.parametrize("what", HANDS_OUT)
def test_keys_exports_and_contacts_wait_for_a_fresh_proof(scene: Scene, with_app, promoted, later, what: str) -> None:
    who, method, address, typed = HANDS_OUT[what]
    if who == "TRAN1":
        promoted(who)
    path = address.format(traceback=scene.tracebacks["mine"], hop=scene.request_of("mine", "TRAN1"))
    client, _ = with_app(who)
    assert "/account/confirm/" not in getattr(client, method)(path, typed).headers.get("Location", "")
    later(16)
    before = JournalEntry.objects.count()
    answer = getattr(client, method)(path, typed)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/confirm/")
    assert JournalEntry.objects.count() == before
