"""An analyst's queue by keyboard alone: move, open beside the list, tick, act, undo, search; and all of it switched off."""

import re
from typing import Any

import pytest

from tests.journeys.test_portal import Stage, axe, stage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
FIXTURES = (axe, stage)  # pytest finds them here by name


@pytest.fixture
def page(stage: Stage) -> Any:
    found = stage.page("analyst", viewport={"width": 1280, "height": 900})
    found.goto("/tracebacks/")
    yield found
    found.context.close()


def press(page: Any, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_enter_opens_beside_the_list_and_the_next_row_follows(page: Any, stage: Stage, axe: str) -> None:
    press(page, "j")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-beside]:not([hidden]) h1")
    page.get_by_text("Opened beside the list: T-").wait_for(state="attached")
    first = page.get_attribute("[data-beside-whole]", "href")
    press(page, "j")
    page.locator(f"[data-beside-whole]:not([href='{first}'])").wait_for()
    page.evaluate(axe)
    assert (
        page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations.map((each) => each.id))")
        == []
    )
    page.keyboard.press("Escape")
    assert page.locator("[data-beside]").is_hidden()
    assert page.evaluate("document.activeElement.classList.contains('row-link')")


def test_rows_are_ticked_assigned_and_it_is_undone(page: Any, stage: Stage) -> None:
    press(page, "jxjx")
    assert page.locator("[data-tick]:checked").count() == 2
    assert page.locator("[data-ticked]").inner_text() == "2 ticked"
    page.locator("button[value=assign]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/tracebacks/bulk/"))
    page.locator("#id_person").focus()
    page.keyboard.press("End")
    page.locator("main form .actions button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2 of 2 done")
    page.locator("[data-said]:not(:empty)").wait_for(state="attached")
    page.locator("h1").click()
    with page.expect_navigation():  # it may lead back to this very address
        page.keyboard.press("u")
    page.goto("/tracebacks/?assigned=me")
    assert page.locator("tr[data-row]").count() == 0


def test_the_next_step_the_search_and_the_list_are_a_key_away(page: Any) -> None:
    press(page, "j")
    step = page.locator(".is-at [data-act]").get_attribute("href")
    press(page, "e")
    page.wait_for_url(f"**{step}")
    page.locator("h1").click()
    press(page, "gq")
    page.wait_for_url("**/tracebacks/")
    page.locator("#quick-search").focus()
    page.keyboard.type("harbor")
    page.wait_for_selector("#quick-found [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#quick-search", "aria-activedescendant") == "quick-0"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tracebacks/\?provider="))


def test_a_narrow_window_opens_the_page_itself(stage: Stage) -> None:
    page = stage.page("analyst", viewport={"width": 390, "height": 844})
    page.goto("/tracebacks/")
    press(page, "j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tracebacks/T-[^/]+/$"))
    page.context.close()


def test_keys_that_are_switched_off_do_nothing(page: Any) -> None:
    page.locator("[data-show-keys]").click()
    page.locator("#keys [name=keys]").click()
    page.wait_for_selector("body[data-keys=off]")
    press(page, "j?")
    assert page.locator(".is-at").count() == 0
    assert not page.locator("#keys").evaluate("(each) => each.open")
    page.locator("[data-show-keys]").click()
    page.locator("#keys [name=keys]").click()
    page.wait_for_selector("body:not([data-keys])")
