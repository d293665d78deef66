"""The page in a real browser: from what waits to the hub's answer; and what axe says of every page."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.agent.operator.scene import PAGES, office, runs_once, signed_in
from tests.journeys.test_portal import axe

FIXTURES = (axe,)  # pytest finds it here by name
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
LOOKS = {"light": 1280, "dark": 390}


@pytest.fixture(scope="module")
def scene(browser: Any, tmp_path_factory: Any) -> Any:
    with office(tmp_path_factory.mktemp("office")) as (carrier, hub, address):
        yield carrier, hub, address, browser


@pytest.mark.parametrize("theme", LOOKS)
def test_axe_finds_nothing_and_nothing_is_wider_than_its_window(scene: Any, axe: str, theme: str) -> None:
    _, _, address, browser = scene
    page = signed_in(browser, address, color_scheme=theme, viewport={"width": LOOKS[theme], "height": 844})
    asked, faults = [], []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    page.on("console", lambda message: faults.append(message.text) if "Refused" in message.text else None)
    for name, path in PAGES.items():
        page.goto(address + path)
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        if page.evaluate("document.documentElement.scrollWidth") > LOOKS[theme]:
            faults.append(f"{name} is wider than its window")
        page.evaluate(axe)
        result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        faults += [f"{name}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in result["violations"]]
    page.context.close()
    assert faults == []
    assert set(asked) == {urlsplit(address).netloc}


def test_from_what_waits_to_the_hubs_having_the_answer_by_keyboard(scene: Any) -> None:
    carrier, hub, address, browser = scene
    page = signed_in(browser, address, viewport={"width": 1280, "height": 844})
    page.get_by_role("link", name="Look at req_two").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/requests/req_two")
    assert page.get_by_role("heading", name="Call 2").count() == 1
    page.get_by_role("button", name="Answer: call 1, from").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    assert "req_two is decided" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Approve and send the answer to req_customer").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("req_customer is decided").wait_for()
    page.context.close()
    runs_once(carrier)
    assert {name: one[0].made_by.value for name, one in hub.answers.items()} == {
        "req_one": "agent", "req_two": "person", "req_customer": "person"
    }  # fmt: skip
