"""Photographs the portal: python -m tests.journeys.screenshots [FOLDER]. Light and dark, wide and narrow."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import databases
from tests.chromium import NAMES

FOLDER = Path(__file__).parents[2] / "docs" / "handbook" / "pages"
SIZES = {"wide": (1280, 900), "narrow": (390, 844)}


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


def photograph(folder: Path, only: tuple[str, ...], themes: tuple[Any, ...]) -> None:
    """Write every picture into the folder."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.scene import make_scene
    from tests.journeys.served import serving

    scene = make_scene()
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(path for path in map(shutil.which, NAMES) if path)
    with serving(scene.now) as portal, sync_playwright() as playwright:
        cookies: dict[str, Any] = {who: portal.cookies_of(email) for who, email in scene.people.items()}
        pages = [each for each in shots(scene) if not only or each[0] in only]
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        for theme in themes:
            for size, (width, height) in SIZES.items():
                for name, who, path in pages:
                    context = browser.new_context(
                        viewport={"width": width, "height": height},
                        color_scheme=theme,
                        timezone_id="America/New_York",
                    )
                    context.add_cookies(cookies[who] if who else [])
                    page = context.new_page()
                    page.on("console", lambda message: print("console:", message.text))
                    page.goto(portal.address + path)
                    page.wait_for_timeout(250)
                    page.screenshot(path=folder / f"{name}-{size}-{theme}.png", full_page=True)
                    context.close()
        browser.close()


def main() -> None:
    """Make a database of its own, take the pictures, throw it away."""
    import os

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{place}/portal.sqlite3"
        databases._migrate(url)
        with databases.connected(url):
            photograph(folder, tuple(sys.argv[2:]), ("light", "dark"))


if __name__ == "__main__":
    main()
