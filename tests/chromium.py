"""Where Chromium is, and a browser that runs it headless."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.required import absent

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or absent("chromium", "Install it (Debian: apt-get install chromium).")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["Browser"]:
    """A headless browser; a test opens its own context in it. It cannot resolve a name: nothing but loopback addresses answers.

    While it is open Playwright's event loop runs in this thread, so it lives no longer than a module, and Django is told to let its
    database calls through: they are made one after another all the same.
    """
    from playwright.sync_api import sync_playwright

    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
    arguments += ["--process-per-site", "--renderer-process-limit=1"]  # a new process for each page costs more than the page
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses root
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()
