"""A town for every journey: founded once a module, a copy for each test; at a desk, on a phone, by keyboard alone, in a second language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.databases import connected, copy_sqlite
from tests.journeys.hands import Hands, Keyboard, Pointer
from tests.journeys.second_language import Says, in_english, in_spanish, subject_in_spanish
from tests.journeys.town import found_town, town_at
from tests.journeys.town_cast import Cast


@dataclass(frozen=True, slots=True)
class Way:
    """How a journey is made: the window's width, the hands, the browser's language, the country whose providers are asked."""

    width: int
    hands: Hands
    locale: str
    country: str | None
    says: Says
    subject: Says


WAYS = {
    "desk": Way(1280, Pointer(), "en-US", None, in_english, in_english),
    "phone": Way(390, Pointer(), "en-US", None, in_english, in_english),
    "keyboard": Way(1280, Keyboard(), "en-US", None, in_english, in_english),
    "zephyria": Way(1280, Pointer(), "es-ES", "XZ", in_spanish, subject_in_spanish),  # the fictitious country, in its second language
}


@pytest.fixture(scope="module")
def founded(sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> Callable[[str | None], tuple[Path, dict[str, str]]]:
    @cache
    def found(country: str | None) -> tuple[Path, dict[str, str]]:
        folder = tmp_path_factory.mktemp("founded")
        with django_db_blocker.unblock(), connected(copy_sqlite(sqlite_template, folder)):
            return folder / "hub.sqlite3", found_town(country, "Asia/Riyadh")

    return found


@pytest.fixture(params=WAYS)
def cast(request: Any, browser: Any, founded: Any, tmp_path: Path, django_db_blocker: Any, monkeypatch: Any) -> Iterator[Cast]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread
    way = WAYS[request.param]
    file, people = founded(way.country)
    with django_db_blocker.unblock(), town_at(file, tmp_path, people, way.says, way.subject) as town:
        yield Cast(town, browser, way.width, way.hands, way.locale)
        for context in browser.contexts:
            context.close()
