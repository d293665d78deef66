"""Notices leave by mail: who is told what, and what a server's answer does to the clock. A real SMTP server on loopback."""

from datetime import timedelta

import pytest

from star57 import clock
from star57.hub.domain.access import CLOCK
from star57.hub.jobs import post
from star57.hub.reads.tracebacks import traceback_view
from star57.hub.records.models import Contact, Hop, JournalEntry, Mail, Notice
from star57.hub.usecases.open_traceback import open_traceback
from star57.hub.usecases.pass_deadline import tick
from star57.hub.usecases.register_organisation import ProviderFiling, register_provider
from star57.wire.values import Direction
from tests.notices.post_office import open_post_office, sending_to
from tests.usecases.cast import CALL, CAMPAIGN, STAFF, Stage, caller

SECOND = timedelta(seconds=1)
AFTER = timedelta(seconds=121)


@pytest.fixture
def round_at(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    """The post's round at the stage's time."""
    monkeypatch.setattr(clock, "now", lambda: stage.now)

    def go() -> int:
        return post.deliver_round(lambda: False)

    return go


def test_a_request_that_nobody_fetched_goes_out_by_mail_and_its_acceptance_is_the_receipt(stage, office, round_at) -> None:
    stage.open()
    stage.now += AFTER
    round_at()
    hop = stage.hop("TERM")
    assert hop.status == "running"
    assert (hop.received_at, hop.due_at) == (stage.now, stage.now + timedelta(days=1))
    [mail] = office.mails
    assert mail["Subject"] == f"Traceback request {hop.public_id}: answer due Tue 10:02 EST"
    assert mail["To"] == "traces@term.example"
    received = JournalEntry.objects.get(subject_id=hop.public_id, fact="request_received")
    assert '"by":"mx.harbor.example"' in received.body
    assert '"how":"mail"' in received.body
    told = [each.words for each in traceback_view(actor=STAFF, traceback=stage.traceback).happenings]
    assert any(words.endswith("Request received: by mail, mx.harbor.example") for words in told)


def test_an_agent_that_fetches_gets_no_mail(stage, office, round_at) -> None:
    stage.open()
    stage.receive("TERM")
    stage.now += AFTER
    round_at()
    assert office.mails == []
    assert not Notice.objects.filter(due_at__isnull=False, kind="request").exists()


def test_no_number_of_a_call_stands_in_a_mail(stage, office, round_at) -> None:
    stage.open()
    stage.now += AFTER
    round_at()
    text = office.mails[0].as_string()
    for number in ("6175550172", "2025550143", "617-555", "202) 555-0143"):
        assert number not in text.replace(" ", "")


def test_several_requests_leave_in_one_mail(stage, office, round_at) -> None:
    for _ in range(3):
        stage.open()
        stage.now += 30 * SECOND
    stage.now += AFTER
    round_at()
    [subject] = office.subjects()
    assert subject == "3 traceback requests: first answer due Tue 10:03 EST"


def test_a_refused_mail_starts_no_clock_and_the_next_contact_is_asked(stage, office, round_at) -> None:
    stage.open()
    Contact.objects.filter(provider__public_id="TERM").get()
    stage.now += AFTER
    office.replies["traces@term.example"] = "550 5.1.1 no such mailbox"
    round_at()
    assert stage.status("TERM") == "unreached"
    assert stage.facts("TERM") == ["provider_asked", "notice_bounced"]
    assert Contact.objects.get(provider__public_id="TERM").failed_at == stage.now


def test_an_address_that_no_server_could_take_holds_nobody_else_up(stage, office, round_at) -> None:
    filing = ProviderFiling("Zaragoza Telefonía", "US", "America/New_York", "", "", "", "josé@zaragoza.example")
    register_provider(actor=STAFF, filing=filing, organisation=None, public_id="ZAR", now=stage.now)
    stage.open()
    open_traceback(actor=STAFF, report=CALL, terminating="ZAR", campaign=CAMPAIGN, direction=Direction.UPSTREAM, now=stage.now)
    stage.open()
    stage.now += AFTER
    round_at()
    assert {mail["To"] for mail in office.mails} == {"traces@term.example"}
    assert Hop.objects.get(provider__public_id="ZAR").status == "unreached"
    assert Mail.objects.get(address="josé@zaragoza.example").state == "failed"


def test_a_domain_in_another_script_is_written_to(stage, office, round_at) -> None:
    stage.open()
    stage.now += AFTER
    office.replies["traces@term.example"] = "550 5.1.1 no such mailbox"
    round_at()
    stage.decide("replace_contact", stage.hop("TERM"), contact="noc@köln.example")
    round_at()
    assert [mail["To"] for mail in office.mails] == ["noc@xn--kln-sna.example"]
    assert office.envelopes[-1][1] == ["noc@xn--kln-sna.example"]


def test_a_refusal_for_now_is_tried_again(stage, office, round_at) -> None:
    stage.open()
    stage.now += AFTER
    office.replies["*"] = "451 4.7.1 come back later"
    round_at()
    assert stage.status("TERM") == "requested"
    office.replies.clear()
    round_at()
    assert office.mails == []
    stage.now += timedelta(minutes=1)
    round_at()
    assert stage.status("TERM") == "running"


@pytest.mark.slow
def test_silence_is_followed_by_mails_and_staff_is_told(stage, office, round_at) -> None:
    stage.open()
    stage.now += AFTER
    round_at()
    for _ in range(24 * 6):
        stage.now += timedelta(hours=1)
        tick(actor=CLOCK, now=stage.now, limit=10)
        round_at()
    assert stage.status("TERM") == "lapsed"
    words = [subject.split(":")[0].split(" ")[0] for subject in office.subjects()]
    assert words == ["Traceback", "Reminder", "Overdue", "Escalated", "Needs", "Needs"]
    assert "notice_accepted" in stage.facts("TERM")


def test_an_answer_by_an_agent_is_not_confirmed_by_mail(stage, office, round_at) -> None:
    stage.open()
    stage.answer("TERM", caller())
    stage.now += AFTER
    round_at()
    assert office.mails == []


def test_once_a_week_everybody_is_told_what_is_open(stage, office, round_at) -> None:
    stage.open()
    stage.receive("TERM")
    round_at()
    assert office.subjects() == []
    stage.now += timedelta(days=7)
    round_at()
    round_at()
    assert office.subjects() == ["Your week: 1 request open"]
    stage.now += timedelta(days=7)
    round_at()
    assert office.subjects().count("Your week: 1 request open") == 2


@pytest.mark.slow
def test_a_mail_server_that_is_down_for_a_day_loses_nothing_and_the_time_is_not_the_providers(stage, round_at) -> None:
    stage.open()
    stage.receive("TERM")
    due = stage.hop("TERM").due_at
    with open_post_office() as (_office, port):
        closed = port
    with sending_to(closed):
        for _ in range(20):
            stage.now += timedelta(hours=1)
            tick(actor=CLOCK, now=stage.now, limit=10)
            round_at()
    with open_post_office() as (office, port), sending_to(port):
        stage.now += timedelta(minutes=1)
        round_at()
        assert [subject.split(":")[0] for subject in office.subjects()] == ["Reminder"]
        assert "outage_credited" in stage.facts("TERM")
        assert stage.hop("TERM").due_at > due
        for _ in range(24 * 7):
            stage.now += timedelta(hours=1)
            tick(actor=CLOCK, now=stage.now, limit=10)
            round_at()
        assert "request_escalated" in stage.facts("TERM")
        assert any(subject.startswith("Escalated") for subject in office.subjects())


@pytest.mark.slow
def test_what_was_asked_on_a_day_without_a_mail_server_arrives_afterwards_each_thing_once(stage, round_at) -> None:
    with open_post_office() as (_office, port):
        closed = port
    with sending_to(closed):
        for hour in range(26):
            if hour % 5 == 0:
                stage.open()
            stage.now += timedelta(hours=1)
            tick(actor=CLOCK, now=stage.now, limit=10)
            round_at()
    asked = set(Hop.objects.values_list("public_id", flat=True))
    assert (len(asked), set(Hop.objects.values_list("status", flat=True))) == (6, {"requested"}), "nobody's clock runs meanwhile"
    with open_post_office() as (office, port), sending_to(port):
        for _ in range(6):
            stage.now += timedelta(minutes=10)
            round_at()
        told = [hop for mail in office.mails for hop in asked if hop in str(mail.get_body(("plain",)).get_content())]  # type: ignore[union-attr]
        assert sorted(told) == sorted(asked)
        assert set(Hop.objects.values_list("status", flat=True)) == {"running"}
        received = Hop.objects.values_list("received_at", flat=True)
        assert all(at is not None and at > stage.now - timedelta(hours=1) for at in received)
