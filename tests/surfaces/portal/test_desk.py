"""The analysts' desk, without a browser: queue, ticked rows, undoing, search, opening, notes, campaigns."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from star57.hub.domain.work import WorkKind
from star57.hub.records.models import Campaign, Hop, JournalEntry, SavedView, Traceback
from star57.hub.usecases.correspond import write_message
from star57.hub.usecases.write_note import write_note
from tests.journeys.scene import BANK, Scene
from tests.surfaces.portal.test_pages import text, visitor


def rows(response) -> int:
    return int(response.content.decode().count("<tr data-row"))


def analyst(scene: Scene):
    return visitor(scene, "analyst")


def person(scene: Scene) -> str:
    return scene.actor("analyst").id


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 9), ("kind=disputed", 1), ("kind=overdue", 1), ("kind=unknown_upstream", 1), ("kind=waiting", 3), ("kind=resting", 3),
     ("assigned=me", 0), ("assigned=nobody", 3), ("tag=nothing", 0), ("provider=Pacific+Gateway+Carriers", 2), ("provider=Nobody", 0),
     ("campaign=Bank+security+department", 3), ("since=2026-11-25", 4), ("due=passed", 1), ("status=merged", 0), ("since=yesterday", 9)],
)  # fmt: skip
def test_the_queue_is_cut_down_by_its_address(scene, query, count):
    assert rows(analyst(scene).get(f"/tracebacks/?{query}")) == count


def test_the_most_urgent_stands_first_and_counts_are_links(scene):
    page = text(analyst(scene).get("/tracebacks/"))
    assert page.index(scene.tracebacks["disputed"]) < page.index(scene.tracebacks["silent"]) < page.index(scene.tracebacks["mine"])
    for kind in (WorkKind.DISPUTED, WorkKind.UNKNOWN_UPSTREAM, WorkKind.OVERDUE):
        assert re.search(rf'href="/tracebacks/\?kind={kind.value}"><span>[^<]+</span> <span class="count count-due">1</span>', page)


def test_what_a_provider_wrote_is_counted_and_its_row_leads_to_the_thread(scene):
    request = scene.request_of("running", "TRAN2")
    write_message(actor=scene.actor("TRAN2"), request=request, text="Which of our trunks?", how="portal", now=scene.now)
    page = text(analyst(scene).get("/tracebacks/?kind=provider_wrote"))
    assert re.search(
        r'href="/tracebacks/\?kind=provider_wrote"[^>]*><span>A provider wrote</span> <span class="count count-due">1</span>', page
    )
    assert f'href="/requests/{request}/thread/"' in page
    assert "Read what Meridian Long Distance wrote" in page


def test_a_list_takes_the_same_number_of_queries_however_long_it_is(scene):
    client = analyst(scene)
    for _ in range(2):
        client.get("/tracebacks/")  # templates and prepared queries are made once
    with CaptureQueriesContext(connection) as few:
        client.get("/tracebacks/?kind=disputed")
    for number in range(50):
        scene.open(f"more-{number}", BANK, f"+1617555{number:04}", "+18005550100", scene.now, scene.now)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/tracebacks/")
    assert rows(page) == 50
    assert len(many) == len(few)


def test_a_page_goes_on_after_its_last_row(scene):
    for number in range(50):
        scene.open(f"more-{number}", BANK, f"+1617555{number:04}", "+18005550100", scene.now, scene.now)
    client = analyst(scene)
    first = client.get("/tracebacks/")
    more = re.search(r'href="([^"]+cursor=[^"]+)"', first.content.decode())
    assert more
    second = client.get(more[1].replace("&amp;", "&"))
    seen = [set(re.findall(r'value="(T-[^"]+)" data-tick', page.content.decode())) for page in (first, second)]
    assert [len(each) for each in seen] == [50, 9]
    assert not seen[0] & seen[1]


def test_ticked_rows_are_assigned_after_asking_and_it_can_be_undone(scene):
    client, ids = analyst(scene), [scene.tracebacks["disputed"], scene.tracebacks["silent"]]
    asked = client.get("/tracebacks/bulk/", {"deed": "assign", "traceback": ids})
    assert "Assign 2 tracebacks" in text(asked)
    done = client.post("/tracebacks/bulk/", {"deed": "assign", "traceback": ids, "person": person(scene)})
    assert "2 of 2 done" in text(done)
    assert rows(client.get("/tracebacks/?assigned=me")) == 2
    assert "data-undo-button" in text(client.get("/tracebacks/"))
    assert client.post("/undo/").status_code == 302
    assert rows(client.get("/tracebacks/?assigned=me")) == 0
    assert client.post("/undo/").status_code == 409


def test_what_cannot_be_done_for_one_row_is_done_for_the_others(scene):
    ids = [scene.tracebacks["silent"], scene.tracebacks["found"]]
    done = text(analyst(scene).post("/tracebacks/bulk/", {"deed": "withdraw", "traceback": ids, "reason": "Asked twice."}))
    assert "1 of 2 done" in done
    assert "this cannot be done now" in done
    assert analyst(scene).get("/tracebacks/bulk/", {"deed": "withdraw"}).status_code == 422


def test_who_only_reads_can_neither_tick_nor_assign(scene):
    client, traceback = visitor(scene, "reader"), scene.tracebacks["silent"]
    assert "data-tick" not in client.get("/tracebacks/").content.decode()
    assert client.post(f"/tracebacks/{traceback}/assignment/", {"person": ""}).status_code == 403
    assert client.get("/tracebacks/open/").status_code == 403
    assert visitor(scene, "TERM").post(f"/tracebacks/{traceback}/notes/", {"note": "x"}).status_code == 404


def test_a_view_is_kept_shared_and_forgotten(scene):
    client = analyst(scene)
    client.post("/views/", {"name": "Banks", "query": "kind=disputed", "shared": "1"})
    assert "Banks" in text(visitor(scene, "reader").get("/tracebacks/"))
    view = SavedView.objects.get().public_id
    assert visitor(scene, "reader").post(f"/views/{view}/forgotten/").status_code == 404
    client.post(f"/views/{view}/forgotten/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("written", ["6175550133", "+1 (617) 555-0133", "1-617-555-0133", "617.555.01"])
def test_a_number_is_found_in_any_spelling(scene, written):
    assert scene.tracebacks["silent"] in text(analyst(scene).get("/search/", {"q": written}))


def test_ids_providers_and_campaigns_are_found(scene):
    client = analyst(scene)
    for written in (scene.tracebacks["silent"].lower(), scene.request_of("silent", "TRAN2")):
        assert client.get("/search/", {"q": written}).headers["Location"] == f"/tracebacks/{scene.tracebacks['silent']}/"
    found = client.get("/search/names/", {"q": "harbor"}).json()["found"]
    assert [each["words"] for each in found] == ["Harbor Voice"]
    assert "Bank security department" in text(client.get("/search/", {"q": "bank"}))
    assert "Nothing found" in text(client.get("/search/", {"q": "zzzz"}))
    assert visitor(scene, "TERM").get("/search/", {"q": "harbor"}).status_code == 403


def call(**changed) -> dict[str, str]:
    typed = {"called_number": "(617) 555-0199", "calling_number": "+12025550111", "call_at": "2026-11-24T13:00", "zone": "America/New_York",
             "uncertainty_s": "60", "terminating": "cedar valley telephone", "direction": "upstream", "harm_rank": "5",
             "campaign": "Bank security department"}  # fmt: skip
    return {**typed, **changed}


def test_a_traceback_is_opened_with_its_time_read_in_the_chosen_zone(scene):
    response = analyst(scene).post("/tracebacks/open/", call())
    opened = Traceback.objects.get(called_number="+16175550199")
    assert response.headers["Location"] == f"/tracebacks/{opened.public_id}/"
    assert (opened.call_at.isoformat(), opened.campaign.name) == ("2026-11-24T18:00:00+00:00", "Bank security department")


def test_the_same_call_is_shown_before_it_is_opened_twice(scene):
    client, again = analyst(scene), call(call_at="2026-11-24T14:00", calling_number="", is_withheld="on")
    client.post("/tracebacks/open/", again)
    warned = client.post("/tracebacks/open/", {**again, "call_at": "2026-11-24T14:20"})
    assert "may be followed already" in text(warned)
    assert Traceback.objects.filter(called_number="+16175550199").count() == 1
    assert client.post("/tracebacks/open/", {**again, "call_at": "2026-11-24T14:20", "anyway": "1"}).status_code == 302
    assert Traceback.objects.filter(called_number="+16175550199").count() == 2


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [({"calling_number": ""}, "say that it was withheld"), ({"call_at": "2026-11-01T01:30"}, "came twice"),
     ({"call_at": "2026-03-08T02:30"}, "never was"), ({"terminating": "Nobody"}, "No provider Nobody"),
     ({"campaign": ""}, "name a campaign"),
     ({"campaign": "Unheard of"}, "No campaign"), ({"called_number": "12"}, "not a whole telephone number")],
)  # fmt: skip
def test_the_opening_form_names_what_is_wrong_and_keeps_the_rest(scene, changed, complaint):
    response = analyst(scene).post("/tracebacks/open/", call(**changed))
    assert complaint in text(response)
    assert response.status_code == 422


def test_a_file_is_previewed_and_then_opened_row_by_row(scene):
    bank = Campaign.objects.get(name="Bank security department").public_id
    rest = f"2026-11-24T18:00:00Z,TERM,{bank}"
    lines = f"called,calling,time,terminating,campaign\n+16175550171,+12025550143,{rest}\n12,,{rest}\n"
    client = analyst(scene)
    preview = client.post("/tracebacks/open/many/", {"text": lines})
    assert "1 can be opened, 1 not. Nothing has been opened yet." in text(preview)
    done = client.post("/tracebacks/open/many/", {"text": lines, "sure": "1"})
    assert "1 opened, 1 not." in text(done)
    assert Traceback.objects.filter(called_number="+16175550171").count() == 1
    assert client.post("/tracebacks/open/many/", {"text": "a,b\n1,2\n"}).status_code == 422


def test_a_traceback_page_works_whole_and_as_a_part(scene):
    path = f"/tracebacks/{scene.tracebacks['disputed']}/"
    whole, part = analyst(scene).get(path), analyst(scene).get(path, headers={"X-Part": "1"})
    assert "<html" in text(whole)
    assert "<html" not in text(part)
    assert "Statements that do not fit together" in text(part)
    assert "No trunk of ours leads to Harbor Voice." in text(part)


def test_notes_are_for_staff_and_mentions_find_their_reader(scene):
    traceback = scene.tracebacks["silent"]
    write_note(actor=scene.actor("analyst"), traceback=traceback, text="@Ines Okafor ring them", now=scene.now)
    client = analyst(scene)
    assert "ring them" in text(client.get(f"/tracebacks/{traceback}/"))
    assert 'class="new"' in text(client.get("/mentions/"))
    assert 'class="new"' not in text(client.get("/mentions/"))
    assert "ring them" not in text(visitor(scene, "TRAN2").get(f"/requests/{scene.request_of('silent', 'TRAN2')}/"))


def test_tags_are_put_on_taken_off_and_undone(scene):
    client, path = analyst(scene), f"/tracebacks/{scene.tracebacks['silent']}/tags/"
    client.post(path, {"add": "bank, live-scam"})
    assert rows(client.get("/tracebacks/?tag=bank")) == 1
    client.post(path, {"remove": "bank"})
    assert rows(client.get("/tracebacks/?tag=bank")) == 0
    client.post("/undo/")
    assert rows(client.get("/tracebacks/?tag=bank")) == 1


def test_what_is_no_tag_no_note_and_no_file_is_shown_beside_its_form_as_it_was_typed(scene):
    client, path = analyst(scene), f"/tracebacks/{scene.tracebacks['silent']}/"
    program = SimpleUploadedFile("run.exe", b"MZ" + bytes(500))
    for part, typed, why, kept in (
        ("tags/", {"add": "bank fraud!"}, "is no tag", 'value="bank fraud!"'),
        ("notes/", {"note": " " + "x" * 5001}, "Write something", "x" * 5001),
        ("files/", {"file": program}, "whatever their name", ""),
    ):
        answer = client.post(path + part, typed)
        page = text(answer)
        assert answer.status_code == 422
        assert why in page[page.index('id="problems"') :][:400]
        assert kept in page
        assert "Car warranty, final notice" in page, "it is the traceback's page"


def test_a_withdrawal_is_undone(scene):
    client, traceback = analyst(scene), scene.tracebacks["new"]
    client.post(f"/tracebacks/{traceback}/steps/withdrawal/", {"reason": "Opened in error."})
    client.post("/undo/")
    assert Hop.objects.get(traceback__public_id=traceback).status == "requested"


def test_a_duplicate_is_merged_and_says_where_it_went(scene):
    client, gone, kept = analyst(scene), scene.tracebacks["new"], scene.tracebacks["mine"]
    client.post(f"/tracebacks/{gone}/steps/merging/", {"kept": kept.lower(), "reason": "The same call."})
    assert f'href="/tracebacks/{kept}/"' in text(client.get(f"/tracebacks/{gone}/"))
    assert gone in text(client.get(f"/tracebacks/{kept}/"))
    assert rows(client.get("/tracebacks/")) == 8
    client.post(f"/tracebacks/{gone}/steps/unmerging/", {"reason": "It is not."})
    assert rows(client.get("/tracebacks/")) == 9


def test_what_may_be_the_same_call_is_merged_from_beside_it(scene):
    client, this, other = analyst(scene), scene.tracebacks["new"], scene.tracebacks["mine"]
    assert "the same call?" not in text(client.get(f"/tracebacks/{this}/")), "no other call has these numbers"
    facts = {"called_number": "+16175550128", "calling_number": "+12025550144", "call_at": "2026-11-25T13:05:00", "uncertainty_s": "60",
             "reason": "Two digits were swapped.", "seen": "1"}  # fmt: skip
    assert client.post(f"/tracebacks/{this}/steps/correction/", facts).status_code == 302
    form = f"/tracebacks/{this}/steps/merging/?kept={other}"
    assert f'href="{form}"' in text(client.get(f"/tracebacks/{this}/"))
    assert f'name="kept" value="{other}"' in text(client.get(form))
    assert form not in text(visitor(scene, "reader").get(f"/tracebacks/{this}/"))


def test_whoever_owes_an_answer_is_reminded_from_the_page_and_from_the_list(scene):
    client, owing, ended = analyst(scene), scene.tracebacks["mine"], scene.tracebacks["found"]
    address = f"/tracebacks/bulk/?deed=remind&amp;traceback={owing}"
    assert address in text(client.get(f"/tracebacks/{owing}/"))
    assert "deed=remind" not in text(client.get(f"/tracebacks/{ended}/"))
    done = client.post("/tracebacks/bulk/", {"deed": "remind", "traceback": [owing, ended]})
    assert "Nobody who has received a request still owes an answer here." in text(done)
    reminded = JournalEntry.objects.filter(fact="reminder_sent").values_list("subject_id", flat=True)
    assert set(Hop.objects.filter(public_id__in=reminded).values_list("traceback__public_id", flat=True)) == {owing}


def test_ticked_rows_are_tagged_and_it_is_undone(scene):
    client, ids = analyst(scene), [scene.tracebacks["mine"], scene.tracebacks["new"]]
    assert "2 of 2 done" in text(client.post("/tracebacks/bulk/", {"deed": "tag", "traceback": ids, "add": "Power"}))
    assert rows(client.get("/tracebacks/?tag=power")) == 2
    client.post("/undo/")
    assert rows(client.get("/tracebacks/?tag=power")) == 0


def test_a_campaign_shows_its_tracebacks_and_is_rewritten(scene):
    client, campaign = analyst(scene), Campaign.objects.get(name="Bank security department").public_id
    assert rows(client.get(f"/campaigns/{campaign}/")) == 3
    words = {"name": "Bank fraud desk", "why_suspicious": "They ask for codes.", "transcript": "", "harm_rank": "2", "seen": "1"}
    assert client.post(f"/campaigns/{campaign}/words/", words).status_code == 302
    assert "Bank fraud desk" in text(client.get(f"/campaigns/{campaign}/"))
    assert visitor(scene, "reader").post(f"/campaigns/{campaign}/words/", words).status_code == 403
    assert visitor(scene, "TERM").get(f"/campaigns/{campaign}/").status_code == 404


def hidden(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def test_of_two_who_rewrite_a_campaign_the_later_sees_both_texts(scene):
    campaign = Campaign.objects.get(name="Bank security department").public_id
    path, one, other = f"/campaigns/{campaign}/words/", analyst(scene), analyst(scene)
    words = {"name": "Bank security department", "transcript": "", "harm_rank": "2", "seen": hidden(text(one.get(path)))}
    assert one.post(path, {**words, "why_suspicious": "They ask for codes."}).status_code == 302
    late = other.post(path, {**words, "why_suspicious": "They ask for passwords."})
    page = text(late)
    assert late.status_code == 409
    assert '<td data-head="Theirs">They ask for codes.</td><td data-head="Yours">They ask for passwords.</td>' in page
    assert "They ask for passwords.</textarea>" in page, "what was typed is kept"
    assert Campaign.objects.get(public_id=campaign).why_suspicious == "They ask for codes."
    again = other.post(path, {**words, "why_suspicious": "They ask for codes and passwords.", "seen": hidden(page)})
    assert again.status_code == 302
    assert Campaign.objects.get(public_id=campaign).why_suspicious == "They ask for codes and passwords."


def test_of_two_who_correct_the_facts_the_later_sees_both(scene):
    traceback = scene.tracebacks["mine"]
    path, client = f"/tracebacks/{traceback}/steps/correction/", analyst(scene)
    first = {"called_number": "+16175550128", "calling_number": "", "call_at": "2026-11-25T13:05:00", "uncertainty_s": "60",
             "reason": "A digit was wrong.", "seen": hidden(text(client.get(path)))}  # fmt: skip
    assert client.post(path, first).status_code == 302
    late = client.post(path, {**first, "call_at": "2026-11-25T14:05:00", "reason": "An hour off."})
    assert late.status_code == 409
    assert '<td data-head="Theirs">2026-11-25T13:05:00</td><td data-head="Yours">2026-11-25T14:05:00</td>' in text(late)
    assert "An hour off." in text(late)
    assert f"{Traceback.objects.get(public_id=traceback).call_at:%H:%M}" == "13:05"
    assert client.post(path, {**first, "call_at": "2026-11-25T14:05:00", "seen": hidden(text(late))}).status_code == 302
    assert f"{Traceback.objects.get(public_id=traceback).call_at:%H:%M}" == "14:05"


def test_single_keys_are_switched_off_for_good(scene):
    client = analyst(scene)
    assert 'data-keys="off"' not in text(client.get("/tracebacks/"))
    client.post("/keys/", {"keys": "off"})
    assert 'data-keys="off"' in text(analyst(scene).get("/tracebacks/"))
