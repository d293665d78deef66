"""Whatever refuses says a text from the translators' catalog, with its values beside it; the API says the same in English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import trans_real

import star57.hub
from star57.hub.domain.refusals import Invalid, NotFound, Refused, TooSoon
from star57.hub.portal.management.commands.makemessages import REFUSALS
from star57.hub.portal.refusal_words import in_words

HUB = Path(star57.hub.__file__).parent
AT_THE_CONSOLE = {"upkeep"}  # commands print English
PASSED_ON = {"why.template"}  # of a refusal that was caught
ALREADY_SAID = {"in_words(refusal)"}  # a refusal put beside another field


LINE = Invalid("Line %(number)s: %(why)s", number=3, why=Invalid("100 %"))


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(HUB.rglob("*.py")):
        if AT_THE_CONSOLE & set(path.parts):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for each in ast.walk(tree):
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in REFUSALS and each.args:
                yield f"{path.relative_to(HUB)}:{each.lineno}", each


def names_told() -> set[str]:
    """Names that hold a marked text."""
    found = set()
    for path in HUB.rglob("*.py"):
        for each in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_marked = isinstance(each, ast.Assign) and isinstance(each.value, ast.Call)
            if is_marked and isinstance(each.value.func, ast.Name) and each.value.func.id == "told":  # type: ignore[attr-defined]
                found |= {target.id for target in each.targets if isinstance(target, ast.Name)}  # type: ignore[attr-defined]
    return found


@pytest.mark.slow
def test_no_refusal_is_put_together_from_bare_text() -> None:
    found, told = [], names_told()
    for place, call in calls():
        first = call.args[0]
        is_marked = isinstance(first, ast.Constant) or (isinstance(first, ast.Name) and first.id in told)
        if not is_marked and ast.unparse(first) not in PASSED_ON | ALREADY_SAID:
            found.append(f"{place}: {ast.unparse(call)}")
    assert not found, "\n".join(found)


def test_every_refusal_is_in_the_catalog() -> None:
    catalog = trans_real.translation("es")._catalog  # type: ignore[attr-defined]
    texts = {call.args[0].value for _, call in calls() if isinstance(call.args[0], ast.Constant)}
    assert len(texts) > 150
    assert sorted(str(text) for text in texts if text not in catalog) == []


@pytest.mark.parametrize(
    ("refusal", "english", "spanish"),
    [
        (NotFound("There is no traceback %(id)s, or it is not yours.", id="T-1"), "There is no traceback T-1", "No hay ningún rastreo T-1"),
        (TooSoon("That was tried too often. Try again in %(wait)s seconds.", 5, wait=5), "in 5 seconds", "en 5 segundos"),
        (
            Invalid("%(lines)s Nothing was changed.", "table", lines=(LINE,)),
            "Line 3: 100 % Nothing was changed.",
            "Línea 3: 100 % No se cambió nada.",
        ),
    ],
)
def test_a_refusal_is_said_in_english_to_programs_and_in_the_readers_language_to_people(
    refusal: Refused, english: str, spanish: str
) -> None:
    with translation.override("es"):
        assert english in refusal.text
        assert spanish in in_words(refusal)
