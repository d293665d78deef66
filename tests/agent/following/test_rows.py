"""Tables followed by a column that grows: each row once, also those committed late, in any of the databases."""

import sqlite3
import time
from contextlib import closing

import psycopg
import pymysql
import pytest

from star57 import clock
from tests.agent.following.switch import START, Site, look, names
from tests.agent.stores.mariadb_server import fresh_mariadb
from tests.databases import create_database

COLUMNS = "start_time varchar(40), end_time varchar(40), duration float, src_ip varchar(40), src_user varchar(40), dst_user varchar(40)"


def table(database: str, more: str = "") -> str:
    return f'name = "acc"\nformat = "kamailio-sql"\ndatabase = "{database}"\ntable = "acc_cdrs"\nlate_s = 20\n{more}'


class Rows:
    """acc_cdrs in one database; `mark` is how a parameter is spelt there."""

    def __init__(self, database, mark: str) -> None:
        self.database, self.mark = database, mark
        cursor = database.cursor()
        cursor.execute(f"CREATE TABLE acc_cdrs (id integer PRIMARY KEY, {COLUMNS}, callid varchar(40))")
        database.commit()

    def write(self, *counts: int, number: str = "16175550172") -> None:
        cursor = self.database.cursor()
        for count in counts:
            row = (count, str(START + count), str(START + count + 3), 3.0, "192.0.2.1", "12025550143", number, f"call-{count}")
            cursor.execute(f"INSERT INTO acc_cdrs VALUES ({', '.join([self.mark] * len(row))})", row)
        self.database.commit()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow), pytest.param("mariadb", marks=pytest.mark.slow)])
def there(request, tmp_path):
    """The site and its table."""
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "acc.db")) as database:
            yield Site(tmp_path, table("sqlite:acc.db")), Rows(database, "?")
    elif request.param == "postgresql":
        url = create_database(request.getfixturevalue("postgresql"), f"acc_{abs(hash(tmp_path))}")
        with closing(psycopg.connect(url)) as database:
            yield Site(tmp_path, table(url)), Rows(database, "%s")
    else:
        with fresh_mariadb() as port, closing(pymysql.connect(host="127.0.0.1", port=port, user="root")) as database:
            database.cursor().execute("CREATE DATABASE acc")
            database.select_db("acc")
            yield Site(tmp_path, table(f"mariadb://root@127.0.0.1:{port}/acc")), Rows(database, "%s")


def test_rows_are_taken_in_as_they_are_written_and_known_ones_passed_over(there):
    site, rows = there
    with site.follower() as follower:
        for count in range(1, 6):
            rows.write(count)
            look(follower)
    rows.write(6)
    site.catch_up()
    assert site.calls() == names(1, 7)
    assert site.standing("acc").records == 6


def test_a_row_with_a_lower_mark_that_is_committed_late_is_taken_in(there):
    site, rows = there
    rows.write(1, 2, 4, 5)
    with site.follower() as follower:
        look(follower)
        rows.write(3)
        began = clock.monotonic()
        while "call-3" not in site.calls():
            assert clock.monotonic() - began < 10
            look(follower)
    assert site.calls() == names(1, 6)
    assert site.events == []


def test_the_mark_that_is_kept_is_one_that_is_old_enough(tmp_path):
    with closing(sqlite3.connect(tmp_path / "acc.db")) as database:
        site, rows = Site(tmp_path, table("sqlite:acc.db").replace("late_s = 20", "late_s = 0.05")), Rows(database, "?")
        with site.follower() as follower:
            rows.write(1, 2)
            look(follower)
            assert site.standing("acc").mark is None
            time.sleep(0.06)
            rows.write(3)
            look(follower)
            assert site.standing("acc").mark == "2"


@pytest.fixture
def sqlite(tmp_path):
    with closing(sqlite3.connect(tmp_path / "acc.db")) as database:
        yield Site(tmp_path, table("sqlite:acc.db")), Rows(database, "?")


def test_what_the_store_refused_is_asked_for_again(sqlite, monkeypatch):
    from star57.agent.stores.embedded.store import EmbeddedStore
    from star57.agent.stores.files import StoreDamaged

    site, rows = sqlite
    rows.write(1, 2)
    add = EmbeddedStore.add

    def refuse(*_):
        raise StoreDamaged("no")

    with site.follower() as follower:
        monkeypatch.setattr(EmbeddedStore, "add", refuse)
        look(follower)
        monkeypatch.setattr(EmbeddedStore, "add", add)
        rows.write(3)
        look(follower)
    assert site.calls() == names(1, 4)


def test_a_table_that_is_begun_anew_is_told_and_read_from_its_beginning(sqlite):
    site, rows = sqlite
    site.describe(table("sqlite:acc.db").replace("late_s = 20", "late_s = 0"))
    rows.write(10, 11)
    with site.follower() as follower:
        look(follower)
        rows.database.execute("DELETE FROM acc_cdrs")
        rows.write(1, 2)
        look(follower)
        look(follower)
    assert site.calls() == ["call-1", "call-2", "call-10", "call-11"]
    assert "went back from 11 to 2" in site.events[0]


def test_a_row_that_cannot_be_read_is_kept_with_its_mark(sqlite):
    site, rows = sqlite
    rows.write(1)
    rows.database.execute("INSERT INTO acc_cdrs (id, start_time, dst_user) VALUES (2, 'soon', '16175550172')")
    rows.database.commit()
    site.catch_up()
    assert site.calls() == names(1, 2)
    assert '"line": 2, "reason": "start_time' in site.unread("acc")


@pytest.mark.parametrize(
    ("more", "says"), [('mark = "number"\n', "no column 'number' to follow it by"), ('columns = { called_out = "b" }\n', "only")]
)
def test_a_table_that_is_otherwise_is_told_and_tried_again(tmp_path, more, says):
    with closing(sqlite3.connect(tmp_path / "acc.db")) as database:
        site, _ = Site(tmp_path, table("sqlite:acc.db", more)), Rows(database, "?")
    site.catch_up()
    assert says in site.events[0]
