"""Every kind of mail, of one thing and of many, to each reader: nothing of it is a text that cannot be translated."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.jobs.composing import compose
from star57.hub.reads.mails import MailItem, MailView
from tests.journeys.pseudo import STAND_IN, WORD, bare_words, pseudo_language, without_brackets, words_of
from tests.notices.post_office import sending_to

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DATA = frozenset(
    words_of(
        "R-7QK2-M4XP-9R3C https://hub.consortium.example/r/1/ Robocalls 47 CFR Harbor Voice Consortium traceback@consortium.example UTC EST"
    )
)


def item(number: int) -> MailItem:
    due = NOW + timedelta(days=1 + number)
    return MailItem("R-7QK2-M4XP-9R3C", f"/r/{number}/", "Robocalls", "Harbor", due, None, NOW, None)


def mail(kind: NoticeKind, to: Audience, count: int) -> MailView:
    return MailView(
        id="M-7QK2-M4XP-9R3C",
        kind=kind,
        to=to,
        address="traceback@consortium.example",
        token="t",
        name="Harbor Voice",
        language=STAND_IN,
        zone="America/New_York",
        country="US",
        rule="47 CFR",
        code="1234 5678",
        items=tuple(map(item, range(count))),
    )


@pytest.mark.parametrize("to", Audience)
@pytest.mark.parametrize("kind", NoticeKind)
def test_no_mail_says_a_text_that_cannot_be_translated(kind: NoticeKind, to: Audience) -> None:
    found: set[str] = set()
    with sending_to(1), override_settings(CONSORTIUM_NAME="Consortium"), pseudo_language():
        for count in (0, 1, 25):
            message = compose(mail(kind, to, count), NOW)
            text, page = (message.get_body((each,)).get_content() for each in ("plain", "html"))  # type: ignore[union-attr]
            words = WORD.findall(without_brackets(f"{message['Subject']} {text}"))
            found |= {each for each in words if each not in DATA} | bare_words(page, DATA)
    assert found == set()
