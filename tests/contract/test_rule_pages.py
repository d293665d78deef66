"""The glossary explains every word of the rules, and the page on a hop's life says what the tables say."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from star57.hub.domain import access, contacts, facts, lifecycle_page, rates, sign_in, tracing, work
from star57.hub.ledger.guarded import JOURNALED
from star57.wire import answers, messages, values

DOCS = Path(__file__).parents[2] / "docs"
EXPLAINED = dict.fromkeys(  # a module may have two names for one
    word
    for module in (facts, tracing, work, access, contacts, sign_in, rates, values, answers, messages)
    for word in vars(module).values()
    if isinstance(word, type) and issubclass(word, StrEnum) and word.__module__ == module.__name__
)
FIELD_WORDS = """
voice service provider; traceback; trace forward; traceback request; traceback response; hop; upstream; downstream; originating provider;
intermediate provider; point of entry; terminating provider; campaign; traceback candidate; non-responsive; overdue; Non-Cooperative;
standing; referral; CDR; attestation; origid; PASSporT; Identity header; SPC; OCN; RMD; CPNI; journal entry; commitment
"""


def section(title: str) -> dict[str, str]:
    """The rows under a heading of the glossary: word -> meaning."""
    page = (DOCS / "glossary.md").read_text(encoding="utf-8")
    body = page.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `?([^|`]+?)`? \| (.+) \|$", body.split("|---|---|\n", 1)[1], re.MULTILINE))


@pytest.mark.parametrize("words", [*EXPLAINED], ids=lambda words: words.__name__)
def test_every_member_is_explained_in_the_codes_order(words: type[StrEnum]):
    assert list(section(words.__name__)) == [member.value for member in words]


def test_the_words_of_the_field_are_explained():
    expected = {word.strip() for word in FIELD_WORDS.replace("\n", " ").split(";")}
    assert expected <= set(section("The field"))


@pytest.mark.parametrize("title", ["The field", *(words.__name__ for words in EXPLAINED)])
def test_each_meaning_is_one_plain_sentence(title: str):
    for word, meaning in section(title).items():
        assert meaning[0].isupper() or meaning[0] == "`", word
        assert meaning[-1] in ".?", word
        assert ". " not in meaning, word
        assert len(meaning) <= 160, word


def test_no_section_of_the_glossary_is_left_over():
    titles = re.findall(r"^## (.+)$", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert titles == ["The field", *sorted((words.__name__ for words in EXPLAINED), key=titles.index)]


def test_the_subjects_of_the_journal_are_named_in_the_glossary():
    assert all(kind in section("The field")["subject"] for kind in JOURNALED.values())


def test_the_page_on_a_hops_life_is_the_one_written_from_the_tables():
    assert (DOCS / "rules/lifecycle.md").read_text(encoding="utf-8") == lifecycle_page.page()
