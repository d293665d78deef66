"""Every address of the portal × GET and POST × everybody who may try → what it must answer. An address that is not in the grid fails."""

import re
from collections.abc import Iterator
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, resolve

from star57 import clock
from tests.databases import connected, copy_sqlite
from tests.journeys.scene import Scene
from tests.surfaces.portal.grid_names import others_request
from tests.surfaces.portal.grid_requests import NOT_MINE, OUT_OF_REACH
from tests.surfaces.portal.grid_rows import AREAS, CLOSED, OF_REQUESTS, ROWS, Row
from tests.surfaces.portal.grid_stage import WHO, House, make_house

CORE = {
    "requests/{request}/",
    "requests/{request}/answer/",
    "tracebacks/{traceback}/",
    "files/{attachment}/",
    "organisation/keys/{key}/end/",
}
"""What every run of the tests tries; the rest is tried where there is time."""


def named(row: Any) -> str:
    return f"{row[0]} /{row[1]}"


@pytest.fixture(scope="module")
def house(scene_database: tuple[str, Scene], tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[House]:
    url, made = scene_database
    own, put_back = copy_sqlite(Path(url.removeprefix("sqlite:///")), tmp_path_factory.mktemp("grid")), clock.now
    with django_db_blocker.unblock(), connected(own):
        try:
            yield make_house(replace(made, people=dict(made.people)))
        finally:
            clock.now = put_back


def body_for(path: str) -> dict[str, Any]:
    return next((bodies[path] for area in AREAS if path in (bodies := area.bodies())), {})


def answered(house: House, who: str, method: str, path: str, names: dict[str, str]) -> Any:
    """The answer, and nothing of what it did remains."""
    body = {name: value.format(**names) if isinstance(value, str) else value for name, value in body_for(path).items()}
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]
    cookies: SimpleCookie = SimpleCookie({name: each.value for name, each in house.clients[who].cookies.items()})
    with atomic:
        answer = house.ask(who, method, "/" + path.format(**names), body if method == "POST" else None)
        getattr(answer, "streaming", False) and answer.getvalue()
        transaction.set_rollback(True)
    house.clients[who].cookies = cookies
    return answer


def code_of(answer: Any) -> str:
    if answer.status_code != 302:
        return "200" if answer.status_code == 204 else str(answer.status_code)
    target = urlsplit(answer.headers["Location"])
    if target.path == "/sign-in/" and target.query:
        return "in"
    return "2f" if target.path in {"/account/second-factor/", "/account/confirm/"} and "next" in target.query else "302"


def got(house: House, method: str, path: str, names: dict[str, str]) -> dict[str, str]:
    return {who: code_of(answered(house, who, method, path, names)) for who in WHO}


@pytest.mark.parametrize("row", [pytest.param(row, marks=() if row[1] in CORE else pytest.mark.slow, id=named(row)) for row in ROWS])
def test_each_address_answers_everybody_as_the_grid_says(house: House, row: Row) -> None:
    method, path, codes = row
    assert got(house, method, path, house.names) == codes


@pytest.mark.slow
@pytest.mark.parametrize("row", CLOSED, ids=named)
def test_a_closed_traceback_is_read_and_hardly_changed(house: House, row: Row) -> None:
    method, path, codes = row
    assert got(house, method, path, {**house.names, **others_request(house.scene, "closed")}) == codes


@pytest.mark.slow
@pytest.mark.parametrize("whose", NOT_MINE)
@pytest.mark.parametrize("row", OF_REQUESTS, ids=named)
def test_anothers_request_looks_to_the_byte_like_none(house: House, row: tuple[str, str], whose: str) -> None:
    method, path = row
    other = {**house.names, **others_request(house.scene, whose)}
    none = {**house.names, "request": "R-2222-2222-2222", "hop": "R-2222-2222-2222"}
    for who in OUT_OF_REACH:
        told = [answered(house, who, method, path, names) for names in (other, none)]
        assert code_of(told[0]) in expected_out_of_reach(method, path, who), who
        assert plain(told[0], other) == plain(told[1], none), who


def expected_out_of_reach(method: str, path: str, who: str) -> set[str]:
    if who == "vi" and method == "POST":
        return {"403"}
    by_code = next(codes["cd"] for verb, row, codes in ROWS if (verb, row) == (method, path))
    if path.endswith("draft/") and method == "GET":
        return {"302", "in"}
    return {"in"} if who == "cd" and by_code == "in" else {"404"}


def plain(answer: Any, names: dict[str, str]) -> tuple[int, str]:
    text = answer.headers.get("Location", "") + answer.content.decode()
    return answer.status_code, re.sub(r'value="[^"]+"|nonce="[^"]+"', "", text).replace(names["request"], "")


@pytest.mark.slow
@pytest.mark.parametrize("who", ["no", "pr", "an"])
def test_no_address_takes_any_other_method(house: House, who: str) -> None:
    paths = {path for _method, path, _codes in ROWS}
    assert {path: code_of(answered(house, who, "PUT", path, house.names)) for path in paths} == dict.fromkeys(paths, "405")


def test_no_address_is_missing_from_the_grid(house: House) -> None:
    listed = {(method, resolve("/" + urlsplit(path.format(**house.names)).path).route) for method, path, _codes in ROWS}
    assert listed == {(method, route) for route in routes(get_resolver().url_patterns) for method in ("GET", "POST")}


def routes(patterns: Any, before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        elif not route.startswith("api/"):
            yield from routes(each.url_patterns, route)
