"""Long polls: they hold until something is there or the time is up, on both databases, across processes."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest

from star57 import clock
from tests.served import Hub, people_and_keys, serving
from tests.surfaces.api.calls import opened, response, traced
from tests.usecases.cast import caller

SOON_S = 10.0


@contextmanager
def waiting(hub: Hub, who: str, path: str) -> Iterator["Future[httpx.Response]"]:
    """A long poll under way."""
    with ThreadPoolExecutor(1) as pool, hub.client(who) as client:
        asked = threading.Event()

        def poll() -> httpx.Response:
            asked.set()
            return client.get(path)

        found = pool.submit(poll)
        asked.wait()
        threading.Event().wait(0.3)
        yield found


def emptied(hub: Hub, who: str) -> None:
    """Whatever was new for somebody has been received."""
    assert hub.call(who, "GET", "/requests?state=new").status_code == 200


@pytest.mark.slow
def test_a_wait_for_nothing_ends_empty_and_well(each_hub: Hub) -> None:
    emptied(each_hub, "LUZON")
    began = clock.monotonic()
    reply = each_hub.call("LUZON", "GET", "/requests?state=new&wait=0.5")
    assert (reply.status_code, reply.json()["requests"]) == (200, [])
    assert 0.45 < clock.monotonic() - began < SOON_S


def test_a_request_wakes_whoever_waits_for_it(each_hub: Hub) -> None:
    emptied(each_hub, "TRAN2")
    with waiting(each_hub, "TRAN2", "/requests?state=new&wait=50") as found:
        assert not found.done()
        traceback = opened(each_hub, terminating="TRAN2")
        requests = found.result(SOON_S).json()["requests"]
    assert [each["provider"]["provider"] for each in requests] == ["TRAN2"]
    hop = each_hub.call("CONSORTIUM", "GET", f"/tracebacks/{traceback}").json()["hops"][0]
    assert (hop["status"], hop["received_at"] is not None) == ("running", True), "reading it starts the legal clock"


@pytest.mark.slow
def test_another_s_request_wakes_nobody(each_hub: Hub) -> None:
    emptied(each_hub, "MAPLE")
    with waiting(each_hub, "MAPLE", "/requests?state=new&wait=1") as found:
        opened(each_hub, terminating="TRAN2")
        assert found.result(SOON_S).json()["requests"] == []


def test_what_is_there_already_is_not_waited_for(each_hub: Hub) -> None:
    opened(each_hub, terminating="ORIG")
    began = clock.monotonic()
    assert each_hub.call("ORIG", "GET", "/requests?state=new&wait=50").json()["requests"] != []
    assert clock.monotonic() - began < SOON_S


@pytest.mark.slow
def test_whoever_follows_a_traceback_is_woken_by_each_change_and_when_it_rests(each_hub: Hub) -> None:
    traceback, requests = traced(each_hub, "TERM", "TRAN1")
    seen = each_hub.call("CONSORTIUM", "GET", f"/tracebacks/{traceback}").json()["updated_at"]
    change, rest = ("wait=50&changed_since=" + seen.replace("+", "%2B"), "wait=50&until=rest")
    with (
        waiting(each_hub, "CONSORTIUM", f"/tracebacks/{traceback}?{change}") as changed,
        waiting(each_hub, "AUDITOR", f"/tracebacks/{traceback}?{rest}") as rested,
    ):
        each_hub.call("TRAN1", "GET", f"/requests/{requests['TRAN1']}")
        assert changed.result(SOON_S).json()["updated_at"] > seen
        assert not rested.done()
        each_hub.call("TRAN1", "POST", f"/requests/{requests['TRAN1']}/response", json=response(caller()))
        assert rested.result(SOON_S).json()["outcome"] == "originator_identified"


def test_following_what_is_not_yours_looks_like_following_nothing(each_hub: Hub) -> None:
    traceback = opened(each_hub)
    for query in ("", "?wait=1&until=rest", "?wait=1&changed_since=2026-01-01T00:00:00Z"):
        replies = [each_hub.call("TERM", "GET", f"/tracebacks/{each}{query}") for each in (traceback, "T-2222-2222-2222")]
        assert [reply.status_code for reply in replies] == [404, 404]
        assert replies[0].text.replace(traceback, "") == replies[1].text.replace("T-2222-2222-2222", "")


@pytest.mark.slow
def test_one_process_wakes_those_who_wait_at_another(postgresql_hub: Hub) -> None:
    emptied(postgresql_hub, "TRAN2")
    with serving(postgresql_hub.url, postgresql_hub.keys) as second, waiting(second, "TRAN2", "/requests?state=new&wait=50") as found:
        opened(postgresql_hub, terminating="TRAN2")
        assert len(found.result(SOON_S).json()["requests"]) == 1


def _cut_all_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.slow
def test_lost_connections_are_made_anew_and_nobody_waits_in_vain(own_postgresql: Any) -> None:
    with serving(own_postgresql.url, people_and_keys()) as hub:
        emptied(hub, "TRAN2")
        with waiting(hub, "TRAN2", "/requests?state=new&wait=50") as found, waiting(hub, "TERM", "/requests?state=new&wait=50") as other:
            _cut_all_connections(own_postgresql.url)
            threading.Event().wait(1.5)
            for provider in ("TRAN2", "TERM"):
                for _ in range(3):
                    if hub.call("CONSORTIUM", "POST", "/tracebacks", json=_opening(provider)).status_code == 201:
                        break
            assert found.result(SOON_S).status_code in {200, 503}
            assert other.result(SOON_S).status_code in {200, 503}
        assert hub.call("TRAN2", "GET", "/requests?state=open").json()["requests"] != []


def _opening(provider: str) -> dict[str, Any]:
    from tests.surfaces.api.calls import opening

    return opening(terminating=provider)
