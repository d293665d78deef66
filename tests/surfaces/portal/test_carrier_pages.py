"""A carrier's pages without a browser: facts to paste, drafts, many answers, files, receipts, and the page behind a mail's link."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from star57.hub.domain.attaching import Subject
from star57.hub.reads.one_time import code_of, link_path
from star57.hub.reads.requests import OPEN
from star57.hub.records.models import Contact, Hop, OneTimeCode, Traceback
from star57.hub.usecases.attach_file import Incoming, attach_file
from star57.hub.usecases.receive_request import receive_request
from tests.journeys.scene import BANK, OPENED, STAFF, Scene
from tests.surfaces.portal.test_pages import ANSWER, mine, text, visitor

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(range(60))


def streamed(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def address_on_record(scene: Scene) -> str:
    from star57.hub.ledger import rows

    provider = Hop.objects.select_related("provider").get(public_id=scene.request_of("mine", "TRAN1")).provider
    contact = Contact(provider=provider, kind="requests", address="kim@harbor.example", rank=1, is_current=True)
    rows.create(contact, "contact", "contact_entered", actor=STAFF, at=OPENED)
    return contact.address


def test_facts_come_ready_to_paste_in_the_zone_that_was_chosen(scene):
    client = visitor(scene, "TRAN1")
    page = text(client.get(mine(scene)))
    assert "calldate BETWEEN &#x27;2026-11-25 08:03:00&#x27; AND &#x27;2026-11-25 08:07:00&#x27;" in page
    for spelling in ("+16175550128", "16175550128", "6175550128", "0016175550128", "01116175550128", "(617) 555-0128"):
        assert f'data-copy="{spelling}"' in page
    assert "2026-11-25 05:03:00" in text(client.get(f"{mine(scene)}?zone=America/Los_Angeles"))
    assert "2026-11-25 05:03:00" in text(client.get(mine(scene))), "the choice is remembered"
    assert "2026-11-25 05:03:00" in text(client.get(f"{mine(scene)}?zone=No/Where"))


def test_a_draft_comes_back_into_the_form_and_two_writers_see_both_texts(scene):
    client = visitor(scene, "TRAN1")
    saved = client.post(f"{mine(scene)}draft/", {**ANSWER, "trunk": "ICT-7", "draft_saves": "0"}, headers={"X-Part": "draft"})
    assert (saved.status_code, saved.headers["X-Saves"]) == (200, "1")
    assert 'value="ICT-7"' in text(client.get(mine(scene)))
    Hop.objects.get(public_id=scene.request_of("mine", "TRAN1")).draft.__class__.objects.update(saved_by="U-SOMEBODY-ELSE", saves=2)
    clash = client.post(f"{mine(scene)}draft/", {**ANSWER, "trunk": "ICT-8", "draft_saves": "1"})
    assert "it replaced another" in text(clash)
    assert "ICT-7" in text(clash)
    assert "ICT-8" in text(clash)


def test_many_requests_are_read_back_and_each_stands_or_falls_by_itself(scene):
    client, request = visitor(scene, "TRAN1"), scene.request_of("mine", "TRAN1")
    assert request in text(client.get("/requests/batch/"))
    content = f"request,answer,name,country\n{request},,Meridian Long Distance,\nR-2222-2222-2222,,Nobody,\n"
    preview = client.post("/requests/batch/", {"file": SimpleUploadedFile("a.csv", content.encode())})
    assert "states that it received this call from Meridian Long Distance." in text(preview)
    assert "There is no request R-2222-2222-2222" in text(preview)
    rows = re.search(r'name="rows" value="([^"]+)"', preview.content.decode())
    assert rows
    assert Hop.objects.get(public_id=request).answered_at is None
    signed = client.post("/requests/batch/", {"rows": rows[1].replace("&quot;", '"'), "sign": "1"})
    assert "1 answer stands in the record" in text(signed)
    assert Hop.objects.get(public_id=request).status == "upstream_named"


def test_what_was_typed_into_the_table_is_there_again_when_it_is_to_be_changed(scene):
    client, request = visitor(scene, "TRAN1"), scene.request_of("mine", "TRAN1")
    typed = {f"name-{request}": "Meridian Long Distance", "same": "Nobody", "chosen": request}
    preview = client.post("/requests/batch/", typed)
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', preview.content.decode()))
    assert {name: sent[name] for name in typed} == typed
    again = text(client.post("/requests/batch/", {**typed, "rows": "[]", "change": "1"}))
    assert 'value="Meridian Long Distance"' in again
    assert f'name="chosen" value="{request}" checked' in again
    assert f'name="chosen" value="{request}">' in text(client.get("/requests/batch/"))


def test_a_row_that_cannot_be_taken_says_which_column_and_what_to_write_there(scene):
    client, request = visitor(scene, "TRAN1"), scene.request_of("mine", "TRAN1")
    content = (
        "request,answer,name,started_at\n"
        f"{request},perhaps,,\n{request},declined,,\n"
        f"{scene.request_of('running', 'TRAN1')},own_customer,,noon\n"
    )
    page = text(client.post("/requests/batch/", {"file": SimpleUploadedFile("a.csv", content.encode())}))
    assert page.count("Two rows answer this request") == 2
    for words in ("name: Name it", "customer_kind: Write one of: caller, reseller.", "action_taken: Write one of: none, warned",
                  "started_at: Write the time in UTC, such as"):  # fmt: skip
        assert words in page
    content = f"request,answer\n{request},perhaps\n"
    page = text(client.post("/requests/batch/", {"file": SimpleUploadedFile("a.csv", content.encode())}))
    assert "answer: Write one of: received_from_provider, own_customer, received_from_abroad" in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"who,what\nx,y\n", "Take the template"),
        (b"", "Take the template"),
        (b"request,answer\n", "no answer in it"),
        ("request,answer\nZürich,\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_csv_that_cannot_be_read_says_why(scene, content, told):
    sent = visitor(scene, "TRAN1").post("/requests/batch/", {"file": SimpleUploadedFile("a.csv", content or b"\n")})
    assert sent.status_code == 422
    assert told in text(sent)


def test_the_template_can_be_sent_back_as_it_is(scene):
    client = visitor(scene, "TRAN1")
    template = client.get("/requests/batch/template.csv").content
    assert "There is no request R-2222-2222-2222" in text(client.post("/requests/batch/", {"file": SimpleUploadedFile("a.csv", template)}))


def test_a_file_is_attached_and_given_out_as_a_file_only(scene):
    client = visitor(scene, "TRAN1")
    sent = client.post(f"{mine(scene)}files/", {"file": SimpleUploadedFile("cdr.html", b"<script>alert(1)</script>")})
    assert sent.status_code == 302
    link = re.search(r"/files/A-[^\"]+/", text(client.get(mine(scene))))
    assert link
    given = client.get(link[0])
    assert given.headers["Content-Disposition"] == 'attachment; filename="cdr.html"'
    assert given.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert streamed(given).startswith(b"<script>")
    assert visitor(scene, "TRAN2").get(link[0]).status_code == 404
    refused = client.post(f"{mine(scene)}files/", {"file": SimpleUploadedFile("a.pdf", b"MZ" + bytes(80))})
    assert refused.status_code == 422
    assert "whatever their name" in text(refused)


def test_a_recording_plays_in_the_page_and_can_be_fetched_in_parts(scene):
    campaign = Traceback.objects.get(public_id=scene.tracebacks["mine"]).campaign.public_id
    file = attach_file(actor=STAFF, subject=Subject.CAMPAIGN, subject_id=campaign, file=Incoming("voice.wav", [WAV]), now=scene.now)
    client = visitor(scene, "TRAN1")
    assert f'<audio controls preload="none" src="/files/{file}/">' in text(client.get(mine(scene)))
    part = client.get(f"/files/{file}/", headers={"Range": "bytes=4-11"})
    assert (part.status_code, part.headers["Content-Range"]) == (206, f"bytes 4-11/{len(WAV)}")
    assert streamed(part) == WAV[4:12]
    assert "attachment" not in part.headers.get("Content-Disposition", "")
    assert client.get(f"/files/{file}/", headers={"Range": "bytes=9999-"}).status_code == 416
    assert streamed(client.get(f"/files/{file}/", headers={"Range": "bytes=-3"})) == WAV[-3:]


def test_a_receipt_is_kept_as_the_wires_own_message(scene):
    client = visitor(scene, "TRAN1")
    signed = client.post(f"{mine(scene)}answer/", {**ANSWER, "sign": "1"})
    receipt = client.get(f"{signed.headers['Location']}receipt.json")
    assert "attachment" in receipt.headers["Content-Disposition"]
    assert re.fullmatch(r"[0-9a-f]{64}", json.loads(receipt.content)["entry_hash"])


def test_a_scanner_uses_nothing_up_and_learns_only_that_a_request_waits(scene):
    path, scanner = link_path(scene.request_of("mine", "TRAN1"), address_on_record(scene)), Client()
    for _ in range(3):
        assert scanner.head(path).status_code == 200
        assert scanner.post(path, {}).status_code == 200
    page = text(scanner.get(path))
    assert "A request waits for Harbor Voice" in page
    assert not any(secret in page for secret in ("617", "warranty", "Cedar", "Due"))
    assert not OneTimeCode.objects.exists()
    assert Client(enforce_csrf_checks=True).post(path, {"press": "send"}).status_code == 403


def test_a_code_opens_the_request_in_this_browser_and_only_that(scene):
    path, client = link_path(scene.request_of("mine", "TRAN1"), address_on_record(scene)), Client()
    assert client.post(path, {"press": "send"}).headers["Location"] == f"{path}code/"
    assert client.post(f"{path}code/", {"code": "0"}).status_code == 422
    code = code_of(OneTimeCode.objects.get().nonce)
    assert client.post(f"{path}code/", {"code": f" {code[:4]} {code[4:]} "}).headers["Location"] == mine(scene)
    assert "Who handed Harbor Voice this call?" in text(client.get(mine(scene)))
    for elsewhere in (f"/requests/{scene.request_of('running', 'TRAN1')}/", f"/requests/{scene.request_of('mine', 'TERM')}/"):
        assert client.get(elsewhere).status_code == 404
    assert client.get(f"/tracebacks/{scene.tracebacks['mine']}/").status_code == 302
    assert "This visit is closed" in text(client.post("/leave/"))
    assert client.get(mine(scene)).status_code == 302


def test_whoever_asks_for_codes_too_often_gets_429_and_when_to_come_back(scene):
    path, client = link_path(scene.request_of("mine", "TRAN1"), address_on_record(scene)), Client()
    answers = [client.post(path, {"press": "send"}) for _ in range(8)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_names_are_offered_alike_to_everybody(scene):
    offers = [visitor(scene, who).get("/providers/?q=me").json() for who in ("TRAN1", "ORIG", "analyst")]
    assert offers[0] == offers[1] == offers[2]


def ask_once_more(scene: Scene, number: int, *, due_in: timedelta | None) -> str:
    """One more open request to the terminating provider, with a clock that runs out then or has not started."""
    scene.open(f"more-{number}", BANK, f"+1617555{number:04}", "+18005550100", scene.now, scene.now)
    request = scene.request_of(f"more-{number}", "TERM")
    if due_in is not None:
        receive_request(actor=scene.actor("TERM"), request=request, how="api", now=scene.now + due_in)
    return request


def listed(page: str) -> list[str]:
    return re.findall(r'class="row-link" href="/requests/([^/]+)/"', page)


def test_open_requests_stand_in_due_order_across_pages_and_those_without_a_clock_last(scene):
    client = visitor(scene, "TERM")
    before = listed(text(client.get("/requests/")))
    made = [ask_once_more(scene, number, due_in=None if number % 3 == 0 else timedelta(minutes=97 * number % 61)) for number in range(60)]
    seen, address = [], "/requests/"
    while address:
        page = client.get(address)
        seen += listed(text(page))
        more = re.search(r'href="(\?state=open[^"]+cursor=[^"]+)"', page.content.decode())
        address = f"/requests/{more[1].replace('&amp;', '&')}" if more else ""
    hops = [Hop.objects.get(public_id=each) for each in seen]
    turns = [(hop.due_at is None, hop.due_at or hop.asked_at, "" if hop.due_at else hop.public_id) for hop in hops]
    assert sorted(seen) == sorted([*before, *made]), "each once"
    assert turns == sorted(turns)


@pytest.mark.parametrize("address", ["/requests/", "/requests/?state=all", "/requests/?state=answered", "/home/"])
def test_a_carriers_lists_take_the_same_number_of_queries_however_long_they_are(scene, address):
    client = visitor(scene, "TERM")
    for _ in range(2):
        client.get(address)  # templates and prepared queries are made once
    ask_once_more(scene, 1000, due_in=timedelta(0))
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(60):
        ask_once_more(scene, number, due_in=timedelta(minutes=number))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_a_carriers_home_counts_all_that_wait_and_shows_the_first_due(scene):
    client, before = visitor(scene, "TERM"), Hop.objects.filter(provider__public_id="TERM", status__in=OPEN).count()
    made = [ask_once_more(scene, number, due_in=timedelta(minutes=60 - number)) for number in range(30)]
    page = text(client.get("/home/"))
    assert f"{before + 30} requests wait for your answer" in page
    cards = re.findall(r'class="due-card" href="/requests/([^/]+)/"', page)
    assert [each for each in cards if each in made] == made[::-1][: len(cards)]
