"""Organisations' own pages and a carrier's home in a real browser: axe finds nothing, and nothing is wider than its window."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import connected
from tests.journeys.organisation_scene import furnish, membership
from tests.journeys.scene import Scene, make_scene
from tests.journeys.served import serving
from tests.journeys.test_portal import Stage, axe

__all__ = ["axe"]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
LOOKS = [("light", 1280), ("dark", 360)]


@pytest.fixture(scope="module")
def house(browser: Any, sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> Iterator[Stage]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('house') / 'hub.sqlite3')}"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), connected(url):
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread
        scene = furnish(make_scene())
        with serving(scene.now) as portal:
            yield Stage(scene, portal, browser, {who: portal.cookies_of(email) for who, email in scene.people.items()})


def pages(scene: Scene) -> list[tuple[str | None, str]]:
    own = ("", "keys/", "providers/", "neighbours/", "events/", f"members/{membership(scene, 'engineer')}/role/")
    return [
        ("admin", "/home/"),
        ("consultant", "/home/"),
        *(("admin", f"/organisation/{page}") for page in own),
        ("engineer", "/organisation/"),
        ("consultant", "/organisation/keys/"),
        ("admin", f"/requests/{scene.request_of('mine', 'TRAN1')}/handing-over/"),
        ("chief", "/organisations/"),
        ("chief", "/organisations/O-TRAN1/view/"),
    ]


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_axe_finds_nothing_and_every_page_fits(house: Stage, axe: str, theme: str, width: int) -> None:
    found, wide, shown = [], [], pages(house.scene)
    with house.windows(shown, color_scheme=theme, viewport={"width": width, "height": 800}) as windows:
        for who, path in shown:
            page = windows[who]
            page.goto(path)
            page.evaluate("() => document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
            page.evaluate(axe)
            result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
            found += [(path, each["id"], each["nodes"][0]["html"][:160]) for each in result["violations"]]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path)
    assert (found, wide) == ([], [])


def test_a_banner_stays_on_every_page_of_a_view_until_it_is_ended(house: Stage) -> None:
    page = house.page("chief")
    page.goto("/organisations/O-TRAN1/view/")
    page.fill("textarea", "They asked why a request is not shown.")
    with page.expect_navigation():
        page.click("text=Begin to view")
    for path in ("/home/", "/requests/", "/organisation/events/", "/requests/R-NONE/"):
        page.goto(path)
        page.wait_for_selector("text=You see what Harbor Voice sees.")
    page.goto("/home/")
    page.click("text=End the view")
    page.wait_for_url("**/tracebacks/**")
    assert page.locator("text=You see what Harbor Voice sees.").count() == 0
    page.context.close()
