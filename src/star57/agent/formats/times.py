"""Switch times -> the interval in which the instant lies: aware UTC and how wide."""

import re
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import NamedTuple
from zoneinfo import ZoneInfo

from star57.agent.formats.reading import BadValue
from star57.agent.formats.written_times import as_iso

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JULIAN_EPOCH = 2440587.5  # 1970-01-01T00:00Z as a Julian day
_JULIAN_DAYS = (2_447_893.0, 2_524_594.0)  # 1990 .. 2200
_EARLIEST, _LATEST = 631_152_000, 7_258_118_400  # 1990 .. 2200, seconds
# Kamailio writes whole seconds into SQLite as a Julian day that reads up to half a second early.
_JULIAN_WITHIN_S = 1.5
_UNIX_DIGITS = 10  # seconds, from 2001 to 2286
_COMPACT_DIGITS = 14  # 20261122135000
_UTC_WORDS = re.compile(r"\s*(?:UTC|GMT|Z)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,19}(?:\.(\d*))?", re.ASCII)


class Reading(NamedTuple):
    """The instant lies in [at, at + within_s]."""

    at: datetime
    within_s: float


def read_time(value: object, zone: ZoneInfo, name: str) -> Reading:
    """A time however switches write it: text with or without an offset, Unix s / ms / µs, Julian day."""
    if isinstance(value, bool) or value is None:
        raise BadValue(f"{name} is missing")
    if isinstance(value, (int, float)):
        return _number(repr(value), float(value), name)
    text = str(value).strip()
    if not text:
        raise BadValue(f"{name} is missing")
    if len(text) == _UNIX_DIGITS and text.isascii() and text.isdigit() and int(text) >= _EARLIEST:
        return Reading(datetime.fromtimestamp(int(text), UTC), 1.0)
    if match := _NUMBER.fullmatch(text):
        if len(text) == _COMPACT_DIGITS and match[1] is None:
            return _text(f"{text[:8]}T{text[8:]}", zone, name)
        return _number(text, float(text), name)
    return _text(text, zone, name)


def _number(text: str, value: float, name: str) -> Reading:
    if not isfinite(value):
        raise BadValue(f"{name} {text} is no time")
    if _JULIAN_DAYS[0] <= value <= _JULIAN_DAYS[1]:
        millis = round((value - _JULIAN_EPOCH) * 86_400_000)  # a double holds 40 µs of a Julian day
        return Reading(_EPOCH + timedelta(milliseconds=millis), _JULIAN_WITHIN_S)
    if "e" in text:
        raise BadValue(f"{name} {text} is no time")
    whole, _, fraction = text.partition(".")
    for power in (0, 3, 6):
        if _EARLIEST * 10**power <= value <= _LATEST * 10**power:
            digits = whole + fraction
            places = len(fraction) + power
            micros = int(digits) * 10 ** (6 - places) if places <= 6 else int(digits) // 10 ** (places - 6)
            return Reading(_EPOCH + timedelta(microseconds=micros), 10.0 ** -min(places, 6))
    raise BadValue(f"{name} {text} is not between the years 1990 and 2200")


def _text(text: str, zone: ZoneInfo, name: str) -> Reading:
    read = _parsed(text)
    if read is None:
        text = as_iso(text)
        read = _parsed(text)
    if read is None:
        raise BadValue(f"{name} {text[:40]!r} is no time")
    if not 1990 <= read.year < 2200:
        raise BadValue(f"{name} {text[:40]!r} is not between the years 1990 and 2200")
    within_s = _width(text)
    return Reading(read.astimezone(UTC), within_s) if read.tzinfo else _local(read, within_s, zone)


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_UTC_WORDS.sub("+00:00", text))
    except ValueError:
        return None


def _width(text: str) -> float:
    """What the written digits leave open: 1 s for whole seconds, a minute when seconds are left out."""
    if text.count(":") == 0 and "T" not in text:
        raise BadValue(f"{text[:40]!r} is a day without a time")
    mark = text.rfind(".")
    if mark >= 0:
        digits = len(text[mark + 1 :]) - len(text[mark + 1 :].lstrip("0123456789"))
        return 10.0 ** -min(max(digits, 0), 6)
    clock = re.split("[T ]", text, maxsplit=1)[-1]
    digits_of_clock = sum(c.isdigit() for c in re.split("[Zz+-]", clock, maxsplit=1)[0])
    return 1.0 if digits_of_clock >= 6 else 60.0


def _local(read: datetime, within_s: float, zone: ZoneInfo) -> Reading:
    """A wall-clock time. One that a clock change makes ambiguous, or that never was, keeps both readings inside."""
    first = read.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if zone.key == "UTC":
        return Reading(first, within_s)
    second = read.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return Reading(min(first, second), within_s + abs((second - first).total_seconds()))
