"""Friday, 16:50: a small carrier without an account answers on a phone from its PBX's export: no password, twelve taps at most."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from star57.hub.domain.access import OrganisationKind, operator
from star57.hub.reads.one_time import code_of, link_path
from star57.hub.records.models import Hop, OneTimeCode, Response
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from star57.wire.values import Direction
from tests.databases import connected
from tests.journeys.hands import Keyboard
from tests.journeys.served import Portal, serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
FRIDAY = datetime(2026, 11, 20, 21, 50, tzinfo=UTC)
CALL_AT = FRIDAY - timedelta(hours=3)
CONTACT = "kim@smalltown.example"
HEADER = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid,"
    "userfield,did,recordingfile,cnum,cnam,outbound_cnum,outbound_cnam,dst_cnam,linkedid,peeraccount,sequence"
)


def pbx_export(count: int) -> str:
    """FreePBX's own table as people export it: local time without a zone, trunks inside channels; one row is the call."""
    lines = [HEADER]
    for number in range(count):
        local = (CALL_AT + timedelta(seconds=17 * (number - count // 2))).astimezone(ZoneInfo("America/New_York"))
        is_it = number == count // 2
        called, calling = ("6175550128", "12025550144") if is_it else (f"61755501{number % 27:02d}", f"120255501{number % 43:02d}")
        channels = f"PJSIP/bigcarrier-{number:08x},PJSIP/200-{number:08x}"
        lines.append(
            f'{local:%Y-%m-%d %H:%M:%S},"""ACME"" <{calling}>",{calling},{called},from-trunk,{channels},Dial,"PJSIP/200,20",'
            f"{number % 90},{number % 60},ANSWERED,3,,1.{number},,{called},,{calling},ACME,,,,1.{number},,{number}"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def friday(sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> Iterator[tuple[Portal, str]]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('friday') / 'hub.sqlite3')}"
    staff = operator("friday")
    with django_db_blocker.unblock(), connected(url), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        register_organisation(actor=staff, kind=OrganisationKind.PROVIDER, name="Smalltown Telephone", public_id="O-SMALL", now=FRIDAY)
        for public_id, name, owner in (("SMALL", "Smalltown Telephone", "O-SMALL"), ("BIG", "Big Carrier Wholesale", None)):
            filing = ProviderFiling(name, "US", "America/New_York", "", "", "", CONTACT if owner else "")
            register_provider(actor=staff, filing=filing, organisation=owner, public_id=public_id, now=FRIDAY)
        report = CallReport("+16175550128", "+12025550144", CALL_AT, 60.0, None, None)
        words = CampaignWords("Car warranty", "A recorded voice.", "This is the final notice.", 3)
        open_traceback(actor=staff, report=report, terminating="SMALL", campaign=words, direction=Direction.UPSTREAM, now=FRIDAY)
        with serving(FRIDAY) as portal:
            yield portal, str(Hop.objects.get().public_id)


class Phone:
    """A phone's browser that counts taps and notes what it asked for."""

    def __init__(self, browser: Any, portal: Portal) -> None:
        context = browser.new_context(
            base_url=portal.address, viewport={"width": 360, "height": 740}, has_touch=True, timezone_id="America/New_York", locale="en-US"
        )
        self.page = context.new_page()
        self.taps = 0
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))

    def tap(self, what: Any) -> None:
        self.taps += 1
        what.tap()

    def button(self, words: str) -> Any:
        return self.page.get_by_role("button", name=words, exact=True)


def test_a_small_carrier_answers_within_twelve_taps(browser: Any, friday: tuple[Portal, str], tmp_path: Path) -> None:
    portal, request = friday
    phone = Phone(browser, portal)
    page = phone.page
    phone.taps += 1  # the link in the mail
    page.goto(link_path(request, CONTACT))
    assert page.get_by_role("heading", level=1).inner_text() == "A request waits for Smalltown Telephone"
    phone.tap(phone.button("Send me the code"))
    page.get_by_role("heading", name="Enter the code").wait_for()
    code = code_of(OneTimeCode.objects.latest("pk").nonce)
    page.get_by_label("Code from the mail").fill(f"{code[:4]} {code[4:]}")
    phone.taps += 1  # paste
    phone.tap(phone.button("Open the request"))
    page.get_by_role("heading", name="Who handed Smalltown Telephone this call?").wait_for()
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360

    export = tmp_path / "cdr.csv"
    export.write_text(pbx_export(5000), encoding="utf-8")
    page.wait_for_load_state("networkidle")
    phone.asked.clear()
    phone.taps += 2  # choose a file, pick it
    page.get_by_label("Export of call records (CSV)").set_input_files(str(export))
    page.get_by_role("status").filter(has_text="One of 5000 records fits").wait_for()
    assert [each for each in phone.asked if not each.endswith(".js")] == [], "nothing of the file may leave the browser"
    phone.tap(page.get_by_role("button", name=re.compile("Take it over")))
    assert page.get_by_label("Trunk", exact=True).input_value() == "bigcarrier"
    assert page.get_by_label("Start in your records, UTC").input_value() == f"{CALL_AT:%Y-%m-%dT%H:%M}"
    field = page.get_by_role("combobox", name="Which provider?")
    field.press_sequentially("big ca")
    phone.tap(page.get_by_role("option", name=re.compile("Big Carrier Wholesale")))
    phone.tap(phone.button("Read it back"))
    page.get_by_text("Smalltown Telephone states that it received this call from Big Carrier Wholesale.").wait_for()
    phone.tap(phone.button("Sign it"))
    page.get_by_role("heading", name="It stands in the record").wait_for()
    assert phone.taps <= 12
    assert page.get_by_text("responder not yet verified").count()
    assert Response.objects.get(hop__public_id=request).responder_is_verified is False
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it (JSON)").click()
    receipt = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert receipt["request"] == request
    assert page.goto("/requests/R-2222-2222-2222/").status == 404
    page.context.close()


def test_the_same_is_done_by_keyboard_alone(browser: Any, friday: tuple[Portal, str], tmp_path: Path) -> None:
    portal, _request = friday
    report = CallReport("+16175550128", "+12025550144", CALL_AT, 60.0, None, None)
    words = CampaignWords("Car warranty again", "A recorded voice.", "This is the final notice.", 3)
    open_traceback(actor=operator("friday"), report=report, terminating="SMALL", campaign=words, direction=Direction.UPSTREAM, now=FRIDAY)
    request = Hop.objects.get(traceback__campaign__name="Car warranty again").public_id
    context = browser.new_context(base_url=portal.address, timezone_id="America/New_York", locale="en-US")
    page, keyboard = context.new_page(), Keyboard()
    page.on("filechooser", lambda _: None)  # the browser tells of it from now on, not only from a moment after the key is pressed
    page.goto(link_path(request, CONTACT))
    keyboard.press(page, "button", "Send me the code")
    keyboard.write(page, "Code from the mail", code_of(OneTimeCode.objects.latest("pk").nonce))
    keyboard.press(page, "button", "Open the request")
    export = tmp_path / "cdr.csv"
    export.write_text(pbx_export(500), encoding="utf-8")
    page.get_by_label("Export of call records").wait_for()  # the page before was at rest too
    page.wait_for_load_state("networkidle")
    keyboard.reach(page, lambda _role, name: name.startswith("Export of call records"), "the file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(str(export))
    page.get_by_role("status").filter(has_text="One of 500 records fits").wait_for()
    keyboard.reach(page, lambda role, name: role == "button" and name.startswith("Take it over"), "Take it over")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('[name=trunk]').value === 'bigcarrier'")
    keyboard.write(page, "Which provider?", "big ca")
    page.get_by_role("option", name=re.compile("Big Carrier Wholesale")).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.get_by_role("combobox", name="Which provider?").input_value().startswith("Big Carrier Wholesale")
    keyboard.press(page, "button", "Read it back")
    keyboard.press(page, "button", "Sign it")
    assert page.get_by_role("heading", level=1).inner_text() == "It stands in the record"
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_behind_a_mails_link(browser: Any, friday: tuple[Portal, str], theme: str) -> None:
    portal, request = friday
    source = axe_source()
    path = link_path(request, CONTACT)
    for place in (path, f"{path}code/"):
        context = browser.new_context(base_url=portal.address, color_scheme=theme, bypass_csp=True, viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.goto(place)
        page.evaluate(source)
        assert page.evaluate("() => axe.run().then((found) => found.violations.map((each) => each.id))") == []
        context.close()


def axe_source() -> str:
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")
