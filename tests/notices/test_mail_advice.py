"""What the doctor says of the sender's domain: fine, missing, double, or unknown when nobody could look."""

import pytest

from star57.hub.jobs.mail_advice import CannotLookUp, mail_advice

GOOD = {
    "consortium.example": ["google-site-verification=x", "v=spf1 mx -all"],
    "star57._domainkey.consortium.example": ["v=DKIM1; k=rsa; p=MIIBIjAN"],
    "_dmarc.consortium.example": ["v=DMARC1; p=reject"],
}


def said(records: dict[str, list[str]]) -> dict[str, bool]:
    found = mail_advice("consortium.example", look_up=lambda name: records.get(name, []))
    return {each.what: each.is_fine for each in found}


def test_a_domain_that_is_set_up_is_fine() -> None:
    assert said(GOOD) == {"SPF": True, "DKIM": True, "DMARC": True}


def test_what_is_missing_is_given_to_publish() -> None:
    found = {each.what: each for each in mail_advice("consortium.example", look_up=lambda _name: [])}
    assert not any(each.is_fine for each in found.values())
    assert found["SPF"].publish.startswith("v=spf1 ")
    assert found["DMARC"].name == "_dmarc.consortium.example"


@pytest.mark.parametrize(
    ("name", "records", "what"),
    [
        ("consortium.example", ["v=spf1 -all", "v=spf1 mx -all"], "SPF"),
        ("consortium.example", ["v=spf1 +all"], "SPF"),
        ("star57._domainkey.consortium.example", ["v=DKIM1; p="], "DKIM"),
        ("_dmarc.consortium.example", ["v=DMARC1; p=none"], "DMARC"),
    ],
)
def test_a_record_that_protects_nobody_is_not_fine(name: str, records: list[str], what: str) -> None:
    assert not said({**GOOD, name: records})[what]


def test_where_bounces_go_elsewhere_that_domain_says_who_may_send(settings) -> None:
    settings.MAIL_FROM, settings.MAIL_DOMAIN = "traceback@consortium.example", "mail.consortium.example"
    found = {each.what: each for each in mail_advice(look_up=lambda _name: [])}
    assert (found["SPF"].name, found["DMARC"].name) == ("mail.consortium.example", "_dmarc.consortium.example")
    assert "aspf=r" in found["DMARC"].publish, "the two domains are one organisation's and not the same"


def test_where_nobody_can_look_nothing_is_claimed() -> None:
    def silent(_name: str) -> list[str]:
        raise CannotLookUp

    assert all(each.found is None and not each.is_fine for each in mail_advice("consortium.example", look_up=silent))
