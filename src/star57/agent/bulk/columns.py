"""Cells as columns of the embedded store: reads each distinct text once, by the code that reads single records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from star57.agent.bulk.cells import Cells, NeedsParsing, last_seven
from star57.agent.bulk.clocks import Clock
from star57.agent.bulk.dictionary import Dictionary
from star57.agent.formats.fields import host_of, seconds
from star57.agent.formats.mapped_csv import Header
from star57.agent.formats.reading import BadValue, FormatOptions
from star57.agent.stores.embedded import fields
from star57.agent.stores.embedded.alike import Texts, Whole, alike

_PLAIN_NUMBER = re.compile(r"\+?\d{3,}", re.ASCII)  # whose key is its end, unless it is all zeros
_MICROS = 1_000_000
_KEPT_AS_TEXT = ("call_ref", *fields.PLAIN_TEXTS)
_IN_WORDS = ("source", "next_hop", "trunk_in", "trunk_out", "account", "release")
_TAIL = 7
_MOST_REMEMBERED = 4_000  # texts of a column; more are forgotten at the next portion, since each segment repeats its words


class Columns:
    """Reads the cells of one file, portion by portion."""

    def __init__(self, header: Header, options: FormatOptions) -> None:
        self._at = header.at
        self.clock = Clock(options)
        self._durations = Dictionary(_duration, 1)
        self._words = {name: dict[str, int]() for name in fields.DICTIONARIES}
        self._of = {name: self._dictionary(name) for name in ("number", *_IN_WORDS)}

    def begin_portion(self) -> None:
        self.clock.begin_portion()
        for name, dictionary in self._of.items():
            if len(dictionary) > _MOST_REMEMBERED:
                self._words[name].clear()
                self._of[name] = self._dictionary(name)
        if len(self._durations) > _MOST_REMEMBERED:
            self._durations = Dictionary(_duration, 1)

    def words(self) -> Mapping[str, Sequence[str]]:
        """As numbered in the columns of this portion. Raises NeedsParsing when there are too many: none of a dictionary's business."""
        if any(len(words) > fields.MOST_WORDS for words in self._words.values()):
            raise NeedsParsing
        return {name: list(words) for name, words in self._words.items()}

    def columns(self, cells: Cells) -> tuple[dict[str, Whole], dict[str, Texts]]:
        """All but the origin; `start` in µs since 1970. Raises NeedsParsing where a value is not of the plain kinds."""
        count = len(cells)
        texts = self._texts(cells)
        start, within = self.clock.starts(cells, self._at["started_at"])
        whole: dict[str, Whole] = {"start": start, "within_s": within, "ref": _refs(texts, count)}
        whole["duration_s"] = alike(0, count, np.uint64)
        if (column := self._at.get("duration_s")) is not None:
            whole["duration_s"] = self._durations.values(cells, cells.starts[column], cells.ends[column])[0].astype(np.uint64)
        for name in _IN_WORDS:
            whole[name] = self._coded_words(cells, name)
        for name, too, ours in (("key", "other", "called"), ("calling", "calling_too", "calling")):
            first, second = (self._keep_number(cells, f"{ours}_{way}", whole) for way in ("in", "out"))
            whole[name], whole[too] = first, alike(0, count)
            if f"{ours}_out" in self._at:
                whole[name] = np.where(first > 0, first, second)
                whole[too] = np.where((first > 0) & (second != first), second, 0).astype(np.uint32)
        return whole, texts

    def _keep_number(self, cells: Cells, field: str, whole: dict[str, Whole]) -> Whole:
        """Fills its two columns, and gives its key."""
        if (column := self._at.get(field)) is None:
            whole[field], whole[f"{field}#"] = self._alike_word("number", "", len(cells)), alike(0, len(cells))
            return alike(0, len(cells))
        starts, ends = cells.starts[column], cells.ends[column]
        is_split, value = last_seven(cells.view, ends)
        is_split &= ends - starts >= _TAIL
        is_all_split = bool(is_split.all())
        number = (value + np.uint64(1)).astype(np.uint32)
        if not is_all_split:
            number[~is_split] = 0
        words, is_plain = self._of["number"].values(cells, starts, ends - (_TAIL if is_all_split else np.where(is_split, _TAIL, 0)))
        whole[field], whole[f"{field}#"] = words.astype(np.uint32), number
        if is_all_split and is_plain.all():
            return number
        key = np.where((is_plain > 0) & is_split, number, 0).astype(np.uint32)
        for row in np.flatnonzero((key == 0) & (ends > starts)).tolist():
            key[row] = fields.key_of(cells.text[int(starts[row]) : int(ends[row])].decode())
        return key

    def _coded_words(self, cells: Cells, name: str) -> Whole:
        if (column := self._at.get(name)) is None:
            return self._alike_word(name, "", len(cells))
        return self._of[name].values(cells, cells.starts[column], cells.ends[column])[0].astype(np.uint32)

    def _texts(self, cells: Cells) -> dict[str, Texts]:
        columns = {field: cells.texts(self._at[field]) for field in _KEPT_AS_TEXT if field in self._at}
        return {field: column for field, column in columns.items() if (column != b"").any()}

    def _alike_word(self, name: str, word: str, count: int) -> Whole:
        words = self._words[name]
        return alike(words.setdefault(word, len(words) + 1), count)

    def _dictionary(self, name: str) -> Dictionary:
        words = self._words[name]
        if name == "number":
            return Dictionary(lambda text: (words.setdefault(text, len(words) + 1), _is_plain(text)), 2)
        read: Callable[[str], str] = host_of if name in ("source", "next_hop") else str
        return Dictionary(lambda text: (words.setdefault(read(text), len(words) + 1),), 1)


def _refs(texts: Mapping[str, Texts], count: int) -> Whole:
    ref: Whole = alike(fields.REF_RECORD_ID, count)
    for field, meaning in (("call_id", fields.REF_CALL_ID), ("call_ref", fields.REF_TEXT)):
        if field in texts:
            ref = np.where(texts[field] != b"", np.uint32(meaning), ref)
    return ref


def _is_plain(before_tail: str) -> bool:
    """Whether the key of such a number is its last seven digits."""
    return bool(_PLAIN_NUMBER.fullmatch(before_tail)) and before_tail.strip("+0") != ""


def _duration(text: str) -> tuple[int]:
    """In µs. Raises NeedsParsing."""
    try:
        value = seconds(text, "duration")
    except BadValue:
        raise NeedsParsing from None
    us = round(value * _MICROS)
    if us / _MICROS != value:
        raise NeedsParsing
    return (us,)
