"""What SQLite's triggers need of every connection."""

import threading

from django.db import connection


def pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        (value,) = cursor.fetchone()
    return int(value)


def test_replacing_a_row_fires_delete_triggers_on_every_connection(own_sqlite):
    found = [pragma("recursive_triggers")]

    def look() -> None:
        found.append(pragma("recursive_triggers"))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    connection.close()
    found.append(pragma("recursive_triggers"))
    assert found == [1, 1, 1]


def test_foreign_keys_hold_and_commits_reach_the_disk(own_sqlite):
    assert (pragma("foreign_keys"), pragma("synchronous")) == (1, 2)
