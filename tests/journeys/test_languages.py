"""Every text of every page goes through gettext; a second language is complete where a carrier works; right to left works too."""

import re
import shutil
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.test import Client
from django.utils.translation import trans_real

import star57.hub.portal
from star57.hub.records.models import Person
from tests.catalogs import entries_of, placeholders
from tests.databases import connected
from tests.journeys.every_page import Seen, every_page
from tests.journeys.lived_in import make_lived_in
from tests.journeys.pseudo import STAND_IN, bare_words, pseudo_language, words_of
from tests.journeys.scene import Scene

NEUTRAL = frozenset(
    "UTC EST Star SHA CSV FRN OCN SIP SQL PDF JSON API ids America New York Los Angeles Chicago Español Espa English "
    "Call trace txt ana carrier star agent serve ZIP grep ISO https example".split()
)
FORM = re.compile(r'<form[^>]*method="post"[^>]*>')
ACTION = re.compile(r'action="([^"?]*)[^"]*"')
ENDS_THE_SESSION = frozenset({"/sign-out/", "/language/", "/theme/", "/sign-in/"})


@pytest.fixture(scope="module")
def lived_in(sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> Iterator[tuple[Scene, list[Seen]]]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('languages') / 'hub.sqlite3')}"
    with django_db_blocker.unblock(), connected(url), pytest.MonkeyPatch.context() as patch:
        scene = make_lived_in()
        patch.setattr("star57.clock.now", lambda: scene.now)
        yield scene, list(every_page(scene))


def opened(scene: Scene, seen: Seen, language: str) -> str:
    """The page as it is sent."""
    client = Client(headers={"accept-language": language})
    if seen.who:
        client.force_login(Person.objects.get(email=scene.people[seen.who]), settings.AUTHENTICATION_BACKENDS[0])
    answer = client.get(seen.path, follow=True)
    assert seen.who is None or b"sign-out" in answer.content or answer.status_code >= 400 or seen.name == "sign-out", seen.name
    return answer.content.decode()


def data() -> frozenset[str]:
    """Every word that somebody wrote, or that names somebody."""
    found: set[str] = set()
    for model in apps.get_app_config("records").get_models():
        fields = [
            each.attname
            for each in model._meta.concrete_fields
            if isinstance(each, models.CharField | models.TextField) and not each.choices
        ]
        for row in model._default_manager.values_list(*fields):
            found |= words_of(*(value for value in row if re.search(r"[A-Z0-9@ ]", str(value))))
    return frozenset(found) | NEUTRAL | words_of(*available_timezones())


@pytest.mark.slow
def test_no_page_shows_a_text_that_cannot_be_translated(lived_in: tuple[Scene, list[Seen]]) -> None:
    scene, seen = lived_in
    known, bare = data(), dict[str, str]()
    with pseudo_language():
        for each in seen:
            found = bare_words(opened(scene, each, STAND_IN), known)
            if found:
                bare |= dict.fromkeys(found, each.name)
    assert not bare, "\n".join(f"{page}: {word}" for word, page in sorted(bare.items()))


@pytest.mark.slow
def test_spanish_is_complete_on_every_page(lived_in: tuple[Scene, list[Seen]], monkeypatch: pytest.MonkeyPatch) -> None:
    scene, seen = lived_in
    spanish, missing = trans_real.translation("es"), set()
    ask = spanish.gettext

    known = {*dict(settings.LANGUAGES).values(), *(each for pair in spanish._catalog.items() for each in pair)}  # type: ignore[attr-defined]

    def noted(message: str) -> str:
        if message not in known:
            missing.add(message)
        return str(ask(message))

    monkeypatch.setattr(spanish, "gettext", noted)
    for each in seen:
        page = opened(scene, each, "es")
        assert 'lang="es"' in page or not page, each.name
    assert not missing, "\n".join(sorted(missing))


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_no_form_sent_empty_is_refused_in_a_text_that_cannot_be_translated(lived_in: tuple[Scene, list[Seen]]) -> None:
    scene, seen = lived_in
    known, bare, told = data(), dict[str, str](), 0
    with pseudo_language():
        for each in seen:
            for path in forms_on(opened(scene, each, STAND_IN), each.path):
                status, page = sent_empty(scene, each, path)
                told += status in {403, 409, 422, 429}
                bare |= dict.fromkeys(bare_words(page, known), f"{each.name} {path}")
    assert told > 20
    assert not bare, "\n".join(f"{page}: {word}" for word, page in sorted(bare.items()))


def forms_on(page: str, path: str) -> set[str]:
    """Where the page's own forms are sent to."""
    found = {action[1] if (action := ACTION.search(form)) and action[1] else path for form in FORM.findall(page)}
    return found - ENDS_THE_SESSION


def sent_empty(scene: Scene, seen: Seen, path: str) -> tuple[int, str]:
    """What a form with nothing in it is answered; whatever it did is undone."""
    with transaction.atomic():
        client = Client(headers={"accept-language": STAND_IN})
        if seen.who:
            client.force_login(Person.objects.get(email=scene.people[seen.who]), settings.AUTHENTICATION_BACKENDS[0])
        answer = client.post(path, follow=True)
        transaction.set_rollback(True)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code, answer.content.decode() if is_page else ""


def test_a_language_is_chosen_by_cookie_else_by_the_browser(database: None) -> None:
    client = Client(headers={"accept-language": "es-MX,en;q=0.5"})
    assert "Iniciar sesión" in client.get("/sign-in/").content.decode()
    assert client.post("/language/", {"language": "en", "back": "/sign-in/"}).headers["Location"] == "/sign-in/"
    assert '<html lang="en"' in client.get("/sign-in/").content.decode()
    assert client.post("/language/", {"language": "xx", "back": "https://elsewhere.example/"}).headers["Location"] == "/"
    assert '<html lang="es"' in client.get("/sign-in/").content.decode()


def test_style_sheets_know_no_left_and_right() -> None:
    folder = Path(star57.hub.portal.__file__).parent / "static" / "portal" / "css"
    sided = re.compile(
        r"(?:margin|padding|border|inset)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:|(?:text-align|float|clear):\s*(?:left|right)"
    )
    assert [(each.name, found) for each in sorted(folder.glob("*.css")) for found in sided.findall(each.read_text())] == []


def test_what_is_compiled_is_what_was_written() -> None:
    folder = Path(star57.hub.portal.__file__).parent / "locale" / "es" / "LC_MESSAGES"
    entries = entries_of((folder / "django.po").read_text("utf-8"))
    written = {each.texts[0]: each.translations[0] for each in entries if len(each.texts) == 1 and not each.context}
    with (folder / "django.mo").open("rb") as compiled:
        catalog = GNUTranslations(compiled)
    assert len(written) > 1000
    assert [key for key, text in written.items() if catalog.gettext(key) != text] == []


def test_no_entry_of_the_catalog_is_missing_doubtful_or_lost_a_placeholder() -> None:
    folder = Path(star57.hub.portal.__file__).parent / "locale" / "es" / "LC_MESSAGES"
    entries = list(entries_of((folder / "django.po").read_text("utf-8")))
    assert len(entries) > 1500
    assert [each.texts[0] for each in entries if each.is_fuzzy or not all(each.translations)] == []
    odd = [(text, each.texts) for each in entries for text in each.translations if placeholders(text) != placeholders(each.texts[-1])]
    assert odd == []


def test_a_language_from_right_to_left_turns_the_page(database: None, settings: Any) -> None:
    settings.LANGUAGES_BIDI = [STAND_IN]
    page = Client(headers={"accept-language": STAND_IN}).get("/sign-in/").content.decode()
    assert f'<html lang="{STAND_IN}" dir="rtl"' in page
