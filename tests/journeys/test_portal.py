"""The portal in a real browser: nothing reaches outside, axe finds nothing, the keyboard is enough, an open page keeps up."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.messages import TracebackResponse
from tests.databases import connected
from tests.journeys.scene import PASSWORD, Scene, make_scene, upstream
from tests.journeys.served import Portal, serving
from tests.required import absent

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Stage:
    """The scene, the portal that shows it, and a browser."""

    scene: Scene
    portal: Portal
    browser: Any
    cookies: dict[str, list[dict[str, str]]]

    def page(self, who: str | None, **options: Any) -> Any:
        context = self.browser.new_context(timezone_id="America/New_York", locale="en-US", base_url=self.portal.address, **options)
        context.add_cookies(self.cookies[who] if who else [])
        return context.new_page()

    @contextmanager
    def windows(self, pages: Sequence[tuple[str | None, str]], **options: Any) -> Iterator[dict[str | None, Any]]:
        """One for each person who looks at a page: a window costs more than many a page."""
        opened = {who: self.page(who, **options) for who in {who for who, _ in pages}}
        yield opened
        for each in opened.values():
            each.context.close()


@pytest.fixture(scope="module")
def stage(browser: Any, sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> Iterator[Stage]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('stage') / 'hub.sqlite3')}"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), connected(url):
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread
        scene = make_scene()
        with serving(scene.now) as portal:
            cookies = {who: portal.cookies_of(email) for who, email in scene.people.items()}
            yield Stage(scene, portal, browser, cookies)


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core's source."""
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        absent("axe-playwright-python", "It carries axe-core: `make venv`.")
    return Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def pages(scene: Scene) -> list[tuple[str | None, str]]:
    request = f"/requests/{scene.request_of('mine', 'TRAN1')}/"
    staff = [f"/tracebacks/{each}/" for each in scene.tracebacks.values()]
    hop = f"/tracebacks/{scene.tracebacks['silent']}/hops/{scene.request_of('silent', 'TRAN2')}/answer/"
    steps = [f"/tracebacks/{scene.tracebacks['mine']}/steps/correction/", f"/tracebacks/{scene.tracebacks['mine']}/steps/withdrawal/", hop]
    return [
        (None, "/sign-in/"),
        *(("analyst", path) for path in ("/tracebacks/", "/tracebacks/?hop_status=looped", *staff, *steps)),
        *(
            ("TRAN1", path)
            for path in ("/requests/", "/requests/?state=all", request, f"{request}dispute/", f"{request}answer/", "/requests/R-NO/")
        ),
        ("ORIG", "/requests/"),
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_and_nothing_reaches_outside(stage: Stage, axe: str, theme: str) -> None:
    found, asked, said = [], [], []
    shown = pages(stage.scene)
    with stage.windows(shown, color_scheme=theme) as windows:
        for window in windows.values():
            window.on("request", lambda request: asked.append(request.url))
            window.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        for who, path in shown:
            page = windows[who]
            page.goto(path)
            page.wait_for_timeout(100)
            page.evaluate("() => document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
            page.evaluate(axe)
            result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
            found += [(path, each["id"], each["nodes"][0]["html"][:160]) for each in result["violations"]]
    assert found == []
    assert {urlsplit(each).netloc for each in asked} == {urlsplit(stage.portal.address).netloc}
    assert [each for each in said if "404" not in each] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_window(stage: Stage, width: int) -> None:
    shown = pages(stage.scene)
    with stage.windows(shown, viewport={"width": width, "height": 800}) as windows:
        for who, path in shown:
            windows[who].goto(path)
            assert windows[who].evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_request_is_answered_by_keyboard_alone(stage: Stage) -> None:
    page = stage.page(None)
    page.goto(f"/requests/{stage.scene.request_of('silent', 'TRAN2')}/")
    page.keyboard.press("Tab")  # the skip link
    page.locator("#id_login").focus()
    page.keyboard.type(stage.scene.people["TRAN2"])
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/requests/R-*/")
    page.locator("input[name=kind]").first.focus()
    page.keyboard.press("ArrowDown")  # our own customer
    assert page.locator("#id_customer_name").is_visible()
    assert not page.locator("#id_upstream_name").is_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Lakeshore Cloud")
    page.wait_for_selector("[role=option]")
    page.keyboard.type(" Telephony")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Meridian Long Distance states that it received this call from Lakeshore Cloud Telephony.")
    page.locator("button[name=sign]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/E-*/")
    assert page.locator(".hash").inner_text().strip().__len__() == 64
    page.context.close()


def test_the_list_is_walked_with_j_k_and_enter(stage: Stage) -> None:
    page = stage.page("analyst")
    page.goto("/tracebacks/")
    for key in "jjjk":
        page.keyboard.press(key)
    assert page.locator("[data-row]").nth(1).get_attribute("class") == "is-at"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "id_number"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.locator("#keys").wait_for(state="hidden")  # the browser closes it, and gives the focus back, in its own time
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.click("text=Open as a page")
    page.wait_for_url("**/tracebacks/T-*/")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/tracebacks/")
    page.context.close()


def test_an_open_page_takes_in_an_answer_and_keeps_what_is_open(stage: Stage) -> None:
    page = stage.page("analyst")
    page.goto(f"/tracebacks/{stage.scene.tracebacks['mine']}/")
    page.locator(".in-words > summary").click()
    page.evaluate("document.activeElement.blur()")
    before = page.locator(".path-across .station").count()
    said = {"version": "1", "facts_version": 1, "made_by": "agent", "answer": upstream("TRAN2")}
    request = stage.scene.request_of("mine", "TRAN1")
    actor = stage.scene.actor("TRAN1")
    respond_to_request(
        actor=actor, request=request, response=TracebackResponse.model_validate(said), how="api", now=stage.scene.now
    ).raised()
    page.locator(".path-across .station").nth(before).wait_for(timeout=15_000)
    assert page.locator(".in-words").get_attribute("open") is not None
    assert page.locator("[data-announce]").inner_text() == "The path has grown."
    page.context.close()


def test_without_scripts_the_answer_form_still_opens_only_its_own_fields(stage: Stage) -> None:
    page = stage.page("GATE", java_script_enabled=False)
    page.goto("/requests/?state=all")
    page.locator("a.row-link").first.click()
    assert page.locator("h1").is_visible()
    page.context.close()
    page = stage.page("TERM", java_script_enabled=False)
    page.goto(f"/requests/{stage.scene.request_of('new', 'TERM')}/")
    page.locator("input[value=declined]").check()
    assert page.locator("#id_declined_reason").is_visible()
    assert not page.locator("#id_served_name").is_visible()
    page.context.close()


def test_times_are_the_readers_own_first(stage: Stage) -> None:
    page = stage.page("analyst")
    page.goto(f"/tracebacks/{stage.scene.tracebacks['found']}/")
    words = page.locator(".title time").inner_text()
    assert words == "Sun, Nov 22, 13:50:00 your time · 18:50:00 UTC"
    page.context.close()
