"""A carrier's office with something on every page: for axe, for the journey, and for the handbook's picture."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from star57 import clock
from star57.agent.stores import open_store
from tests.agent.carrier import CUSTOMER, PROVIDER, UNMAPPED, moved, record, request
from tests.agent.hub_stand_in import HubStandIn, hub_stand_in
from tests.agent.operator.page import PASSWORD, page_of
from tests.agent.typed import Carrier

PAGES = {
    "waiting": "/", "request": "/requests/req_two", "rules": "/rules", "journal": "/journal", "records": "/store", "campaigns": "/watch",
    "health": "/health", "sign-in": "/sign-in", "not-here": "/requests/none",
}  # fmt: skip
RULES = """
[[auto]]
campaigns = ["Bank *"]
policy = "review"

[[auto]]
trunks = ["manila-*"]
policy = "review"
"""


@contextmanager
def office(folder: Path) -> Iterator[tuple[Carrier, HubStandIn, str]]:
    """One request was answered by a rule, three wait: a customer's name, two calls that fit, none found."""
    carrier = Carrier(folder)
    at = clock.now().replace(microsecond=0) - timedelta(hours=3)
    with hub_stand_in() as hub:
        carrier.write(hub.address, "auto")
        carrier.config.write_text(carrier.config.read_text() + RULES)
        open_store(folder / "records").add(_records(at))
        hub.ask(*_requests(at))
        runs_once(carrier)
        with page_of(carrier.config) as address:
            yield carrier, hub, address


def signed_in(browser: Any, address: str, **look: Any) -> Any:
    page = browser.new_context(**look).new_page()
    page.goto(address)
    page.get_by_label("Your name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    return page


def runs_once(carrier: Carrier) -> None:
    """In a thread of its own: a browser's event loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(carrier, "run", "--once").result(60) == 0


def _records(at):
    said = (("req", PROVIDER, "+16175550172"), ("cust", CUSTOMER, "+16175550173"), ("two", PROVIDER, "+16175550174"))
    found = [record(source, at=at, called=called, name=name) for name, source, called in said]
    second = moved(record(CUSTOMER, at=at, called="+16175550174", name="two-b"), 4)
    later = [record(UNMAPPED, at=at + timedelta(minutes=n), called=f"+1617555018{n}", name=f"later-{n}") for n in range(5)]
    return [*found, replace(second, duration_s=31.0), *later]


def _requests(at):
    def ask(name, called, due_in_h):
        due = clock.now() + timedelta(hours=due_in_h)
        return request(name, called=called, at=at).model_copy(update={"asked_at": at + timedelta(hours=1), "due_at": due})

    return (
        ask("req_one", "+16175550172", 20), ask("req_customer", "+16175550173", 2), ask("req_two", "+16175550174", 20),
        ask("req_none", "+16175550175", -1),
    )  # fmt: skip
