"""The house rules hold: no way out but loopback, a server that starts and stops, a browser that opens."""

import socket
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_socket import SocketConnectBlockedError

from tests import required
from tests.postgres import fresh_server


def test_a_connection_to_a_host_outside_is_refused():
    with socket.socket() as outside, pytest.raises(SocketConnectBlockedError):
        outside.connect(("192.0.2.1", 80))


def test_a_connection_to_loopback_is_let_through():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_what_is_absent_is_skipped(monkeypatch):
    monkeypatch.delenv("STAR57_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="postgresql is not installed"):
        required.absent("postgresql", "Install it.")


def test_what_is_absent_and_required_fails(monkeypatch):
    monkeypatch.setenv("STAR57_REQUIRE", "chromium, postgresql")
    with pytest.raises(pytest.fail.Exception, match="insists on postgresql"):
        required.absent("postgresql", "Install it.")


def test_postgresql_answers_in_utf8_and_utc(postgresql):
    with psycopg.connect(postgresql) as asked:
        rows = asked.execute("select current_setting('server_encoding'), current_setting('timezone')").fetchall()
    assert rows == [("UTF8", "UTC")]


@pytest.mark.slow
def test_a_server_that_stopped_answers_no_more_and_leaves_no_files(postgresql_programs):
    with fresh_server(postgresql_programs) as server, psycopg.connect(server.url("postgres")) as asked:
        (data,) = asked.execute("show data_directory").fetchone() or ()
    assert not Path(data).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url("postgres"), connect_timeout=2)


def test_the_browser_renders_a_page_and_reaches_nothing_outside(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_content('<h1>Star57</h1><img src="http://outside.example/pixel.png">')
    assert page.get_by_role("heading").inner_text() == "Star57"
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://outside.example/")
    context.close()


@pytest.mark.slow
def test_the_database_answers_while_the_browser_is_open(browser, db):
    with connection.cursor() as cursor:
        assert cursor.execute("select 57").fetchone() == (57,)
