"""Signing in with a real browser: an app's codes, passkeys (a virtual authenticator), recovery codes, sessions, expiry; axe everywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from star57 import clock
from star57.hub.domain.access import Role
from star57.hub.usecases.invite_person import invite_person
from star57.hub.usecases.recover_admin import recover_admin
from tests.databases import connected, copy_sqlite
from tests.journeys.scene import PASSWORD, STAFF, Scene, make_scene
from tests.journeys.served import Portal, serving
from tests.required import absent
from tests.surfaces.portal.sign_in.codes import code_now

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
THEMES = ("light", "dark")
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True, slots=True)
class Door:
    """The scene, the portal on a name that passkeys accept, and a browser."""

    scene: Scene
    address: str
    browser: Any

    def page(self, **options: Any) -> Any:
        context = self.browser.new_context(base_url=self.address, locale="en-US", timezone_id="America/New_York", **options)
        return context.new_page()

    def sign_in(self, who: str, **options: Any) -> Any:
        page = self.page(**options)
        page.goto("/sign-in/")
        page.fill("#id_login", self.scene.people[who])
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/sign-in/?" not in address and not address.endswith("/sign-in/"))
        return page


@pytest.fixture(scope="module")
def played(sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> tuple[Path, Scene]:
    """A database with the scene in it, for each test to copy."""
    folder = tmp_path_factory.mktemp("played")
    with django_db_blocker.unblock(), connected(copy_sqlite(sqlite_template, folder)):
        return folder / "hub.sqlite3", make_scene()


@pytest.fixture
def door(browser: Any, played: tuple[Path, Scene], tmp_path: Path, django_db_blocker: Any, monkeypatch: Any) -> Iterator[Door]:
    file, made = played
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread
    monkeypatch.setattr(settings, "SECOND_FACTOR_ASKED", True)
    with django_db_blocker.unblock(), connected(copy_sqlite(file, tmp_path)):
        scene = replace(made, people=dict(made.people))
        with serving(scene.now) as portal:
            yield Door(scene, _by_name(portal), browser)


def _by_name(portal: Portal) -> str:
    return portal.address.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def axe() -> str:
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        absent("axe-playwright-python", "It carries axe-core: `make venv`.")
    return Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def with_authenticator(page: Any) -> Any:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return devices


def at_work(page: Any) -> None:
    """Signed in, with enough proof to see a page of work."""
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    page.goto("/requests/")
    assert page.url.endswith("/requests/")


def set_up_app(page: Any) -> str:
    page.goto("/account/app/")
    secret = str(page.locator("code.secret").inner_text())
    page.fill("#id_code", code_now(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/codes/")
    return secret


def test_an_app_is_set_up_and_asked_for(door: Door) -> None:
    page = door.sign_in("TRAN1")
    page.wait_for_url("**/account/second-factor/**")
    page.get_by_role("link", name="Set up an app").click()
    secret = set_up_app(page)
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    page.goto("/requests/")
    assert page.locator("h1").is_visible()
    page.get_by_role("button", name="Sign out").click()
    again = door.sign_in("TRAN1")
    again.wait_for_url("**/sign-in/code/")
    again.fill("#id_code", code_now(secret))
    again.keyboard.press("Enter")
    at_work(again)
    lost = door.sign_in("TRAN1")
    lost.fill("#id_code", codes[0])
    lost.keyboard.press("Enter")
    at_work(lost)


def test_whoever_is_invited_comes_in_by_the_link(door: Door) -> None:
    made = invite_person(actor=STAFF, organisation="CONSORTIUM", email="ana@consortium.example", role=Role.ADMIN, now=clock.now())
    page = door.page()
    with_authenticator(page)
    page.goto(f"/invitations/{made.token}/")
    page.fill("#id_name", "Ana Lytic")
    page.fill("#id_password", "orchard kettle seventeen bridges")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/account/second-factor/**")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/codes/")
    page.goto("/organisations/")
    assert page.get_by_role("heading", name="Organisations").is_visible()


def test_a_link_from_the_console_sets_a_new_password(door: Door) -> None:
    link = recover_admin(actor=STAFF, email=door.scene.people["analyst"], now=clock.now()).link_key
    page = door.page()
    page.goto(f"/password/new/{link}/")
    page.fill("#id_password1", "orchard kettle seventeen bridges")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your password is set").wait_for()


def test_a_passkey_is_not_tried_under_an_address_of_figures(door: Door) -> None:
    page = replace(door, address=door.address.replace("localhost", "127.0.0.1")).sign_in("TRAN1")
    page.goto("/account/passkeys/add/")
    assert "write localhost" in page.get_by_role("alert").inner_text()
    assert page.get_by_role("button", name="Add it").is_disabled()


def test_a_passkey_is_added_and_signs_in_alone(door: Door) -> None:
    page = door.sign_in("TRAN1")
    with_authenticator(page)
    page.wait_for_url("**/account/second-factor/**")
    page.get_by_role("link", name="Set up a passkey").click()
    page.fill("#id_name", "Blue key")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/codes/")
    page.goto("/account/passkeys/")
    assert page.get_by_text("Blue key").first.is_visible()
    page.goto("/requests/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    at_work(page)
    page.goto("/account/passkeys/")
    page.get_by_role("link", name="Rename Blue key").click()
    page.fill("#id_name", "Green key")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/passkeys/")
    page.get_by_role("link", name="Remove Green key").click()
    page.get_by_role("button", name="Remove it").click()
    page.wait_for_url("**/account/passkeys/")
    page.goto("/requests/")
    page.wait_for_url("**/account/second-factor/**")


def test_a_passkey_is_a_second_factor_after_the_password(door: Door) -> None:
    page = door.sign_in("TRAN1")
    with_authenticator(page)
    page.goto("/account/passkeys/add/")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/codes/")
    page.goto("/requests/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.fill("#id_login", door.scene.people["TRAN1"])
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    page.get_by_role("button", name="Use your passkey").click()
    at_work(page)


def test_a_session_is_ended_from_another_browser(door: Door, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "SECOND_FACTOR_ASKED", False)
    here, there = door.sign_in("TRAN1"), door.sign_in("TRAN1")
    here.goto("/account/sessions/")
    here.get_by_role("button", name=re.compile("End it")).click()
    here.get_by_text("1 session has ended.").wait_for()
    there.goto("/requests/")
    there.wait_for_url("**/sign-in/**")


def test_a_session_warns_before_it_ends_and_what_was_typed_comes_back(door: Door, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "SECOND_FACTOR_ASKED", False)
    page = door.sign_in("TRAN1")
    path = f"/requests/{door.scene.request_of('mine', 'TRAN1')}/dispute/"
    page.goto("/requests/")
    started = clock.now()  # the door puts the clock back
    clock.now = lambda: started + timedelta(minutes=54, seconds=50)
    page.set_extra_http_headers({"X-Background": "1"})  # as if this page had been open all the time
    page.goto(path)
    page.set_extra_http_headers({})
    page.fill("#id_reason", "Our own records show no such call.")
    clock.now = lambda: started + timedelta(minutes=55, seconds=5)
    dialog = page.get_by_role("alertdialog")
    dialog.wait_for(timeout=60_000)
    assert "You will be signed out at" in dialog.inner_text()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")
    assert page.input_value("#id_reason") == "Our own records show no such call."
    clock.now = lambda: started + timedelta(minutes=120)
    page.locator("form:has(#id_reason) button").first.click()
    page.wait_for_url("**/sign-in/**")
    page.fill("#id_login", door.scene.people["TRAN1"])
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address.endswith(path) and "/sign-in/" not in address)
    assert page.input_value("#id_reason") == "Our own records show no such call."


def test_a_password_can_be_looked_at(door: Door) -> None:
    page = door.page()
    page.goto("/sign-in/")
    page.fill("#id_password", "orchard kettle")
    page.get_by_role("button", name="Show the password").click()
    assert page.locator("#id_password").get_attribute("type") == "text"
    page.get_by_role("button", name="Hide the password").click()
    assert page.locator("#id_password").get_attribute("type") == "password"


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(door: Door, axe: str, theme: str, tmp_path: Path) -> None:
    found: list[Any] = []
    said: list[str] = []
    page = door.page(color_scheme=theme, viewport={"width": 360, "height": 740})
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    def check(path: str | None) -> None:
        if path:
            page.goto(path)
        page.wait_for_timeout(50)
        page.evaluate(axe)
        result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        found.extend((page.url, each["id"], each["nodes"][0]["html"][:160]) for each in result["violations"])
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url

    for path in ("/sign-in/", "/password/", "/password/sent/", "/password/new/2-nothing/", "/password/new/done/", "/invitations/nothing/"):
        check(path)
    page.goto("/sign-in/")
    page.fill("#id_login", door.scene.people["TRAN1"])
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/second-factor/**")
    check(None)
    with_authenticator(page)
    for path in ("/account/", "/account/app/", "/account/passkeys/add/", "/account/passkeys/", "/account/sessions/", "/account/password/"):
        check(path)
    set_up_app(page)
    check(None)
    page.goto("/account/passkeys/add/")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/")
    check(None)
    for path in (
        "/account/codes/new/",
        "/account/app/remove/",
        "/account/passkeys/",
        "/account/confirm/passkey/",
        "/account/confirm/code/",
    ):
        check(path)
    page.goto("/account/passkeys/")
    for name in ("Rename", "Remove"):
        page.get_by_role("link", name=name).first.click()
        check(None)
        page.go_back()
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.fill("#id_login", door.scene.people["TRAN1"])
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    check(None)
    assert found == []
    assert [each for each in said if "404" not in each] == []
