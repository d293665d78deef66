"""The pages, without a browser: who sees which, what a form does, and what is refused how."""

import re

import pytest
from django.test import Client

from star57.hub.records.models import Hop, Person, Provider
from tests.journeys.scene import PASSWORD, Scene

ANSWER = {"kind": "received_from_provider", "upstream_name": "meridian long distance", "facts_version": "1"}


def visitor(scene: Scene, who: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=scene.people[who]))
    return client


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def replacing(client: Client, scene: Scene) -> dict[str, str]:
    return {"replaces": client.get(f"{mine(scene)}correction/").context["form"]["replaces"].value()}


def mine(scene: Scene) -> str:
    return f"/requests/{scene.request_of('mine', 'TRAN1')}/"


@pytest.mark.parametrize("name", ["found", "disputed", "unknown", "abroad", "silent", "declined", "running", "new", "mine"])
@pytest.mark.parametrize("who", ["analyst", "reader"])
def test_staff_see_every_traceback_whole(scene, name, who):
    response = visitor(scene, who).get(f"/tracebacks/{scene.tracebacks[name]}/")
    assert response.status_code == 200
    assert "Cedar Valley Telephone" in text(response)
    assert ("/steps/" in text(response)) is (who == "analyst")


@pytest.mark.parametrize(("who", "where"), [("analyst", "/tracebacks/"), ("reader", "/tracebacks/"), ("TRAN1", "/home/")])
def test_home_is_where_the_work_is(scene, who, where):
    assert visitor(scene, who).get("/").headers["Location"] == where


def test_who_is_not_signed_in_is_asked_to(scene):
    for path in ("/", "/tracebacks/", "/requests/", mine(scene)):
        assert Client().get(path).headers["Location"].startswith("/sign-in/?next=")


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(scene):
    def tried(email):
        response = Client().post("/sign-in/", {"login": email, "password": "wrong"})
        return response.status_code, text(response).replace(email, "…")

    hidden = r'csrfmiddlewaretoken" value="[^"]+"'
    known, unknown = tried(scene.people["analyst"]), tried("nobody@example.org")
    assert known[0] == unknown[0] == 200
    assert re.sub(hidden, "", known[1]) == re.sub(hidden, "", unknown[1])
    signed_in = Client().post("/sign-in/", {"login": scene.people["analyst"].upper(), "password": PASSWORD})
    assert signed_in.headers["Location"] == "/"


def test_what_is_anothers_looks_like_what_does_not_exist(scene):
    client = visitor(scene, "ORIG")
    token = r'value="[^"]+"|data-now="[^"]+"'
    pages = [client.get(f"/requests/{which}/") for which in (scene.request_of("mine", "TRAN1"), "R-2222-2222-2222")]
    assert [page.status_code for page in pages] == [404, 404]
    assert len({re.sub(token, "", text(page)) for page in pages}) == 1
    assert "does not exist or is not yours" in text(pages[0])
    assert client.get(f"/tracebacks/{scene.tracebacks['mine']}/").status_code == 404


def test_a_provider_sees_its_neighbours_and_nobody_else(scene):
    page = text(visitor(scene, "TRAN2").get(f"/requests/{scene.request_of('running', 'TRAN2')}/"))
    assert "Harbor Voice" in page
    assert "Cedar Valley" not in page


def test_opening_a_request_is_its_receipt(scene):
    request = scene.request_of("new", "TERM")
    assert Hop.objects.get(public_id=request).received_at is None
    visitor(scene, "analyst").get(f"/tracebacks/{scene.tracebacks['new']}/")
    assert Hop.objects.get(public_id=request).received_at is None
    page = text(visitor(scene, "TERM").get(f"/requests/{request}/"))
    assert Hop.objects.get(public_id=request).received_at == scene.now
    assert "Due" in page
    assert "America/New_York" in page


@pytest.mark.parametrize("page", ["answer/", "correction/", "dispute/", "confirmation/", "receipt/E-NONE/"])
def test_no_page_of_a_request_can_be_read_without_receiving_it(scene, page):
    request = scene.request_of("new", "TERM")
    visitor(scene, "TERM").get(f"/requests/{request}/{page}", headers={"Sec-Purpose": "prefetch"})
    assert Hop.objects.get(public_id=request).received_at is None
    visitor(scene, "TERM").get(f"/requests/{request}/{page}")
    assert Hop.objects.get(public_id=request).received_at == scene.now


def test_the_sentence_is_read_back_before_it_is_signed(scene):
    client = visitor(scene, "TRAN1")
    read_back = client.post(f"{mine(scene)}answer/", ANSWER)
    sentence = "Harbor Voice states that it received this call from Meridian Long Distance."
    assert sentence in text(read_back)
    assert Hop.objects.get(public_id=scene.request_of("mine", "TRAN1")).answered_at is None
    signed = client.post(f"{mine(scene)}answer/", {**ANSWER, "sign": "1"}, follow=True)
    assert "/receipt/E-" in signed.redirect_chain[-1][0]
    assert sentence in text(signed)
    assert re.search(r'class="hash">[0-9a-f]{64}<', text(signed))
    assert Hop.objects.get(traceback__public_id=scene.tracebacks["mine"], provider__public_id="TRAN2").status == "requested"


def test_going_back_to_change_keeps_what_was_typed(scene):
    page = visitor(scene, "TRAN1").post(f"{mine(scene)}answer/", {**ANSWER, "comment": "trunk 12", "change": "1"})
    assert "trunk 12" in text(page)
    assert 'value="received_from_provider" required checked' in text(page)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "received_from_provider"}, "upstream_name"),
        ({"kind": "own_customer", "customer_name": "Acme"}, "customer_kind"),
        ({"kind": "received_from_abroad", "abroad_name": "Luzon"}, "abroad_country"),
        ({"kind": "not_our_number"}, "served_name"),
        ({"kind": "no_record_found", "searched_systems": "SBC"}, "searched_since"),
        ({"kind": "no_record_found", "searched_systems": "SBC", "searched_since": "2026-11-23T12:00", "searched_until": "2026-11-23T11:00"},
         "searched_until"),
        ({"kind": "declined", "declined_reason": "no"}, "declined_reason"),
        ({}, "kind"),
    ],
)  # fmt: skip
def test_a_form_names_the_field_and_keeps_what_was_typed(scene, typed, field):
    response = visitor(scene, "TRAN1").post(f"{mine(scene)}answer/", {**typed, "facts_version": "1", "comment": "kept words"})
    assert response.status_code == 422
    assert f'href="#id_{field}' in text(response)
    assert "kept words" in text(response)


def test_an_answer_to_older_facts_shows_the_new_ones_and_goes_on_with_what_was_typed(scene):
    client, hop = visitor(scene, "TRAN1"), Hop.objects.get(public_id=scene.request_of("mine", "TRAN1"))
    facts = {"called_number": "+16175550171", "calling_number": "+14155550188", "call_at": "2026-11-23T14:10:00", "uncertainty_s": "30"}
    path = f"/tracebacks/{scene.tracebacks['mine']}/steps/correction/"
    corrected = visitor(scene, "analyst").post(path, {**facts, "reason": "The other line.", "seen": hop.facts_version})
    assert corrected.status_code == 302
    overtaken = client.post(f"{mine(scene)}answer/", {**ANSWER, "sign": "1"})
    assert overtaken.status_code == 409
    assert "The call facts were corrected (version 2)." in text(overtaken)
    assert "from Meridian Long Distance." in text(overtaken)
    assert "+1 617 555 0171" in text(overtaken)
    assert text(overtaken).count('name="facts_version"') == 0
    again = client.post(f"{mine(scene)}answer/", {"kind": ANSWER["kind"], "upstream_name": ANSWER["upstream_name"], "change": "1"})
    assert again.status_code == 200
    assert [again.context["form"][name].value() for name in ("facts_version", "upstream_name")] == [2, ANSWER["upstream_name"]]


def test_a_second_answer_shows_both_texts(scene):
    client = visitor(scene, "TRAN1")
    client.post(f"{mine(scene)}answer/", {**ANSWER, "sign": "1"})
    again = client.post(f"{mine(scene)}answer/", {**ANSWER, "upstream_name": "Pacific Gateway Carriers", "sign": "1"})
    assert again.status_code == 409
    assert "from Meridian Long Distance." in text(again)
    assert "from Pacific Gateway Carriers." in text(again)


def test_declining_says_that_a_contract_is_no_excuse(scene):
    page = text(visitor(scene, "TRAN1").get(mine(scene)))
    assert "non-disclosure clause is no excuse" in page
    assert "47 USC 222(d)(2)" in page


def test_a_correction_leads_to_a_receipt(scene):
    client = visitor(scene, "TRAN1")
    client.post(f"{mine(scene)}answer/", {**ANSWER, "sign": "1"})
    corrected = {**ANSWER, "upstream_name": "Pacific Gateway Carriers", "correction_reason": "We read the wrong trunk.", "sign": "1"}
    page = client.post(f"{mine(scene)}correction/", corrected | replacing(client, scene), follow=True)
    assert "/receipt/" in page.redirect_chain[-1][0]
    assert "Pacific Gateway Carriers" in text(page)


@pytest.mark.parametrize(("stance", "claim"), [("dispute", "disputed"), ("confirmation", "confirmed")])
def test_a_named_provider_can_take_a_stance(scene, stance, claim):
    page = visitor(scene, "TRAN1").post(f"{mine(scene)}{stance}/", {"reason": "No such trunk here.", "comment": ""}, follow=True)
    assert "/receipt/" in page.redirect_chain[-1][0]
    assert Hop.objects.get(public_id=scene.request_of("mine", "TRAN1")).claim == claim


def test_staff_identify_an_unknown_provider_by_name(scene):
    hop = Hop.objects.get(traceback__public_id=scene.tracebacks["unknown"], status="unidentified")
    path = f"/tracebacks/{scene.tracebacks['unknown']}/hops/{hop.public_id}/identification/"
    client = visitor(scene, "analyst")
    refused = client.post(path, {"provider": "Nobody & Sons"})
    assert "Register it first" in text(refused)
    assert "Nobody &amp; Sons" in text(refused)
    assert client.post(path, {"provider": "lakeshore cloud telephony"}).status_code == 302
    hop.refresh_from_db()
    assert hop.status == "requested"


def test_what_a_hop_cannot_do_now_is_a_conflict(scene):
    hop = scene.request_of("found", "TERM")
    path = f"/tracebacks/{scene.tracebacks['found']}/hops/{hop}/loop/"
    assert visitor(scene, "analyst").post(path, {"reason": "just because"}).status_code == 409
    assert visitor(scene, "reader").post(path, {"reason": "just because"}).status_code == 403


def test_staff_enter_what_was_said_by_telephone(scene):
    hop = scene.request_of("silent", "TRAN2")
    typed = {
        **ANSWER,
        "upstream_name": "Lakeshore Cloud Telephony",
        "said_by": "Kim at the desk",
        "said_at": "2026-11-25T16:00",
        "sign": "1",
    }
    path = f"/tracebacks/{scene.tracebacks['silent']}/hops/{hop}/answer/"
    assert visitor(scene, "analyst").post(path, {**typed, "said_how": "telephone"}).status_code == 302
    assert Hop.objects.get(public_id=hop).status == "upstream_named"


def test_who_gave_an_answer_by_mail_and_the_mail_are_read_by_staff_and_by_its_provider(scene):
    hop, traceback = scene.request_of("mine", "TRAN1"), scene.tracebacks["mine"]
    said = {"said_by": "Kim at the desk", "said_at": f"{scene.now:%Y-%m-%dT%H:%M}", "said_how": "reply_mail"}
    mail = "From: kim@harbor.example\n\n<b>It came</b> from Meridian."
    path = f"/tracebacks/{traceback}/hops/{hop}/answer/"
    assert visitor(scene, "analyst").post(path, {**ANSWER, **said, "attachment": mail, "sign": "1"}).status_code == 302
    for page in (text(visitor(scene, "analyst").get(f"/tracebacks/{traceback}/")), text(visitor(scene, "TRAN1").get(mine(scene)))):
        assert "Kim at the desk said it by reply to our mail," in page
        assert "From: kim@harbor.example<br><br>&lt;b&gt;It came&lt;/b&gt; from Meridian." in page
    client, corrects = visitor(scene, "TRAN1"), {**ANSWER, "correction_reason": "Another call.", "sign": "1"}
    corrected = client.post(f"{mine(scene)}correction/", corrects | replacing(client, scene))
    assert corrected.status_code == 302


def test_a_provider_nobody_knew_is_entered_and_asked(scene):
    hop = Hop.objects.get(traceback__public_id=scene.tracebacks["unknown"], status="unidentified")
    path = f"/tracebacks/{scene.tracebacks['unknown']}/hops/{hop.public_id}/admission/"
    client = visitor(scene, "analyst")
    assert f'href="{path}"' in text(client.get(f"/tracebacks/{scene.tracebacks['unknown']}/"))
    assert f'value="{hop.named_as}"' in text(client.get(path))
    typed = {"name": hop.named_as, "country": "US", "time_zone": "", "contact": "trace@nobody.example"}
    assert client.post(path, {**typed, "country": "usa"}).status_code == 200
    assert "is no time zone" in text(client.post(path, {**typed, "time_zone": "Mars/Base"}))
    assert client.post(path, typed).status_code == 302
    asked = Hop.objects.select_related("provider").get(public_id=hop.public_id)
    assert asked.provider
    assert (asked.status, asked.provider.name) == ("requested", hop.named_as)
    assert list(asked.provider.contacts.values_list("address", flat=True)) == ["trace@nobody.example"]
    assert client.post(path, typed).status_code == 409
    assert Provider.objects.filter(name=hop.named_as).count() == 1, "what was refused registered nobody"


def test_an_outage_is_credited_to_a_clock_that_ran(scene):
    hop = Hop.objects.get(public_id=scene.request_of("mine", "TRAN1"))
    path = f"/tracebacks/{scene.tracebacks['mine']}/hops/{hop.public_id}/outage/"
    assert f'href="{path}"' in text(visitor(scene, "analyst").get(f"/tracebacks/{scene.tracebacks['mine']}/"))
    turned = {"began_at": f"{scene.now:%Y-%m-%dT%H:%M:%S}", "ended_at": "2026-11-01T08:00"}
    assert "An outage ends after it began" in text(visitor(scene, "analyst").post(path, turned))
    span = {"began_at": f"{hop.clock_started_at:%Y-%m-%dT%H:%M:%S}", "ended_at": f"{scene.now:%Y-%m-%dT%H:%M:%S}"}
    assert visitor(scene, "analyst").post(path, span).status_code == 302
    credited = Hop.objects.get(public_id=hop.public_id)
    assert hop.due_at
    assert credited.due_at
    assert credited.due_at > hop.due_at
    assert visitor(scene, "analyst").post(path, span).status_code == 409
    assert visitor(scene, "TRAN1").post(path, span).status_code == 404


def test_correcting_the_facts_and_withdrawing_lead_back(scene):
    client, base = visitor(scene, "analyst"), f"/tracebacks/{scene.tracebacks['mine']}/steps"
    facts = {"called_number": "(617) 555-0128", "calling_number": "", "call_at": "2026-11-25T13:05:00", "uncertainty_s": "60", "seen": "1"}
    assert client.post(f"{base}/correction/", {**facts, "reason": "An hour off."}).status_code == 302
    assert client.post(f"{base}/withdrawal/", {"reason": "Opened in error."}).status_code == 302
    assert client.post(f"{base}/reopening/", {"reason": "It was no error."}).status_code == 302


def test_an_open_page_hears_none_until_something_happened(scene):
    client, path = visitor(scene, "analyst"), f"/tracebacks/{scene.tracebacks['mine']}/live/"
    mark = client.get(path).headers["X-Mark"]
    assert client.get(path, {"mark": mark}).status_code == 204
    visitor(scene, "TRAN1").post(f"{mine(scene)}answer/", {**ANSWER, "sign": "1"})
    assert client.get(path, {"mark": mark}).status_code == 200


def test_the_queue_filters_by_its_address(scene):
    client = visitor(scene, "analyst")
    for query, count in (("", 9), ("?hop_status=unidentified&status=open", 1), ("?number=(617)+555-0172", 2), ("?number=nonsense", 0)):
        assert text(client.get(f"/tracebacks/{query}")).count("<tr data-row") == count
    assert "Numbers are compared whole" in text(client.get("/tracebacks/?number=nonsense"))


def test_no_page_carries_a_style_or_a_script_of_its_own(scene):
    pages = [("analyst", "/tracebacks/"), ("TRAN1", "/requests/"), ("TRAN1", mine(scene))]
    pages += [("analyst", f"/tracebacks/{each}/") for each in scene.tracebacks.values()]
    for who, path in pages:
        response = visitor(scene, who).get(path)
        page = response.content.decode()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! type=\"module\" src=\"/static/)", page), path
        assert not re.search(r'(?:href|src|action)="(?:https?:)?//', page), path
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_colours_are_kept_in_a_cookie_and_lead_back_only_here(scene):
    client = visitor(scene, "analyst")
    assert client.post("/theme/", {"theme": "dark", "back": "/tracebacks/?status=open"}).headers["Location"] == "/tracebacks/?status=open"
    assert 'data-theme="dark"' in text(client.get("/tracebacks/"))
    assert client.post("/theme/", {"theme": "", "back": "//elsewhere.example/"}).headers["Location"] == "/"


def test_a_page_that_nobody_has_is_not_found_in_our_words(scene):
    response = visitor(scene, "analyst").get("/nothing/here/")
    assert response.status_code == 404
    assert "does not exist or is not yours" in text(response)


def test_a_form_without_its_token_says_how_to_go_on(scene):
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(email=scene.people["TRAN1"]))
    response = client.post(f"{mine(scene)}answer/", ANSWER)
    assert response.status_code == 403
    assert "send it again" in text(response)
