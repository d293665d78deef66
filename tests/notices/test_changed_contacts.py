"""Contacts that change: the old address is told, and what staff name after a bounce is written to."""

import pytest

from star57.hub.domain.contacts import ContactKind
from star57.hub.jobs import post
from star57.hub.records.models import Contact
from star57.hub.upkeep.check_mail import check_mail
from star57.hub.usecases.manage_contacts import ContactWords, replace_contact
from tests.usecases.cast import STAFF

pytestmark = pytest.mark.usefixtures("at_the_stages_time")


def contact_of(provider: str) -> Contact:
    return Contact.objects.get(provider__public_id=provider, is_current=True)


def test_the_old_address_is_told_when_another_takes_its_place(stage, office) -> None:
    words = ContactWords(ContactKind.REQUESTS, "", "desk@term.example", "")
    replace_contact(actor=STAFF, contact=contact_of("TERM").public_id, words=words, now=stage.now)
    post.deliver_round(lambda: False)
    [mail] = office.mails
    assert mail["To"] == "traces@term.example"
    assert mail["Subject"] == "Traceback requests to your company come here no more"
    assert "desk@term.example" not in mail.as_string()
    assert contact_of("TERM").address == "desk@term.example"


def test_what_staff_name_after_a_bounce_is_a_contact_and_is_written_to_at_once(stage, office) -> None:
    stage.open()
    stage.later(seconds=121)
    office.replies["traces@term.example"] = "550 no such mailbox"
    post.deliver_round(lambda: False)
    assert stage.status("TERM") == "unreached"
    stage.decide("replace_contact", stage.hop("TERM"), contact="legal@term.example")
    post.deliver_round(lambda: False)
    assert [mail["To"] for mail in office.mails] == ["legal@term.example"]
    assert stage.status("TERM") == "running"
    assert set(Contact.objects.filter(provider__public_id="TERM", failed_at=None).values_list("address", flat=True)) == {
        "legal@term.example"
    }


def test_the_doctor_says_what_to_publish_for_mail(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SMTP_HOST = ""
    assert [finding.to_do for finding in check_mail()] == ["set STAR57_SMTP_HOST; see docs/handbook/settings.md"]
    settings.SMTP_HOST, settings.MAIL_FROM = "mail.consortium.example", "traceback@consortium.example"
    settings.MAIL_DOMAIN = "consortium.example"
    published = {"consortium.example": ["v=spf1 mx -all"]}
    monkeypatch.setattr("star57.hub.jobs.mail_advice.texts_of", lambda name: published.get(name, []))
    grades = {finding.subject: finding.grade.value for finding in check_mail()}
    assert grades == {"mail": "right", "genuine": "look", "SPF": "right", "DKIM": "look", "DMARC": "look"}
    settings.CONSORTIUM_PAGE = "consortium.example/mail"
    [genuine] = [finding for finding in check_mail() if finding.subject == "genuine"]
    assert genuine.to_do == "set STAR57_CONSORTIUM_TELEPHONE"
    settings.CONSORTIUM_TELEPHONE = "+1 202 555 0100"
    assert "right" in {finding.grade.value for finding in check_mail() if finding.subject == "genuine"}
