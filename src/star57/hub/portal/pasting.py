"""The call's facts as one pastes them into one's own search: the local window, a line of SQL, a line of grep. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from star57.numbers import national, usual_digits
from star57.wire.values import CallFacts

LOCAL = "%Y-%m-%d %H:%M:%S"
TO_THE_MINUTE, TO_THE_HOUR = "%Y-%m-%d %H:%M", "%Y-%m-%d %H"
MOST_MINUTES = 12
TAIL = 10  # digits that stand at the end of every spelling of a North American number


@dataclass(frozen=True, slots=True)
class Pasting:
    """Ready to paste. since and until are local times of one zone, with its abbreviation beside them."""

    since: str
    until: str
    abbreviation: str
    sql: str
    grep: str


def ready_to_paste(call: CallFacts, zone: ZoneInfo) -> Pasting:
    """The window around the call and two searches over it; the tables and columns are Asterisk's, for others to change."""
    slack = timedelta(seconds=max(1, ceil(call.uncertainty_s)))
    since, until = (call.call_at - slack).astimezone(zone), (call.call_at + slack).astimezone(zone)
    tail = tail_of(call.number_to_find)
    sql = f"SELECT * FROM cdr WHERE calldate BETWEEN '{since:{LOCAL}}' AND '{until:{LOCAL}}' AND dst LIKE '%{tail}';"
    grep = f"grep -E '{'|'.join(_stamps(since, until))}' Master.csv | grep '{tail}'"
    return Pasting(f"{since:{LOCAL}}", f"{until:{LOCAL}}", _abbreviation(since, until), sql, grep)


def spellings(e164: str) -> tuple[str, ...]:
    """How switches usually write a number: +1…, 1…, ten digits, 001…, 011…, and the form people read."""
    return tuple(dict.fromkeys((e164, *usual_digits(e164), national(e164))))


def tail_of(e164: str) -> str:
    """The digits that stand at the end of every spelling."""
    return e164.removeprefix("+")[-TAIL:]


def _abbreviation(since: datetime, until: datetime) -> str:
    return f"{since:%Z}" if since.tzname() == until.tzname() else f"{since:%Z}–{until:%Z}"


def _stamps(since: datetime, until: datetime) -> list[str]:
    """Every minute of the window as records write it; every hour where there are too many minutes."""
    for form, step in ((TO_THE_MINUTE, timedelta(minutes=1)), (TO_THE_HOUR, timedelta(hours=1))):
        count = int((until - since) / step) + 2
        stamps = dict.fromkeys(f"{min(since + step * number, until):{form}}" for number in range(count))
        if len(stamps) <= MOST_MINUTES or form == TO_THE_HOUR:
            return list(stamps)
    return []
