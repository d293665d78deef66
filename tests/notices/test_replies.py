"""Mail that comes back: replies hang on the hop, delivery reports move the clock, and nothing is ever an answer by itself."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.conf import settings

from star57.hub.domain.access import CLOCK
from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.jobs import inbound, post
from star57.hub.reads.correspondence import thread_of
from star57.hub.records.models import Contact
from star57.hub.usecases.correspond import ask_more_time, grant_more_time, refuse_more_time, write_message
from star57.hub.usecases.manage_contacts import ContactWords, add_contact
from star57.hub.usecases.pass_deadline import tick
from tests.notices.post_office import asked_by_mail, sending_to
from tests.usecases.cast import STAFF, person_of

pytestmark = pytest.mark.usefixtures("at_the_stages_time")

DAY = timedelta(days=1)


def reply_to(address: str, text: str, **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ana@term.example", address, "Re: Traceback request"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def failed_report(action: str = "failed") -> bytes:
    return (
        "From: postmaster@term.example\nTo: bounce\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt did not arrive.\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.term.example\n\n"
        f"Final-Recipient: rfc822; traces@term.example\nAction: {action}\nStatus: 5.1.1\n"
        "Remote-MTA: dns; mx.term.example\nDiagnostic-Code: smtp; 550 no such mailbox\n\n--b--\n"
    ).encode()


def test_a_reply_hangs_on_the_hop_and_is_no_answer(stage, office) -> None:
    asked_by_mail(stage)
    assert inbound.take_mail(reply_to(office.mails[0]["Reply-To"], "We are looking into it."), ())
    assert stage.status("TERM") == "running"
    [message] = thread_of(actor=person_of("TERM"), hop=stage.hop("TERM").public_id).messages
    assert (message.text, message.came_by_mail, message.is_by_staff, message.is_automatic) == (
        "We are looking into it.",
        True,
        False,
        False,
    )
    stage.now += timedelta(minutes=11)
    post.deliver_round(lambda: False)
    assert office.subjects()[-1].startswith("Needs a person")


def test_an_automatic_reply_is_marked(stage, office) -> None:
    asked_by_mail(stage)
    inbound.take_mail(reply_to(office.mails[0]["Reply-To"], "I am away.", Auto_Submitted="auto-replied"), ())
    assert thread_of(actor=STAFF, hop=stage.hop("TERM").public_id).messages[0].is_automatic
    assert stage.hop("TERM").wrote_at is None
    inbound.take_mail(reply_to(office.mails[0]["Reply-To"], "Which trunk?"), ())
    assert stage.hop("TERM").wrote_at == stage.now


def test_a_mail_to_no_token_of_ours_is_not_taken(stage, office) -> None:
    asked_by_mail(stage)
    assert not inbound.take_mail(reply_to("reply+22222222222222222222222222@consortium.example", "hello"), ())
    assert not inbound.take_mail(reply_to("traceback@consortium.example", "hello"), ())


def test_a_report_that_comes_later_stops_the_clock_and_the_next_contact_is_asked(stage, office) -> None:
    words = ContactWords(ContactKind.ESCALATION, "Noc", "noc@term.example", "")
    add_contact(actor=STAFF, provider="TERM", words=words, now=stage.now)
    asked_by_mail(stage)
    assert stage.status("TERM") == "running"
    stage.now += timedelta(minutes=5)
    assert inbound.take_mail(failed_report(), (office.envelopes[0][0],))
    post.deliver_round(lambda: False)
    post.deliver_round(lambda: False)
    assert stage.facts("TERM") == ["provider_asked", "request_received", "notice_bounced", "contact_replaced", "request_received"]
    assert [mail["To"] for mail in office.mails][-1] == "noc@term.example"
    assert stage.hop("TERM").received_at == stage.now
    assert Contact.objects.get(address="traces@term.example").failed_at is not None


def test_where_a_relay_takes_the_mail_only_its_report_is_the_receipt(stage, office) -> None:
    stage.open()
    stage.now += timedelta(seconds=121)
    with sending_to(settings.SMTP_PORT, SMTP_RECEIPT="delivered"):
        post.deliver_round(lambda: False)
        assert stage.status("TERM") == "requested"
        stage.now += timedelta(minutes=1)
        inbound.take_mail(failed_report("relayed"), (office.envelopes[0][0],))
        post.deliver_round(lambda: False)
    assert stage.status("TERM") == "running"
    assert stage.hop("TERM").received_at == stage.now


def test_a_stranger_neither_reads_nor_writes(stage, office) -> None:
    asked_by_mail(stage)
    hop = stage.hop("TERM").public_id
    with pytest.raises(NotFound):
        thread_of(actor=person_of("TRAN1"), hop=hop)
    with pytest.raises(NotFound):
        write_message(actor=person_of("TRAN1"), request=hop, text="hello there", how="portal", now=stage.now)


def test_more_time_moves_our_follow_ups_and_not_the_legal_due_time(stage, office) -> None:
    asked_by_mail(stage)
    hop, due = stage.hop("TERM").public_id, stage.hop("TERM").due_at
    until = due + 2 * DAY
    ask_more_time(actor=person_of("TERM"), request=hop, until=until, reason="The switch is being replaced.", how="portal", now=stage.now)
    assert thread_of(actor=STAFF, hop=hop).asked_until == until
    with pytest.raises(Invalid):
        grant_more_time(actor=STAFF, hop=hop, until=due, reason="of course", now=stage.now)
    grant_more_time(actor=STAFF, hop=hop, until=until, reason="Understood.", now=stage.now)
    thread = thread_of(actor=person_of("TERM"), hop=hop)
    assert (thread.due_at, thread.extended_to, thread.asked_until) == (due, until, None)
    for instant, status in ((due + timedelta(hours=1), "running"), (until, "running"), (until + timedelta(seconds=1), "overdue")):
        tick(actor=CLOCK, now=instant, limit=10)
        assert stage.status("TERM") == status


def test_more_time_may_be_refused_with_a_reason(stage, office) -> None:
    asked_by_mail(stage)
    hop = stage.hop("TERM").public_id
    refuse_more_time(actor=STAFF, hop=hop, reason="The records are at hand.", now=stage.now)
    assert thread_of(actor=person_of("TERM"), hop=hop).messages[-1].text == "The records are at hand."
    post.deliver_round(lambda: False)
    assert office.subjects()[-1] == f"More time: decided for traceback request {hop}"
