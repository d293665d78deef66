"""Every page in a real browser, in both themes: axe finds nothing, each field has its help, nothing reaches outside or is too wide."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.databases import connected
from tests.journeys.every_page import SHOWS_NO_PAGE, Seen, every_page
from tests.journeys.lived_in import make_lived_in
from tests.journeys.served import serving
from tests.journeys.test_portal import Stage, axe

FIXTURES = (axe,)  # pytest finds it here by name
LOOKS = {"light": 1280, "dark": 390}
REFUSED = {"not-found": 404, "invitation-over": 404, "keys-none": 403}
WITHOUT_HELP = """() => [...document.querySelectorAll("main form[method=post] .field")]
    .filter((each) => each.querySelector("input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea"))
    .filter((each) => !each.querySelector(".hint")).map((each) => each.textContent.trim().slice(0, 60))"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="module")
def hub(browser: Any, sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> Iterator[tuple[Stage, list[Seen]]]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('lived-in') / 'hub.sqlite3')}"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), connected(url):
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread
        scene = make_lived_in()
        seen = list(every_page(scene))
        with serving(scene.now) as portal:
            cookies = {who: portal.cookies_of(email) for who, email in scene.people.items()}
            yield Stage(scene, portal, browser, cookies), seen


def directives(policy: str) -> set[str]:
    return {each.strip() for each in policy.split(";") if each.strip()}


def faults_of(page: Any, seen: Seen, axe: str, width: int) -> Iterator[str]:
    """What is wrong with a page once it is open."""
    answer = page.goto(seen.path)
    if answer.status != REFUSED.get(seen.name, 200):
        yield f"status {answer.status}"
    if directives(answer.headers["content-security-policy"]) != directives(POLICY):
        yield f"policy {answer.headers['content-security-policy']}"
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} h1"
    if not re.fullmatch(r"\S.* · Star57", page.title()) or page.title() == "Star57 · Star57":
        yield f"title {page.title()!r}"
    if page.locator("[style], script:not([src])").count():
        yield "inline style or script"
    page.evaluate("() => document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    yield from (f"no help beside {each!r}" for each in page.evaluate(WITHOUT_HELP))
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield "wider than its window"
    page.evaluate(axe)
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    yield from (f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in result["violations"])


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("theme", LOOKS)
def test_axe_finds_nothing_on_any_page(hub: tuple[Stage, list[Seen]], axe: str, theme: str) -> None:
    (stage, seen), width = hub, LOOKS[theme]
    faults, asked, said = [], [], []
    pages = {who: stage.page(who, color_scheme=theme, viewport={"width": width, "height": 844}) for who in {each.who for each in seen}}
    for page in pages.values():
        page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
    for each in seen:
        faults += [(each.name, fault) for fault in faults_of(pages[each.who], each, axe, width)]
    for page in pages.values():
        page.context.close()
    assert faults == []
    assert set(asked) == {urlsplit(stage.portal.address).netloc}
    assert [each for each in said if "status of 404" not in each and "status of 403" not in each] == []


@pytest.mark.slow
def test_the_list_of_pages_is_complete(hub: tuple[Stage, list[Seen]]) -> None:
    _stage, seen = hub
    named = {each.address for each in seen} | set(SHOWS_NO_PAGE)
    assert sorted(set(names_below(get_resolver())) - named - {"sign-in", "sign-out", "queue"}) == []


def names_below(resolver: Any) -> Iterator[str]:
    """Every name an address of the portal has."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver) and not str(each.pattern).startswith("api/"):
            yield from names_below(each)
        elif isinstance(each, URLPattern) and each.name:
            yield each.name
