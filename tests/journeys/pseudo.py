"""A language that nobody speaks: every text that goes through gettext comes out accented and in brackets, so that a bare one shows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

STAND_IN = "es"  # the pseudo-language takes this one's place for as long as it lasts
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|<[^>]+>|&\w+;)")
ACCENTS = str.maketrans("aceginosuyzACEGINOSUYZ", "áçéğîñöšüýžÁÇÉĞÎÑÖŠÜÝŽ")
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
HASH = re.compile(r"\b[0-9a-f]{40,}\b")
WORD = re.compile(r"[A-Za-z]{3,}")
READ_OUT = ("alt", "title", "aria-label", "placeholder")
NOT_READ = frozenset({"script", "style", "code", "kbd", "time", "svg"})
EMPTY = frozenset({"input", "link", "meta", "br", "img", "hr", "path", "circle", "rect", "source", "wbr"})


def pseudo(text: str) -> str:
    """⟦Šîğñ îñ⟧, with placeholders and markup as they were."""
    parts = KEPT.split(text)
    return "⟦" + "".join(part if index % 2 else part.translate(ACCENTS) for index, part in enumerate(parts)) + "⟧"


class PseudoLanguage(trans_real.DjangoTranslation):
    """Knows every text."""

    def __init__(self) -> None:
        super().__init__("en")

    def to_language(self) -> str:
        return STAND_IN

    def gettext(self, message: str) -> str:
        return pseudo(message.rpartition(trans_real.CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Whoever asks for the language it stands in for gets it."""
    before = trans_real.translation(STAND_IN)
    trans_real._translations[STAND_IN] = PseudoLanguage()  # type: ignore[attr-defined]
    try:
        yield
    finally:
        trans_real._translations[STAND_IN] = before  # type: ignore[attr-defined]
        translation.deactivate()


class _Reader(HTMLParser):
    """Collects what a person sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.texts += [given[name] or "" for name in READ_OUT if name in given]
        if tag == "input" and given.get("type") == "submit":
            self.texts.append(given.get("value") or "")
        is_data = tag in NOT_READ or "number" in (given.get("class") or "").split() or ("lang" in given and tag != "html")
        if tag not in EMPTY and (self.silent or is_data):
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


def bare_words(page: str, data: frozenset[str]) -> set[str]:
    """Every word on a page that is neither translated nor data."""
    reader = _Reader()
    reader.feed(page)
    found: set[str] = set()
    for text in reader.texts:
        left = HASH.sub(" ", without_brackets(text))
        found |= {f"{word} in {text.strip()[:60]!r}" for word in WORD.findall(left) if word not in data}
    return found


def without_brackets(text: str) -> str:
    """What stands outside the brackets, which may stand in each other."""
    while BRACKETED.search(text):
        text = BRACKETED.sub(" ", text)
    return text


def words_of(*values: Any) -> set[str]:
    """The words of some data."""
    return {word for value in values for word in WORD.findall(str(value))}
