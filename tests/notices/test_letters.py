"""What a recipient reads: which day is meant, what was decided, what happens next. Mails as a real SMTP server took them."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from star57.hub.domain.access import CLOCK
from star57.hub.jobs import post
from star57.hub.reads.tracebacks import traceback_view
from star57.hub.usecases.correspond import grant_more_time, refuse_more_time
from star57.hub.usecases.pass_deadline import tick
from star57.hub.usecases.respond_to_request import respond_to_request
from tests.notices.post_office import asked_by_mail
from tests.usecases.cast import STAFF, caller, person_of, said, stranger

pytestmark = pytest.mark.usefixtures("at_the_stages_time")

DAY = timedelta(days=1)


def letter(mail: EmailMessage) -> str:
    """Its text, which says the same as its page."""
    written, page = (str(mail.get_body((kind,)).get_content()) for kind in ("plain", "html"))  # type: ignore[union-attr]
    text = written.replace("\r\n", "\n")
    for line in text.splitlines():
        if line.startswith(("  due", "  was due", "  more time")):
            assert line.strip() in page
    return text


def test_a_day_that_is_to_come_is_named_by_its_weekday_and_one_that_has_passed_by_its_date(stage, office) -> None:
    asked_by_mail(stage)
    assert "\nAnswer due: Tuesday 10:02 your time (EST), 15:02 UTC\n" in letter(office.mails[-1])
    stage.now = stage.hop("TERM").due_at + timedelta(seconds=1)
    tick(actor=CLOCK, now=stage.now, limit=10)
    post.deliver_round(lambda: False)
    assert office.subjects()[-1].startswith("Overdue")
    text = letter(office.mails[-1])
    assert "\nAnswer was due: Tuesday 24 November, 10:02 your time (EST), 15:02 UTC\n" in text
    assert "\n  was due Tuesday 24 November, 10:02 your time (EST), 15:02 UTC\n" in text


def test_a_decision_about_more_time_is_said_with_both_times(stage, office) -> None:
    asked_by_mail(stage)
    hop, due = stage.hop("TERM").public_id, stage.hop("TERM").due_at
    grant_more_time(actor=STAFF, hop=hop, until=due + DAY, reason="Understood: the switch.", now=stage.now)
    post.deliver_round(lambda: False)
    text = letter(office.mails[-1])
    assert "\n  more time granted until Wednesday 10:02 your time (EST), 15:02 UTC\n  due Tuesday 10:02" in text
    assert "switch" not in text, "the reason is read in the portal"
    refuse_more_time(actor=STAFF, hop=hop, reason="The records are at hand.", now=stage.now)
    post.deliver_round(lambda: False)
    assert "\n  more time was not granted\n" in letter(office.mails[-1])


def test_whoever_named_nobody_is_not_told_that_somebody_is_asked_next(stage, office) -> None:
    asked_by_mail(stage)
    request = stage.receive("TERM")
    response = said(caller(), facts_version=request.facts_version)
    respond_to_request(actor=person_of("TERM"), request=request.id, response=response, how="portal", now=stage.now)
    post.deliver_round(lambda: False)
    assert office.subjects()[-1].startswith("Answer received")
    assert "Whoever you named is asked next, if anybody." in letter(office.mails[-1])


def test_staff_read_in_their_week_what_waits_for_them_and_not_how_a_provider_answers(stage, office) -> None:
    stage.open()
    stage.answer("TERM", stranger("Fly-By-Night Telecom"))
    post.deliver_round(lambda: False)
    stage.now += 7 * DAY
    post.deliver_round(lambda: False)
    [week] = [mail for mail in office.mails if mail["To"] == "desk@consortium.example" and mail["Subject"].startswith("Your week")]
    assert week["Subject"] == "Your week: 1 traceback needs a person"
    text = letter(week)
    assert "open since Monday 23 November" in text
    assert "answer without an account" not in text


def test_the_timeline_says_which_notice_which_server_took(stage, office) -> None:
    asked_by_mail(stage)
    stage.now = stage.hop("TERM").due_at + timedelta(seconds=1)
    tick(actor=CLOCK, now=stage.now, limit=10)
    post.deliver_round(lambda: False)
    told = [each.words for each in traceback_view(actor=STAFF, traceback=stage.traceback).happenings]
    assert any(words.endswith("Request received: by mail, mx.harbor.example") for words in told)
    assert any(words.endswith("Notice accepted: that the time has passed, by mail, mx.harbor.example") for words in told)
