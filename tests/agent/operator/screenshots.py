"""Photographs the operator's page: python -m tests.agent.operator.screenshots [FOLDER]. Without it: the handbook's picture alone."""

import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.agent.operator.scene import PAGES, office, signed_in
from tests.chromium import NAMES
from tests.journeys.screenshots import FOLDER, LOOK, SIZES, THEMES

HANDBOOK = ("request-wide-light",)


def photograph(folder: Path, wanted: tuple[str, ...]) -> None:
    """Every wanted picture, or all, as agent-PAGE-SIZE-THEME.png."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(path for path in map(shutil.which, NAMES) if path)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright, office(Path(place)) as (_, _, address):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        for size, theme in product(("wide", "narrow"), ("light", "dark")):
            names = [name for name in PAGES if not wanted or f"{name}-{size}-{theme}" in wanted]
            if not names:
                continue
            page = signed_in(browser, address, **LOOK, **SIZES[size], **THEMES[theme])
            for name in names:
                page.goto(address + PAGES[name])
                page.screenshot(path=folder / f"agent-{name}-{size}-{theme}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    photograph(Path(sys.argv[1]) if sys.argv[1:] else FOLDER, () if sys.argv[1:] else HANDBOOK)
