"""The cells of a portion as columns of the embedded store: reads each distinct text once, by the code that reads single records."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from star57.agent.bulk.cells import Cells, NeedsParsing, coded, digits_of
from star57.agent.formats.fields import host_of, seconds
from star57.agent.formats.mapped_csv import Header
from star57.agent.formats.reading import BadValue, FormatOptions
from star57.agent.formats.times import read_time
from star57.agent.stores.codes import micros
from star57.agent.stores.embedded import fields
from star57.agent.stores.embedded.rows import Rows, Texts, Whole, as_bytes

_TO_THE_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
_MINUTE, _SECONDS = 16, 19  # characters up to there
_PLAIN_NUMBER = re.compile(r"\+?\d{3,}", re.ASCII)  # whose key is its end, unless it is all zeros
_MICROS = 1_000_000
_KEPT_AS_TEXT = ("call_ref", *fields.PLAIN_TEXTS)
_TAIL = 7


class Portion:
    """Cells on their way into Rows. Raises NeedsParsing where a value is not of the plain kinds."""

    def __init__(self, cells: Cells, header: Header, options: FormatOptions) -> None:
        self._cells, self._header, self._options = cells, header, options
        self._count = len(cells)
        self.whole: dict[str, Whole] = {}
        self.texts: dict[str, Texts] = {}
        self.words: dict[str, Sequence[str]] = {}

    def starts(self) -> npt.NDArray[np.int64]:
        """µs since 1970; fills within_s."""
        starts, lengths = self._places("started_at")
        length = int(lengths[0])
        if length < _SECONDS or (lengths != length).any():
            raise NeedsParsing
        first = self._cells.text[int(starts[0]) : int(starts[0]) + length].decode()
        fraction = re.match(r"\.\d{1,6}(?!\d)", first[_SECONDS:], re.ASCII)
        places = len(fraction[0]) - 1 if fraction else 0
        suffix = first[_SECONDS + len(fraction[0] if fraction else "") :]
        self._must_stand(starts + _MINUTE, ":")
        if places:
            self._must_stand(starts + _SECONDS, ".")
        self._must_stand(starts + length - len(suffix), suffix)
        minutes, texts = coded(self._cells, starts, np.full(self._count, _MINUTE))
        readings = [self._minute(text, "." + "0" * places if places else "", suffix) for text in texts]
        at = np.array([us for us, _ in readings], dtype=np.int64)[minutes]
        self.whole["within_s"] = np.array([within for _, within in readings], dtype=np.uint64)[minutes]
        whole, part = self._number(starts + _MINUTE + 1, 2), self._number(starts + _SECONDS + 1, places)
        if (whole >= 60).any():
            raise NeedsParsing
        found: npt.NDArray[np.int64] = at + whole * _MICROS + part * 10 ** (6 - places)
        return found

    def durations(self) -> Whole:
        if "duration_s" not in self._header.at:
            return np.zeros(self._count, dtype=np.uint64)
        codes, texts = coded(self._cells, *self._places("duration_s"))
        return np.array([self._micros(text) for text in texts], dtype=np.uint64)[codes]

    def keep_numbers(self) -> None:
        words: dict[str, int] = {}
        for field in fields.NUMBERS:
            self._keep_number(field, words)
        self.words["number"] = list(words)
        for name, too, ours in (("key", "other", "called"), ("calling", "calling_too", "calling")):
            first, second = self.whole.pop(f"{ours}_in key"), self.whole.pop(f"{ours}_out key")
            self.whole[name] = np.where(first > 0, first, second)
            self.whole[too] = np.where((first > 0) & (second != first), second, 0).astype(np.uint32)

    def keep_words(self) -> None:
        for field in ("source", "next_hop", "trunk_in", "trunk_out", "account", "release"):
            if field not in self._header.at:
                self.whole[field], self.words[field] = np.ones(self._count, dtype=np.uint32), [""]
                continue
            codes, texts = coded(self._cells, *self._places(field))
            read: Callable[[str], str] = host_of if field in ("source", "next_hop") else str
            self.whole[field], self.words[field] = self._under({}, codes, [read(text) for text in texts])

    def keep_texts(self) -> None:
        for field in _KEPT_AS_TEXT:
            if field in self._header.at:
                column = self._cells.texts(self._header.at[field])
                if (column != b"").any():
                    self.texts[field] = column
        ref = np.full(self._count, fields.REF_RECORD_ID, dtype=np.uint32)
        for field, meaning in (("call_id", fields.REF_CALL_ID), ("call_ref", fields.REF_TEXT)):
            if field in self.texts:
                ref[self.texts[field] != b""] = meaning
        self.whole["ref"] = ref

    def keep_origin(self, name: str, first_line: int) -> None:
        self.whole["origin"], self.words["origin"] = np.ones(self._count, dtype=np.uint32), [name]
        self.whole["origin#"] = np.arange(first_line + 1, first_line + 1 + self._count, dtype=np.uint32)

    def rows(self) -> Rows:
        return Rows(self._cells.prints(), self.whole, self.texts, self.words)

    def _keep_number(self, field: str, words: dict[str, int]) -> None:
        if field not in self._header.at:
            code = words.setdefault("", len(words) + 1)
            self.whole[field] = np.full(self._count, code, dtype=np.uint32)
            self.whole[f"{field}#"] = self.whole[f"{field} key"] = np.zeros(self._count, dtype=np.uint32)
            return
        starts, lengths = self._places(field)
        is_digits, value = digits_of(self._cells, starts + lengths)
        is_split = is_digits & (lengths >= _TAIL)
        number = np.where(is_split, value + 1, 0).astype(np.uint32)
        codes, texts = coded(self._cells, starts, lengths - np.where(is_split, _TAIL, 0))
        self.whole[field], _ = self._under(words, codes, texts)
        self.whole[f"{field}#"] = number
        is_plain = np.array([bool(_PLAIN_NUMBER.fullmatch(text)) and text.strip("+0") != "" for text in texts])
        key = np.where(is_plain[codes] & is_split, number, 0).astype(np.uint32)
        others = np.flatnonzero((~is_plain[codes] | ~is_split) & (lengths > 0))
        key[others] = [fields.key_of(self._text(starts, lengths, row)) for row in others.tolist()]
        self.whole[f"{field} key"] = key

    def _under(self, words: dict[str, int], codes: Whole, texts: Sequence[str]) -> tuple[Whole, list[str]]:
        """The codes under the dictionary, which takes up new words. Too many are none of its business."""
        places = np.array([words.setdefault(text, len(words) + 1) for text in texts], dtype=np.uint32)
        if len(words) > fields.MOST_WORDS:
            raise NeedsParsing
        return places[codes], list(words)

    def _places(self, field: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        column = self._header.at[field]
        starts = self._cells.starts[column]
        return starts, self._cells.ends[column] - starts

    def _text(self, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], row: int) -> str:
        return self._cells.text[int(starts[row]) : int(starts[row] + lengths[row])].decode()

    def _must_stand(self, starts: npt.NDArray[np.int64], text: str) -> None:
        for at, byte in enumerate(as_bytes(text)):
            if ((self._cells.view[starts + at] & np.uint64(0xFF)) != byte).any():
                raise NeedsParsing

    def _number(self, starts: npt.NDArray[np.int64], digits: int) -> npt.NDArray[np.int64]:
        value = np.zeros(self._count, dtype=np.int64)
        for at in range(digits):
            digit = (self._cells.view[starts + at] & np.uint64(0xFF)).astype(np.int64) - ord("0")
            if ((digit < 0) | (digit > 9)).any():
                raise NeedsParsing
            value = value * 10 + digit
        return value

    def _minute(self, text: str, fraction: str, suffix: str) -> tuple[int, int]:
        if not _TO_THE_MINUTE.fullmatch(text):
            raise NeedsParsing
        try:
            reading = read_time(f"{text}:00{fraction}{suffix}", self._options.zone, "start")
        except BadValue:
            raise NeedsParsing from None
        return micros(reading.at), round(reading.within_s * _MICROS)

    def _micros(self, text: str) -> int:
        try:
            value = seconds(text, "duration")
        except BadValue:
            raise NeedsParsing from None
        us = round(value * _MICROS)
        if us / _MICROS != value:
            raise NeedsParsing
        return us
