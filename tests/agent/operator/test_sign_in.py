"""Who may see the page: by its own password, under its own names, with its own forms; and a page that reaches for nothing outside."""

import re

import httpx
import pytest

from star57 import clock
from star57.agent.operator.password import BadPassword, is_password, set_password
from star57.agent.operator.sessions import LASTS_FOR, Sessions
from tests.agent.operator.page import PASSWORD, Operator, page_of
from tests.agent.typed import Carrier

PAGES = ("/", "/rules", "/journal", "/store", "/watch", "/health", "/requests/req_1")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with page_of(Carrier(tmp_path_factory.mktemp("page")).config) as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(address, path):
    reply = httpx.get(address + path, trust_env=False)
    assert (reply.status_code, reply.headers["location"]) == (303, f"/sign-in?next={path}")


def test_another_password_is_refused(address):
    reply = Operator(address).signs_in("not the password")
    assert reply.status_code == 403
    assert "This is not the password" in reply.text
    assert "set-cookie" not in reply.headers


def test_the_cookie_is_for_this_site_and_for_no_script(address):
    reply = httpx.post(f"{address}/sign-in", data={"who": "ann", "password": PASSWORD, "next": "/rules"}, trust_env=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/rules")
    assert {"HttpOnly", "SameSite=strict"} <= set(reply.headers["set-cookie"].split("; "))


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(address, onward):
    reply = httpx.post(f"{address}/sign-in", data={"who": "ann", "password": PASSWORD, "next": onward}, trust_env=False)
    assert reply.headers["location"] == "/"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_foreign_name_that_leads_here_is_refused(address, host):
    assert httpx.get(address, headers={"host": host}, trust_env=False).status_code in (400, 421)


def test_a_page_allows_nothing_foreign_and_holds_no_script_or_inline_style(address):
    ann = Operator(address)
    ann.signs_in()
    for path in PAGES[:-1]:
        reply = ann.http.get(path)
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert reply.headers["cache-control"] == "no-store"
        assert not re.search(r"""<script|style=|\son\w+=|(src|href|action)="(https?:|//)""", reply.text)


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}]
)
def test_a_form_of_another_site_does_nothing(address, headers):
    ann = Operator(address)
    ann.signs_in()
    ann.http.headers.update(headers)
    assert ann.sends("/rules", "/rules", do="policy", policy="auto").status_code == 403


def test_a_form_without_the_sessions_token_does_nothing(address):
    ann = Operator(address)
    ann.signs_in()
    assert ann.http.post("/rules", data={"do": "policy", "policy": "auto", "csrf": "x"}).status_code == 403
    assert ann.http.post("/sign-out").status_code == 403
    assert ann.sends("/", "/sign-out").url.path == "/sign-in"
    assert ann.http.get("/").url.path == "/sign-in"


def test_a_form_that_is_too_long_is_refused(address):
    assert Operator(address).http.post("/sign-in", data={"who": "x" * 70_000}).status_code == 413


def test_what_is_not_there_says_so(address):
    ann = Operator(address)
    ann.signs_in()
    for path in ("/requests/req_none", "/nothing", "/static/../app.py"):
        assert ann.http.get(path).status_code == 404


def test_the_first_start_has_a_link_that_works_once(tmp_path):
    with page_of(Carrier(tmp_path).config, welcome="first") as address:
        ann = Operator(address)
        assert ann.http.get("/welcome/another").status_code == 404
        assert "Choose a password" in ann.sees("/welcome/first")
        good = {"who": "ann", "password": PASSWORD, "again": PASSWORD}
        for wrong in ({"again": "other"}, {"password": "short", "again": "short"}, {"who": ""}):
            assert ann.http.post("/welcome/first", data=good | wrong).status_code == 422
        assert "wait for a person" in ann.http.post("/welcome/first", data=good).text
        assert ann.http.get("/welcome/first").status_code == 404
        assert Operator(address).http.post("/welcome/first", data=good).status_code == 404
        assert Operator(address).signs_in().url.path == "/"


def test_a_password_is_kept_as_a_hash_for_its_owner_alone(tmp_path):
    file = tmp_path / "password"
    set_password(file, PASSWORD)
    assert PASSWORD not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [is_password(file, one) for one in (PASSWORD, PASSWORD + " ", "")] == [True, False, False]
    with pytest.raises(BadPassword):
        set_password(file, "eleven char")
    assert not is_password(tmp_path / "none", PASSWORD)


def test_guessing_is_slowed_and_a_session_ends():
    sessions, now = Sessions(), clock.now()
    assert [sessions.may_try(now) for _ in range(7)] == [True] * 5 + [False] * 2
    assert sessions.may_try(now + LASTS_FOR)
    token = sessions.begun("ann", now)
    assert sessions.found(token, now)
    assert sessions.found(token, now + LASTS_FOR) is None


def test_it_listens_beyond_this_machine_only_under_a_name(tmp_path, capsys):
    assert Carrier(tmp_path)("serve", "--host", "0.0.0.0") == 2
    assert "--name" in capsys.readouterr().err
