"""The pages a lawyer reads are those that the grids write."""

from pathlib import Path

from star57.hub.domain.access_pages import FIELD_WORDS, access_page, visibility_page
from star57.hub.domain.visibility import Field

RULES = Path(__file__).parents[2] / "docs/rules"


def test_the_page_on_access_is_the_one_written_from_the_grid() -> None:
    assert (RULES / "access.md").read_text(encoding="utf-8") == access_page(), "run `make docs`"


def test_the_page_on_visibility_is_the_one_written_from_the_grid() -> None:
    assert (RULES / "visibility.md").read_text(encoding="utf-8") == visibility_page(), "run `make docs`"


def test_every_field_is_said_in_words() -> None:
    assert set(FIELD_WORDS) == set(Field)
