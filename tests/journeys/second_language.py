"""What a journey reads and presses, in another language: the portal's own catalogue, and nothing else, says how."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import star57.hub.portal
from tests.catalogs import PLACEHOLDER, entries_of

Says = Callable[[str], str]
LETTERS = re.compile(r"[a-z]{3}")
SENTENCE = re.compile(r"(?<=[.:]) ")


def in_english(text: str) -> str:
    """As it is written here."""
    return text


def in_spanish(text: str) -> str:
    """As the catalogue has it: a whole text, or a whole sentence of one. What it does not know, a name, stays."""
    known = _pairs()
    for pieces in (known, [pair for each in known for pair in _sentences(*each)]):
        said = _filled_in(text, pieces)
        if said:
            return said
    return text


def subject_in_spanish(text: str) -> str:
    """How the subject of a mail about one request begins that begins so in English."""
    subjects = (spanish for english, spanish in _pairs() if "%(id)s" in english and re.match(rf"{re.escape(text)}(?!\w)", english))
    return PLACEHOLDER.split(next(subjects, text))[0].strip()


def _filled_in(text: str, pieces: list[tuple[str, str]]) -> str:
    """The piece that says most of this text; "" for none."""
    for english, spanish in pieces:
        if english.casefold() == text.casefold():
            return spanish
    wordy = [pair for pair in pieces if LETTERS.search(PLACEHOLDER.sub("", pair[0]))]
    fitting = [(pair, found) for pair in wordy if (found := _pattern(pair[0]).fullmatch(text))]
    if not fitting:
        return ""
    (_, spanish), found = max(fitting, key=lambda each: len(PLACEHOLDER.sub("", each[0][0])))
    return PLACEHOLDER.sub(partial(_blank, found), spanish)


def _blank(found: "re.Match[str]", blank: "re.Match[str]") -> str:
    return found[_group(blank[0])]


@cache
def _pairs() -> list[tuple[str, str]]:
    """Every text with its translation; the plainest first."""
    catalogue = Path(star57.hub.portal.__path__[0], "locale", "es", "LC_MESSAGES", "django.po").read_text(encoding="utf-8")
    found = [pair for entry in entries_of(catalogue) for pair in zip(entry.texts, entry.translations, strict=False)]
    return sorted(found, key=lambda pair: (len(PLACEHOLDER.findall(pair[0])), len(pair[0])))


def _sentences(english: str, spanish: str) -> Iterator[tuple[str, str]]:
    one, other = SENTENCE.split(english), SENTENCE.split(spanish)
    return zip(one, other, strict=True) if len(one) == len(other) > 1 else iter(())


@cache
def _pattern(english: str) -> "re.Pattern[str]":
    """What a text looks like with its blanks filled in."""
    seen: set[str] = set()
    parts = []
    for literal, blank in zip(PLACEHOLDER.split(english), [*PLACEHOLDER.findall(english), ""], strict=True):
        name = _group(blank) if blank else ""
        parts += [re.escape(literal), f"(?P={name})" if name in seen else f"(?P<{name}>.+)" if name else ""]
        seen.add(name)
    return re.compile("".join(parts))


def _group(blank: str) -> str:
    return "x" + re.sub(r"\W", "", blank.removesuffix(")s") if blank.startswith("%(") else blank)
