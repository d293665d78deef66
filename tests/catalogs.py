"""Reads a translators' catalog: what is asked, what is answered, what is in doubt."""

import re
from ast import literal_eval
from collections.abc import Iterator
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
LINE = re.compile(r'^(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[\d\])? )?(".*")$')


@dataclass(frozen=True, slots=True)
class Entry:
    """One text, with its plural where it has one, and what it became. context: what tells it from its like."""

    context: str
    texts: tuple[str, ...]
    translations: tuple[str, ...]
    is_fuzzy: bool


def entries_of(catalog: str) -> Iterator[Entry]:
    """All but the head."""
    for block in catalog.split("\n\n"):
        texts: list[str] = []
        translations: list[str] = []
        context: list[str] = []
        now = texts
        for found in map(LINE.match, block.splitlines()):
            if found and found[1]:
                now = {"msgstr": translations, "msgctxt": context}.get(found[1], texts)
                now.append("")
            if found and now:
                now[-1] += str(literal_eval(found[2]))
        if texts and texts[0]:
            is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines())
            yield Entry("".join(context), tuple(texts), tuple(translations), is_fuzzy)


def placeholders(text: str) -> list[str]:
    """What a text leaves open, sorted."""
    return sorted(PLACEHOLDER.findall(text))
