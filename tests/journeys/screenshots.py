"""Photographs the portal: python -m tests.journeys.screenshots [FOLDER [PAGE ...]]. Every theme; wide, narrow, and zoomed to 400%.

Without arguments: the handbook's pictures. With a folder: every page, or those named.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import django

from tests.chromium import NAMES

FOLDER = Path(__file__).parents[2] / "docs" / "handbook" / "pages"
HANDBOOK = (
    "queue-wide-light", "traceback-found-wide-light", "traceback-disputed-wide-dark", "request-narrow-light", "home-wide-light",
    "people-wide-dark", "campaign-wide-light", "receipt-narrow-dark", "sign-in-narrow-light",
    "traceback-disputed-wide-forced", "request-zoomed-light", "queue-zoomed-light",
)  # fmt: skip
SIZES: dict[str, Any] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "narrow": {"viewport": {"width": 390, "height": 844}},
    "zoomed": {"viewport": {"width": 320, "height": 225}, "device_scale_factor": 4},  # what 1280 px become at 400%
}
THEMES: dict[str, Any] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
LOOK: dict[str, Any] = {"timezone_id": "America/New_York", "locale": "en-US"}


def photograph(folder: Path, is_wanted: Callable[[str], bool]) -> None:
    """Write every wanted picture into the folder; its name says page, size and theme."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.every_page import every_page
    from tests.journeys.lived_in import make_lived_in
    from tests.journeys.served import serving

    scene = make_lived_in()
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(path for path in map(shutil.which, NAMES) if path)
    with serving(scene.now) as portal, sync_playwright() as playwright:
        cookies: dict[str, Any] = {who: portal.cookies_of(email) for who, email in scene.people.items()}
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        for seen, size, theme in product(tuple(every_page(scene)), SIZES, THEMES):
            picture = f"{seen.name}-{size}-{theme}"
            if is_wanted(picture):
                context = browser.new_context(**LOOK, **SIZES[size], **THEMES[theme])
                context.add_cookies(cookies[seen.who] if seen.who else [])
                page = context.new_page()
                page.goto(portal.address + seen.path)
                page.wait_for_timeout(250)
                page.screenshot(path=folder / f"{picture}.png", full_page=size != "zoomed")
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
