"""Tells waiting readers, after commit, that something may be there for them. A hint only: their own query decides."""

from collections.abc import Callable, Iterable

from django.db import connection, transaction

CHANNEL = "star57"
listeners: list[Callable[[tuple[str, ...]], None]] = []


def request_topic(organisation: str) -> str:
    """A provider that this organisation answers for was asked something."""
    return f"requests:{organisation}"


def traceback_topic(traceback: str) -> str:
    """Something happened in this traceback."""
    return f"traceback:{traceback}"


def rest_topic(traceback: str) -> str:
    """This traceback rests: it has ended, or waits for staff."""
    return f"rest:{traceback}"


def wake(topics: Iterable[str]) -> None:
    """Wake whoever waits for these topics once the transaction has committed: in this process at once, by NOTIFY in all."""
    woken = tuple(dict.fromkeys(topics))
    if not woken:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic", [CHANNEL, list(woken)])
    transaction.on_commit(lambda: deliver(woken))


def deliver(topics: tuple[str, ...]) -> None:
    """Hand topics to this process's listeners."""
    for listener in listeners:
        listener(topics)
