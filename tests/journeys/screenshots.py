"""Photographs the portal: python -m tests.journeys.screenshots [FOLDER [PAGE ...]]. Light and dark, wide and narrow.

Without arguments: the handbook's pictures. With a folder: every page, or those named.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import django

from tests.chromium import NAMES

FOLDER = Path(__file__).parents[2] / "docs" / "handbook" / "pages"
HANDBOOK = ("queue-wide-light", "traceback-found-wide-light", "traceback-disputed-wide-dark", "request-narrow-light")
SIZES: dict[str, Any] = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}
THEMES: tuple[Any, ...] = ("light", "dark")
LOOK: dict[str, Any] = {"timezone_id": "America/New_York", "locale": "en-US"}


def shots(scene: Any) -> Iterator[tuple[str, str | None, str]]:
    """(file name, whose eyes, path)."""
    yield "sign-in", None, "/sign-in/"
    yield "queue", "analyst", "/tracebacks/"
    for name in ("found", "disputed", "unknown", "abroad", "silent", "running"):
        yield f"traceback-{name}", "analyst", f"/tracebacks/{scene.tracebacks[name]}/"
    yield "step", "analyst", f"/tracebacks/{scene.tracebacks['unknown']}/hops/{_unidentified(scene)}/identification/"
    yield "requests", "TRAN1", "/requests/"
    yield "request", "TRAN1", f"/requests/{scene.request_of('mine', 'TRAN1')}/"
    yield "request-answered", "TRAN1", f"/requests/{scene.request_of('running', 'TRAN1')}/"
    yield "not-found", "TRAN1", "/requests/R-NONE/"


def _unidentified(scene: Any) -> str:
    from star57.hub.records.models import Hop

    return str(Hop.objects.get(traceback__public_id=scene.tracebacks["unknown"], status="unidentified").public_id)


def photograph(folder: Path, is_wanted: Callable[[str], bool]) -> None:
    """Write every wanted picture into the folder; its name says page, size and theme."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.scene import make_scene
    from tests.journeys.served import serving

    scene = make_scene()
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(path for path in map(shutil.which, NAMES) if path)
    with serving(scene.now) as portal, sync_playwright() as playwright:
        cookies: dict[str, Any] = {who: portal.cookies_of(email) for who, email in scene.people.items()}
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        for (name, who, path), size, theme in product(tuple(shots(scene)), SIZES, THEMES):
            picture = f"{name}-{size}-{theme}"
            if is_wanted(picture):
                context = browser.new_context(**LOOK, viewport=SIZES[size], color_scheme=theme)
                context.add_cookies(cookies[who] if who else [])
                page = context.new_page()
                page.goto(portal.address + path)
                page.wait_for_timeout(250)
                page.screenshot(path=folder / f"{picture}.png", full_page=True)
                context.close()
        browser.close()


def main() -> None:
    """Make a database of its own, take the pictures, throw it away."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command

    from tests.databases import connected

    folder, *pages = sys.argv[1:] or [str(FOLDER), *HANDBOOK]
    with tempfile.TemporaryDirectory() as place, connected(f"sqlite:///{place}/portal.sqlite3"):
        call_command("migrate", verbosity=0)
        photograph(Path(folder), lambda picture: not pages or picture.startswith(tuple(pages)))


if __name__ == "__main__":
    main()
