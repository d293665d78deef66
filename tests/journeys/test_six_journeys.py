"""Six journeys of a traceback through real pages, real mails and a moving clock: each at a desk and on a phone."""

import re

import pytest

from tests.journeys.town import DESK, SOURCE_ADMIN, mailbox
from tests.journeys.town_cast import Cast

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
CALLED = "+16175550172"
HARBOR, MERIDIAN, LAKESHORE = "Harbor Voice", "Meridian Long Distance", "Lakeshore Cloud Telephony"
CEDAR, GATEWAY = "Cedar Valley Telephone", "Pacific Gateway Carriers"
CALLER = "Brightpath Marketing LLC"


def test_the_caller_is_found_behind_three_carriers(cast: Cast) -> None:
    town, ines = cast.town, cast.analyst()
    traceback = ines.opens_a_traceback("Car warranty", CALLED)
    town.time_passes(minutes=3)
    cedar = cast.responder(CEDAR).follows_the_mail(mailbox("TERM")).reads(f"Who handed {CEDAR} this call?")
    cedar.names(HARBOR).reads(f"{HARBOR} is asked the same question.")
    town.time_passes(minutes=3)
    harbor = cast.responder(HARBOR)
    harbor.page.goto(town.link_in(mailbox("TRAN1"), "Traceback request"))
    harbor.follows("I have an account").signs_in().reads(f"Who handed {HARBOR} this call?").sees_it_whole()
    harbor.finds_nowhere(LAKESHORE, MERIDIAN).names(LAKESHORE)
    town.time_passes(minutes=3)
    lakeshore = cast.stranger().follows_the_mail(mailbox("ORIG")).presses("Send me the code").reads("Enter the code")
    town.time_passes(minutes=1)
    code = re.search(rf"{town.says('Code:')} (.+)", town.mail_to(mailbox("ORIG"), "Your code"))
    assert code
    lakeshore.writes("Code from the mail", code[1].strip()).presses("Open the request").reads(f"Who handed {LAKESHORE} this call?")
    lakeshore.finds_nowhere(CEDAR).names_the_customer(CALLER)
    ines.reads_of(traceback, "originator identified").reads_the_path(traceback, CEDAR, HARBOR, LAKESHORE, CALLER)
    cedar.opens("/requests/?state=answered").follows("Car warranty").reads(f"{CEDAR} states that it received this call from {HARBOR}.")
    cedar.finds_nowhere(LAKESHORE, CALLER)


def test_a_call_from_abroad_ends_at_its_point_of_entry(cast: Cast) -> None:
    town, ines = cast.town, cast.analyst()
    traceback = ines.opens_a_traceback("Power cut in thirty minutes", CALLED)
    cast.responder(CEDAR).opens("/requests/").follows("Power cut in thirty minutes").names(GATEWAY)
    town.time_passes(minutes=3)
    gateway = cast.responder(GATEWAY).follows_the_mail(mailbox("GATE"))
    abroad = {"Which foreign provider?": "Luzon International Telecom", "Country": "PH"}
    gateway.answers("It came to us from abroad", abroad)
    ines.reads_of(traceback, "point of entry identified").reads_the_path(traceback, "Luzon International Telecom", "(PH)")


def test_a_silent_carrier_is_reminded_escalated_and_by_a_person_recorded_as_silent(cast: Cast) -> None:
    town, ines = cast.town, cast.analyst()
    traceback = ines.opens_a_traceback("Bank security department", CALLED)
    town.time_passes(minutes=3)
    counted = town.says("(counted from the moment your mail server takes this mail, unless you opened or fetched the request before)")
    assert counted in town.mail_to(mailbox("TERM"), "Traceback request")
    ines.reads_of(traceback, "running", "mx.harbor.example")
    town.the_answer_falls_due()
    subjects = [str(mail["Subject"]).strip() for mail in town.mails_to(mailbox("TERM"))]
    begin = [town.subject(words) for words in ("Traceback request", "Reminder:", "Overdue:")]
    assert [each[: len(words)] for each, words in zip(subjects, begin, strict=True)] == begin
    ines.reads_of(traceback, "overdue")
    town.time_passes(days=1, minutes=20)
    assert town.says("You are the contact on record for this.") in town.mail_to(mailbox("TERM", "duty"), "Escalated")
    assert any(str(mail["Subject"]).startswith("Needs a person") for mail in town.mails_to(DESK))  # in the hub's own language
    ines.reads_of(traceback, "overdue, escalated")
    town.time_passes(days=3)  # Thanksgiving and a week-end: days that do not count
    ines.opens("/tracebacks/").reads("Silent, to be confirmed")
    ines.decides(traceback, "Confirm as non-responsive", "Reason", "Mail taken four times, nobody at the telephone.")
    ines.reads("non-responsive provider")
    town.time_passes(minutes=1)
    stands = town.says("You can still answer, and you can reply to this mail: your side stands beside the finding.")
    assert stands in town.mail_to(mailbox("TERM", "duty"), "Recorded as non-responsive")
    cedar = cast.responder(CEDAR).follows_the_mail(mailbox("TERM", "duty"), "Recorded as non-responsive")
    cedar.names(HARBOR)  # late, and it still counts
    ines.reads_of(traceback, "late").reads_the_path(traceback, HARBOR)


def test_whoever_was_named_wrongly_disputes_it_and_the_namer_corrects_it(cast: Cast) -> None:
    town, ines = cast.town, cast.analyst()
    traceback = ines.opens_a_traceback("Car warranty", CALLED)
    cedar = cast.responder(CEDAR)
    cedar.opens("/requests/").follows("Car warranty").names(GATEWAY)
    town.time_passes(minutes=3)
    gateway = cast.responder(GATEWAY).follows_the_mail(mailbox("GATE")).reads(f"{CEDAR} states that it received this call from you")
    gateway.follows("Dispute it").sees_it_whole().writes("Why this is not so", "No trunk of ours leads to them.").presses("Dispute it")
    gateway.reads("It stands in the record")
    town.time_passes(minutes=1)
    assert town.says("The provider you named says that it did not hand you this call.") in town.mail_to(mailbox("TERM"), "Disputed")
    ines.reads_of(traceback, "Statements that do not fit together", "No trunk of ours leads to them.")
    ines.decides(traceback, "Uphold the dispute", "Reason", "The trunk table of the namer is out of date.")
    ines.reads(f"Decided: {GATEWAY} was named wrongly.")
    town.time_passes(minutes=11)
    assert town.says("It does not count in your record.") in town.mail_to(mailbox("GATE"), "Withdrawn")
    cedar.follows_the_mail(mailbox("TERM"), "Traceback request").reads("Sent back: this is missing").names(HARBOR)
    town.time_passes(minutes=3)
    cast.responder(HARBOR).follows_the_mail(mailbox("TRAN1")).names_the_customer(CALLER)
    ines.reads_of(traceback, "originator identified")


def test_what_is_withdrawn_is_withdrawn_for_the_carrier_too(cast: Cast) -> None:
    town, ines = cast.town, cast.analyst()
    traceback = ines.opens_a_traceback("Car warranty", CALLED)
    town.time_passes(minutes=3)
    cedar = cast.responder(CEDAR).follows_the_mail(mailbox("TERM")).reads(f"Who handed {CEDAR} this call?")
    ines.decides(traceback, "Withdraw the traceback", "Reason", "The caller was the bank itself.").reads("withdrawn")
    town.time_passes(minutes=11)
    assert town.says("The request was taken back.") in town.mail_to(mailbox("TERM"), "Withdrawn")
    cedar.follows_the_mail(mailbox("TERM"), "Withdrawn").reads("withdrawn", "Nothing is needed from you now.")
    assert not cedar.page.get_by_role("button", name=town.says("Read it back")).count()
    cedar.opens("/requests/").reads("Nothing to answer now")


def test_a_source_is_told_that_its_call_is_closed_and_nothing_else(cast: Cast) -> None:
    town, ines = cast.town, cast.analyst()
    traceback = ines.opens_a_traceback("Bank security department", CALLED, source="Cedar Valley Bank")
    cedar = cast.responder(CEDAR).opens("/requests/").follows("Bank security department")
    cedar.finds_nowhere("Cedar Valley Bank").names(HARBOR)
    cast.responder(HARBOR).opens("/requests/").follows("Bank security department").names_the_customer(CALLER)
    ines.reads_of(traceback, "originator identified", "Cedar Valley Bank")
    assert town.mails_to(SOURCE_ADMIN) == []
    town.time_passes(minutes=11)
    [mail] = town.mails_to(SOURCE_ADMIN)
    assert mail["Subject"] == "A call you reported: its traceback is closed"
    told = "".join(str(part.get_content()) for part in mail.walk() if not part.is_multipart()) + str(mail)
    known = (traceback, CEDAR, HARBOR, CALLER, "Bank security department", "5550172", "555-0172", "5550143", "555-0143", "identified")
    assert [each for each in known if each in told] == []
    ada = cast.source().opens("/")
    ada.finds_nowhere(traceback, HARBOR, CALLER)
    ada.opens(f"/tracebacks/{traceback}/").finds_nowhere(HARBOR, CALLER, "Bank security department")
