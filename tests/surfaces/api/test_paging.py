"""Lists by cursor, and what changed since an instant: nothing is lost, nothing comes twice, while rows arrive."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.served import Hub
from tests.surfaces.api.calls import hop_of, opened, response, traced
from tests.usecases.cast import caller


def pages(hub: Hub, who: str, path: str, name: str, **query: Any) -> Iterator[list[dict[str, Any]]]:
    while True:
        page = hub.call(who, "GET", path, params=query).json()
        yield page[name]
        if not page["next"]:
            return
        query["cursor"] = page["next"]


def test_a_list_of_tracebacks_goes_on_where_it_was_while_new_ones_are_opened(each_hub: Hub) -> None:
    number = "+16175550177"
    before = [opened(each_hub, called_number=number) for _ in range(7)]
    seen: list[str] = []
    for page in pages(each_hub, "CONSORTIUM", "/tracebacks", "tracebacks", number=number, limit=2):
        seen += [row["id"] for row in page]
        opened(each_hub, called_number=number)
    assert len(seen) == len(set(seen))
    assert [each for each in seen if each in before] == before[::-1]


@pytest.mark.slow
def test_a_provider_s_open_requests_go_on_while_new_ones_arrive(each_hub: Hub) -> None:
    before = [traced(each_hub, "LUZON")[1]["LUZON"] for _ in range(7)]
    seen: list[str] = []
    for number, page in enumerate(pages(each_hub, "LUZON", "/requests", "requests", state="open", limit=2)):
        seen += [row["id"] for row in page]
        if number < 5:
            before.append(traced(each_hub, "LUZON")[1]["LUZON"])
    assert len(seen) == len(set(seen))
    assert [each for each in seen if each in before] == before


@pytest.mark.slow
def test_whoever_asks_what_changed_since_misses_nothing_while_many_write(each_hub: Hub) -> None:
    first = each_hub.call("CONSORTIUM", "GET", f"/tracebacks/{opened(each_hub)}").json()["updated_at"]
    written: list[str] = []

    def write() -> None:
        with each_hub.client("CONSORTIUM") as consortium, each_hub.client("ORIG") as provider:
            for _ in range(12):
                from tests.surfaces.api.calls import opening

                traceback = consortium.post("/tracebacks", json=opening(terminating="ORIG")).json()["id"]
                request = consortium.get(f"/tracebacks/{traceback}").json()["hops"][0]["id"]
                assert provider.post(f"/requests/{request}/response", json=response(caller())).status_code == 201
                written.append(traceback)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    seen: dict[str, str] = {}
    marks, since = [], first
    while True:
        alive = any(thread.is_alive() for thread in threads)
        rows = [row for page in pages(each_hub, "CONSORTIUM", "/tracebacks", "tracebacks", updated_since=since, limit=3) for row in page]
        marks += [row["updated_at"] for row in rows]
        seen.update({row["id"]: row["status"] for row in rows})
        since = marks[-1] if marks else since
        if not alive and not rows:
            break
    assert marks == sorted(set(marks)), "each change has an instant of its own, and they come in order"
    assert {traceback: seen.get(traceback) for traceback in written} == dict.fromkeys(written, "ended")


def test_filters_cut_a_list_down(hub: Hub) -> None:
    traceback, requests = traced(hub, "TERM", "ORIG")
    hub.call("ORIG", "POST", f"/requests/{requests['ORIG']}/response", json=response(caller()))
    for query, found in (
        ({"status": "ended", "outcome": "originator_identified"}, True),
        ({"status": "open"}, False),
        ({"needs_person": True}, False),
        ({"hop_status": "customer_named", "provider": "ORIG"}, True),
        ({"provider": "MAPLE"}, False),
        ({"number": "+12025550143"}, True),
        ({"number": "+12025550199"}, False),
        ({"campaign": "C-NONE"}, False),
    ):
        rows = hub.call("CONSORTIUM", "GET", "/tracebacks", params={**query, "limit": 500}).json()["tracebacks"]
        assert (traceback in [row["id"] for row in rows]) is found, query
    assert hop_of(hub, traceback, "ORIG") == requests["ORIG"]


def test_providers_are_found_by_a_part_of_their_name(hub: Hub) -> None:
    named = hub.call("TERM", "GET", "/providers", params={"q": "voice", "limit": 200}).json()
    assert "TRAN1" in [row["provider"] for row in named]  # other modules enter some into the same hub
    assert all("voice" in row["name"].lower() for row in named)
    assert [row["provider"] for row in hub.call("TERM", "GET", "/providers", params={"q": "tran2"}).json()] == ["TRAN2"]
