"""What analysts note about a traceback: whose it is, tags, notes, what they looked at; each is in the journal."""

from datetime import timedelta

import pytest

from star57.hub.domain.access import Role
from star57.hub.domain.refusals import Invalid, NotFound, TooSoon, WrongState
from star57.hub.domain.work import WorkKind
from star57.hub.ledger.verify import verify
from star57.hub.reads.actors import actor_of_person
from star57.hub.records.models import JournalEntry, Mention, Person, Sealed, Traceback, TracebackSummary, TracebackTag
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.confirm_silence import confirm_silence
from star57.hub.usecases.correspond import ask_more_time, refuse_more_time, write_message
from star57.hub.usecases.edit_campaign import edit_campaign
from star57.hub.usecases.open_traceback import CampaignWords
from star57.hub.usecases.remind_providers import remind_providers
from star57.hub.usecases.review_traceback import review_traceback
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.write_note import write_note
from tests.usecases.cast import MONDAY, STAFF, declined, no_record, person_of, upstream

PASSWORD = "a long enough pass phrase"


def analyst(name="Ines Okafor", organisation="CONSORTIUM", role=Role.ANALYST):
    email = f"{name.split()[0].lower()}@example.org"
    add_person(actor=STAFF, organisation=organisation, email=email, name=name, role=role, time_zone="UTC", password=PASSWORD, now=MONDAY)
    person = Person.objects.get(email=email)
    found = actor_of_person(person.pk)
    assert found
    return found, person


def facts_of(stage):
    entries = JournalEntry.objects.filter(subject_kind="traceback", subject_id=stage.traceback).order_by("version")
    return list(entries.values_list("fact", flat=True))


def kind_of(stage):
    return WorkKind(TracebackSummary.objects.get(traceback__public_id=stage.traceback).kind)


def test_a_traceback_is_assigned_to_a_colleague_and_to_nobody_again(stage):
    ines, person = analyst()
    stage.open()
    assert assign_traceback(actor=ines, traceback=stage.traceback, person=person.public_id, now=stage.now) is None
    assert TracebackSummary.objects.get().assigned_to == person
    assert assign_traceback(actor=ines, traceback=stage.traceback, person=None, now=stage.now) == person.public_id
    assert facts_of(stage).count("traceback_assigned") == 2
    assert verify(problem_limit=10).problems == ()


def test_nobody_is_assigned_who_does_not_work_here(stage):
    ines, _person = analyst()
    _other, stranger = analyst("Rob Stranger", "O-TERM", Role.RESPONDER)
    stage.open()
    with pytest.raises(Invalid, match="colleague"):
        assign_traceback(actor=ines, traceback=stage.traceback, person=stranger.public_id, now=stage.now)


def test_tags_are_put_on_and_taken_off_and_found_again(stage):
    stage.open()
    assert tag_traceback(actor=STAFF, traceback=stage.traceback, add=["Live-Scam", "bank"], remove=[], now=stage.now) == (
        "bank",
        "live-scam",
    )
    assert tag_traceback(actor=STAFF, traceback=stage.traceback, add=[], remove=["bank"], now=stage.now) == ("live-scam",)
    assert [each.tag for each in TracebackTag.objects.all()] == ["live-scam"]
    with pytest.raises(Invalid, match="one word"):
        tag_traceback(actor=STAFF, traceback=stage.traceback, add=["two words"], remove=[], now=stage.now)
    assert facts_of(stage).count("tags_changed") == 2


def test_a_note_is_sealed_and_names_a_colleague(stage):
    ines, _person = analyst()
    _kim, kim = analyst("Kim Larsen")
    stage.open()
    entry = write_note(actor=ines, traceback=stage.traceback, text="@Kim Larsen, please call Cedar Valley.", now=stage.now)
    assert [each.person for each in Mention.objects.all()] == [kim]
    assert "Cedar" not in JournalEntry.objects.get(public_id=entry).body
    assert Sealed.objects.get(entry__public_id=entry, field="note").content.startswith("@Kim")
    write_note(actor=ines, traceback=stage.traceback, text="kim@example.org and @kimberley are nobody named.", now=stage.now)
    assert Mention.objects.count() == 1


def test_who_may_not_read_tracebacks_finds_none_to_note_anything_on(stage):
    stage.open()
    for act in (
        lambda who: write_note(actor=who, traceback=stage.traceback, text="x", now=stage.now),
        lambda who: assign_traceback(actor=who, traceback=stage.traceback, person=None, now=stage.now),
        lambda who: tag_traceback(actor=who, traceback=stage.traceback, add=["x"], remove=[], now=stage.now),
        lambda who: remind_providers(actor=who, traceback=stage.traceback, now=stage.now),
        lambda who: review_traceback(actor=who, traceback=stage.traceback, reason="looked", now=stage.now),
        lambda who: confirm_silence(actor=who, traceback=stage.traceback, reason="silent", now=stage.now),
    ):
        with pytest.raises(NotFound):
            act(person_of("TERM"))


def test_an_answer_in_doubt_stands_in_the_queue_until_somebody_has_looked(stage):
    stage.open()
    stage.trace("TERM", "TRAN1")
    assert kind_of(stage) is WorkKind.WAITING
    stage.answer("TRAN1", no_record())
    assert kind_of(stage) is WorkKind.DOUBTFUL
    review_traceback(actor=STAFF, traceback=stage.traceback, reason="Its retention is a day.", now=stage.now)
    assert kind_of(stage) is WorkKind.RESTING
    with pytest.raises(WrongState):
        review_traceback(actor=STAFF, traceback=stage.traceback, reason="Once more.", now=stage.now)


def test_what_a_provider_wrote_stands_in_the_queue_until_staff_answers_or_has_looked(stage):
    stage.open()
    stage.receive("TERM")
    hop, term = stage.hop("TERM").public_id, person_of("TERM")
    write_message(actor=term, request=hop, text="Which trunk do you mean?", how="portal", now=stage.now)
    assert kind_of(stage) is WorkKind.WROTE
    write_message(actor=STAFF, request=hop, text="The one in the request.", how="portal", now=stage.now)
    assert kind_of(stage) is WorkKind.WAITING
    until = stage.hop("TERM").due_at + timedelta(days=1)
    ask_more_time(actor=term, request=hop, until=until, reason="The switch is down.", how="portal", now=stage.now)
    assert kind_of(stage) is WorkKind.WROTE
    refuse_more_time(actor=STAFF, hop=hop, reason="The records are at hand.", now=stage.now)
    assert kind_of(stage) is WorkKind.WAITING
    write_message(actor=term, request=hop, text="Thank you.", how="portal", now=stage.now)
    review_traceback(actor=STAFF, traceback=stage.traceback, reason="Nothing to say.", now=stage.now)
    assert kind_of(stage) is WorkKind.WAITING
    write_message(actor=term, request=hop, text="One thing more.", how="portal", now=stage.now + timedelta(minutes=1))
    assert kind_of(stage) is WorkKind.WROTE


def test_what_was_reopened_says_so_until_it_ends_again(stage):
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.answer("TRAN1", declined())
    stage.decide("reopen_hop", stage.hop("TRAN1"), reason="Its lawyer wrote.")
    assert kind_of(stage) is WorkKind.REOPENED
    stage.answer("TRAN1", declined())
    assert kind_of(stage) is WorkKind.RESTING


def test_whoever_owes_an_answer_is_reminded_once_an_hour_at_most(stage):
    stage.open()
    with pytest.raises(WrongState):
        remind_providers(actor=STAFF, traceback=stage.traceback, now=stage.now)
    stage.receive("TERM")
    due = stage.hop("TERM").wakes_at
    assert remind_providers(actor=STAFF, traceback=stage.traceback, now=stage.now) == 1
    assert stage.hop("TERM").wakes_at == due
    with pytest.raises(TooSoon):
        remind_providers(actor=STAFF, traceback=stage.traceback, now=stage.now + timedelta(minutes=59))
    assert remind_providers(actor=STAFF, traceback=stage.traceback, now=stage.now + timedelta(minutes=61)) == 1


def test_silence_is_confirmed_only_where_an_escalation_lapsed(stage):
    stage.open()
    with pytest.raises(WrongState, match="nothing to confirm"):
        confirm_silence(actor=STAFF, traceback=stage.traceback, reason="Nothing came.", now=stage.now)


def test_a_campaign_is_renamed_in_the_journal(stage):
    stage.open()
    campaign = Traceback.objects.get(public_id=stage.traceback).campaign
    words = CampaignWords("Vehicle warranty", "Said by a machine.", "Hello.", 4)
    edit_campaign(actor=STAFF, campaign=campaign.public_id, words=words, seen=campaign.version, now=stage.now)
    campaign.refresh_from_db()
    assert (campaign.name, campaign.version) == ("Vehicle warranty", 2)
    with pytest.raises(NotFound):
        edit_campaign(actor=person_of("TERM"), campaign=campaign.public_id, words=words, seen=campaign.version, now=stage.now)
    assert verify(problem_limit=10).problems == ()


def test_a_named_upstream_puts_a_traceback_on_its_provider(stage):
    stage.open()
    stage.answer("TERM", upstream("TRAN1"))
    summary = TracebackSummary.objects.select_related("waits_on").get()
    assert summary.waits_on is not None
    assert summary.waits_on.public_id == "TRAN1"
