"""Fifty people sign in every second: programs that ask the API hardly notice, because hashing takes one core and no more."""

import re
import time
from concurrent.futures import Future, ThreadPoolExecutor
from statistics import quantiles
from typing import Self

import httpx
import pytest

from star57.clock import monotonic
from star57.hub.domain.access import Role
from star57.hub.usecases.add_person import add_person
from tests.databases import Database
from tests.depth import how_many
from tests.served import Hub, people_and_keys, serving
from tests.usecases.cast import MONDAY, PROVIDERS, STAFF

pytestmark = [pytest.mark.stress, pytest.mark.timeout(240)]
PER_SECOND = 50
FOR_S = how_many(short=8, full=60)
P95_S = 0.5
PASSWORD = "orchard kettle seventeen bridges"


class Crowd:
    """People who sign in, each from an address of their own, one after the other at a steady pace whatever becomes of the ones before."""

    def __init__(self, hub: Hub) -> None:
        self._browser = httpx.Client(base_url=hub.address, timeout=60, trust_env=False, limits=httpx.Limits(max_connections=200))
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', self._browser.get("/sign-in/").text)
        assert found
        self._token, self._cookie = found[1], f"csrftoken={self._browser.cookies['csrftoken']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()

    def sign_in(self, number: int) -> int:
        headers = {"X-Forwarded-For": f"192.0.{number // 250 % 250}.{number % 250 + 1}", "Cookie": self._cookie}
        typed = {"csrfmiddlewaretoken": self._token, "login": f"person{number % PER_SECOND}@example.org", "password": PASSWORD}
        return self._browser.post("/sign-in/", data=typed, headers=headers).status_code

    def come(self, pool: ThreadPoolExecutor) -> list["Future[int]"]:
        began = monotonic()
        coming = []
        for number in range(PER_SECOND * FOR_S):
            time.sleep(max(0.0, began + number / PER_SECOND - monotonic()))
            coming.append(pool.submit(self.sign_in, number))
        return coming


def asked_meanwhile(hub: Hub, who: str, until: list[bool]) -> list[float]:
    """How long each question of a program took."""
    took = []
    while not until:
        began = monotonic()
        assert hub.call(who, "GET", "/requests").status_code == 200
        took.append(monotonic() - began)
        time.sleep(0.02)
    return took


def test_fifty_sign_ins_a_second_leave_the_api_as_quick_as_promised(own_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = people_and_keys()
    provider = next(iter(PROVIDERS))
    for number in range(PER_SECOND):
        add_person(
            actor=STAFF, organisation=f"O-{provider}", email=f"person{number}@example.org", name=f"Person {number}",
            role=Role.READER, time_zone="UTC", password=PASSWORD, now=MONDAY,
        )  # fmt: skip
    monkeypatch.setenv("STAR57_TRUSTED_PROXIES", "127.0.0.1")
    with serving(own_database.url, keys) as hub, ThreadPoolExecutor(120) as pool, Crowd(hub) as crowd:
        done: list[bool] = []
        asking = pool.submit(asked_meanwhile, hub, provider, done)
        try:
            codes = [each.result() for each in crowd.come(pool)]
        finally:
            done.append(True)
        took = asking.result()
    p95 = quantiles(took, n=20)[-1]
    counts = {code: codes.count(code) for code in sorted(set(codes))}
    print(f"API p95 {p95 * 1000:.0f} ms over {len(took)} calls; sign-ins answered {counts}")
    assert set(codes) <= {302, 429}
    assert codes.count(302) > 0
    assert p95 < P95_S
