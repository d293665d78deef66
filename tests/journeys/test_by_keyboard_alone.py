"""Journeys by keyboard alone, with what a screen reader is told: names and roles in the order of focus, and what is announced."""

from typing import Any

import pytest

from tests.journeys.scene import PASSWORD
from tests.journeys.test_portal import Stage, stage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
FIXTURES = (stage,)  # pytest finds it here by name


def walk(page: Any, until: str, most: int = 60) -> list[str]:
    """Press Tab until something of this role and name has the focus; everything passed on the way, in order."""
    tree = page.context.new_cdp_session(page)
    passed: list[str] = []
    while not passed or passed[-1] != until:
        assert len(passed) < most, passed
        page.keyboard.press("Tab")
        focus = tree.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
        node = tree.send("Accessibility.getPartialAXTree", {"objectId": focus, "fetchRelatives": False})["nodes"][0]
        passed.append(f"{node['role']['value']} {node.get('name', {}).get('value', '').strip()}")
    return passed


def test_signing_in_names_every_stop_in_order(stage: Stage) -> None:
    page = stage.page(None)
    page.goto("/sign-in/")
    page.evaluate("document.activeElement.blur()")
    passed = walk(page, "button Sign in")
    wanted = ["link Skip to the content", "textbox E-mail address", "textbox Password", "button Show the password", "button Sign in"]
    assert [stop for stop in passed if stop in wanted] == wanted
    page.locator("#id_login").focus()
    page.keyboard.type(stage.scene.people["TERM"])
    walk(page, "textbox Password", most=3)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home/")
    assert walk(page, "link Requests")[0] == "link Skip to the content"
    page.context.close()


def test_the_skip_link_leads_to_the_content(stage: Stage) -> None:
    page = stage.page("TERM")
    page.goto("/requests/?state=all")
    walk(page, "link Skip to the content", most=1)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'content'")
    page.context.close()


def test_a_carrier_answers_and_the_refusal_is_read_out_first(stage: Stage) -> None:
    page = stage.page("TERM")
    page.goto(f"/requests/{stage.scene.request_of('new', 'TERM')}/")
    walk(page, "radio Another provider handed it to us A carrier in this country, over a trunk or interconnection.")
    page.keyboard.press("Space")
    walk(page, "button Read it back")
    page.keyboard.press("Enter")
    page.locator("#problems").wait_for()
    page.wait_for_function("() => document.activeElement.id === 'problems'")
    walk(page, "combobox Which provider?")
    page.keyboard.type("Harbor Voice")
    walk(page, "button Read it back")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Cedar Valley Telephone states that it received this call from Harbor Voice.")
    walk(page, "button Sign it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/E-*/")
    assert page.get_by_role("heading", level=1).inner_text() == "It stands in the record"
    page.context.close()


def test_an_analyst_withdraws_a_case_and_is_told_so(stage: Stage) -> None:
    page = stage.page("analyst", viewport={"width": 1280, "height": 900})
    page.goto(f"/tracebacks/{stage.scene.tracebacks['unknown']}/steps/withdrawal/")
    walk(page, "textbox Reason")
    page.keyboard.type("The reporter took the call's report back.")
    walk(page, "button Withdraw the traceback", most=2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tracebacks/T-*/")
    told = page.get_by_role("status").filter(has_text="was withdrawn")
    told.wait_for()
    page.locator("[data-undo-button]").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="was withdrawn").wait_for(state="detached")
    page.context.close()
