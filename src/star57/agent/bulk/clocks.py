"""Starts of calls as a file's clock shows them: each distinct minute is read once, seconds and their parts by columns."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import numpy as np

from star57.agent.bulk.cells import Cells, NeedsParsing, decimal
from star57.agent.bulk.dictionary import Dictionary
from star57.agent.formats.cell_print import Places, Words
from star57.agent.formats.reading import BadValue, FormatOptions
from star57.agent.formats.times import read_time
from star57.agent.stores.codes import micros
from star57.agent.stores.embedded.alike import Whole, alike
from star57.agent.stores.embedded.rows import as_bytes

_TO_THE_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
_FRACTION = re.compile(r"\.\d{1,6}(?!\d)", re.ASCII)
_MINUTE, _SECONDS = 16, 19  # characters up to there
_MICROS = 1_000_000
_MOST_MINUTES = 10_000
_BYTE, _BYTE_BITS, _WORD_BITS = np.uint64(0xFF), 8, 64
_ZEROS = 0x3030303030303030


class Clock:
    """`shown`: the least and the greatest clock time of a portion as written, whatever the zone, in µs since 1970."""

    def __init__(self, options: FormatOptions) -> None:
        self._options = options
        self._fraction, self._suffix = 0, ""
        self._minutes = Dictionary(self._minute, 3)
        self.shown: tuple[int, int] | None = None

    def begin_portion(self) -> None:
        self.shown = None
        if len(self._minutes) > _MOST_MINUTES:
            self._minutes = Dictionary(self._minute, 3)

    def starts(self, cells: Cells, column: int) -> tuple[Whole, Whole]:
        """µs since 1970, and how many µs later the call may have begun. Raises NeedsParsing."""
        starts, ends = cells.starts[column], cells.ends[column]
        length = int(ends[0] - starts[0])
        if length < _SECONDS or (ends - starts != length).any():
            raise NeedsParsing
        self._written_like(cells.text[int(starts[0]) : int(ends[0])].decode())
        seconds = cells.view[starts + _MINUTE]
        _must_begin(seconds, ":")
        part: Places = _number(seconds, 2) * _MICROS
        if (part >= 60 * _MICROS).any():
            raise NeedsParsing
        if self._fraction:
            fraction = cells.view[starts + _SECONDS]
            _must_begin(fraction, ".")
            part += _number(fraction, self._fraction) * 10 ** (6 - self._fraction)
        for at, character in enumerate(self._suffix, start=length - len(self._suffix)):
            _must_begin(cells.view[starts + at], character)
        at_us, within, shown = self._minutes.values(cells, starts, starts + _MINUTE)
        self._show(shown + part)
        is_alike = bool((within == within[0]).all())
        return at_us + part, alike(int(within[0]), len(cells), np.uint64) if is_alike else within.astype(np.uint64)

    def _written_like(self, first: str) -> None:
        """How this one is written all are written; the meaning of a minute depends on it."""
        found = _FRACTION.match(first[_SECONDS:])
        fraction = len(found[0]) - 1 if found else 0
        suffix = first[_SECONDS + len(found[0] if found else "") :]
        if (fraction, suffix) != (self._fraction, self._suffix):
            self._fraction, self._suffix = fraction, suffix
            self._minutes = Dictionary(self._minute, 3)

    def _minute(self, text: str) -> tuple[int, int, int]:
        if not _TO_THE_MINUTE.fullmatch(text):
            raise NeedsParsing
        try:
            places = "." + "0" * self._fraction if self._fraction else ""
            reading = read_time(f"{text}:00{places}{self._suffix}", self._options.zone, "start")
        except BadValue:
            raise NeedsParsing from None
        return micros(reading.at), round(reading.within_s * _MICROS), micros(datetime.fromisoformat(text).replace(tzinfo=UTC))

    def _show(self, shown: Places) -> None:
        first, last = int(shown.min()), int(shown.max())
        if self.shown:
            first, last = min(first, self.shown[0]), max(last, self.shown[1])
        self.shown = first, last


def _must_begin(words: Words, character: str) -> None:
    if ((words & _BYTE) != as_bytes(character)[0]).any():
        raise NeedsParsing


def _number(words: Words, digits: int) -> Places:
    """What the digits make that stand behind the first character of each word, seven at most."""
    padding = np.uint64(_ZEROS >> digits * _BYTE_BITS)
    is_digits, value = decimal(words >> np.uint64(_BYTE_BITS) << np.uint64(_WORD_BITS - digits * _BYTE_BITS) | padding)
    if not is_digits.all():
        raise NeedsParsing
    return value.astype(np.int64)
