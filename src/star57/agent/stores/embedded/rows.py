"""Call records of one UTC day as columns: taken apart, put in order, put together. In memory; knows no files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil

import numpy as np
import numpy.typing as npt

from star57.agent.cdr import Cdr
from star57.agent.stores.codes import micros
from star57.agent.stores.embedded import fields
from star57.agent.stores.embedded.alike import Texts, Whole, chained, picked
from star57.agent.stores.embedded.fields import COLUMNS, DICTIONARIES, DICTIONARY, ID_BYTES, MOST_WORDS, SPLIT, TEXTS, WORDS

KeepText = Callable[[str, int, str], None]
_ID_DIGITS = 2 * ID_BYTES
_MICROS = 1_000_000
_HEX = frozenset("0123456789abcdef")
_WHOLE_ID = np.dtype(f"V{ID_BYTES}")


@dataclass(frozen=True, slots=True)
class Rows:
    """`whole`: COLUMNS, a word as its place in `words` counted from 1, and 0 for what stands in `texts` (UTF-8)."""

    ids: npt.NDArray[np.uint8]
    whole: Mapping[str, Whole]
    texts: Mapping[str, Texts]
    words: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.ids)

    def taken(self, order: Whole | slice) -> Rows:
        """These rows in this order."""
        if isinstance(order, slice):
            ids = self.ids[order]
        else:  # twelve bytes at a time
            ids = np.ascontiguousarray(self.ids).view(_WHOLE_ID).ravel().take(order).view(np.uint8).reshape(-1, ID_BYTES)
        return Rows(
            ids,
            {name: picked(column, order) for name, column in self.whole.items()},
            {name: column[order] for name, column in self.texts.items()},
            self.words,
        )

    def between(self, start: int, end: int) -> Rows:
        return self.taken(np.s_[start:end])

    def under(self, words: Mapping[str, Sequence[str]]) -> Rows:
        """The same rows, where they use no words of their own."""
        return Rows(self.ids, self.whole, self.texts, words)

    def widest_told_us(self) -> int:
        """Of starts so wide or so finely known that they are kept as text."""
        return max((ceil(float(text) * _MICROS) for text in self.texts.get("within_s", ()) if text), default=0)

    def in_order(self) -> Rows:
        """By key and start."""
        place = self.whole["key"].astype(np.uint64) << np.uint64(37) | self.whole["start"].astype(np.uint64)
        return self.taken(np.argsort(place))


def rows_of(records: Sequence[Cdr], day_us: int) -> Rows:
    """The records, all of the day that begins at day_us."""
    count = len(records)
    texts: dict[str, list[bytes]] = {}
    called = [_two_keys(one.called_in, one.called_out) for one in records]
    calling = [_two_keys(one.calling_in, one.calling_out) for one in records]
    whole: dict[str, Whole] = {
        "key": _small(first for first, _ in called),
        "other": _small(second for _, second in called),
        "calling": _small(first for first, _ in calling),
        "calling_too": _small(second for _, second in calling),
        "start": np.array([micros(one.started_at) - day_us for one in records], dtype=np.uint64),
        "ref": _small(_ref(one) for one in records),
    }

    def keep_text(field: str, row: int, text: str) -> None:
        texts.setdefault(field, [b""] * count)[row] = as_bytes(text)

    for name in ("within_s", "duration_s"):
        whole[name] = np.zeros(count, dtype=np.uint64)
        for row, one in enumerate(records):
            value: float = getattr(one, name)
            us = round(value * _MICROS)
            if us / _MICROS == value and us < 1 << 62:
                whole[name][row] = us
            else:
                keep_text(name, row, repr(value))
    words = _keep_words(records, whole, keep_text)
    for row, one in enumerate(records):
        for field in fields.PLAIN_TEXTS:
            if text := getattr(one, field):
                keep_text(field, row, text)
        if whole["ref"][row] == fields.REF_TEXT and one.call_ref:
            keep_text("call_ref", row, one.call_ref)
        if not _is_plain_id(one.record_id):
            keep_text("record_id", row, one.record_id)
    ids = np.frombuffer(b"".join(id_bytes(one.record_id) for one in records), dtype=np.uint8).reshape(count, ID_BYTES)
    kept = {name: np.array(column, dtype=object) for name, column in texts.items()}
    return Rows(ids, whole, kept, words)


def id_bytes(record_id: str) -> bytes:
    """The ids our formats make as they are, others by their digest."""
    if _is_plain_id(record_id):
        return bytes.fromhex(record_id)
    return blake2b(as_bytes(record_id), digest_size=ID_BYTES).digest()


def joined(parts: Sequence[Rows]) -> Rows:
    """All rows, one after the other, under one dictionary."""
    words = parts[0].words
    if any(part.words is not words for part in parts):
        words = {name: fields.union([part.words[name] for part in parts]) for name in DICTIONARIES}
        parts = [with_words(part, words) for part in parts]
    texts = chained_texts([part.texts for part in parts], list(map(len, parts)))
    return Rows(
        np.concatenate([part.ids for part in parts]),
        {name: chained([part.whole[name] for part in parts]) for name in COLUMNS},
        texts,
        words,
    )


def chained_texts(parts: Sequence[Mapping[str, Texts]], counts: Sequence[int]) -> dict[str, Texts]:
    """The same of texts, which a part may lack."""
    names = [name for name in TEXTS + WORDS if any(name in part for part in parts)]
    return {name: np.concatenate([part.get(name, no_texts(count)) for part, count in zip(parts, counts, strict=True)]) for name in names}


def with_words(rows: Rows, words: Mapping[str, Sequence[str]]) -> Rows:
    """The same rows under another dictionary; what is not in it becomes text."""
    if rows.words is words:
        return rows
    whole, texts = dict(rows.whole), dict(rows.texts)
    codes = {name: _recoding(rows.words[name], words[name]) for name in DICTIONARIES}
    for field in WORDS:
        code = codes[DICTIONARY[field]]
        if code is None:
            continue
        old, whole[field] = whole[field], code[whole[field]]
        if len(lost := np.flatnonzero((old > 0) & (whole[field] == 0))):
            texts[field] = texts.get(field, no_texts(len(rows))).copy()
            for row in lost.tolist():
                number = int(whole[f"{field}#"][row]) if field in SPLIT else 0
                texts[field][row] = as_bytes(fields.joined(field, rows.words[DICTIONARY[field]][old[row] - 1], number))
    return Rows(rows.ids, whole, texts, words)


def no_texts(count: int) -> Texts:
    return np.full(count, b"", dtype=object)


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _recoding(old: Sequence[str], new: Sequence[str]) -> Whole | None:
    """Old code -> new code, 0 for none; None where they are the same."""
    if list(old) == list(new[: len(old)]):
        return None
    place = {word: code for code, word in enumerate(new, start=1)}
    return np.array([0, *(place.get(word, 0) for word in old)], dtype=np.uint32)


def _keep_words(records: Sequence[Cdr], whole: dict[str, Whole], keep_text: KeepText) -> Mapping[str, Sequence[str]]:
    """Fills the columns of WORDS and gives their dictionaries."""
    places: dict[str, dict[str, int]] = {name: {} for name in DICTIONARIES}
    for field in WORDS:
        codes, texts, coded = places[DICTIONARY[field]], [getattr(one, field) for one in records], dict[str, tuple[int, int]]()
        for text in dict.fromkeys(texts):
            word, number = fields.split(field, text) if field in SPLIT else (text, 0)
            coded[text] = codes.setdefault(word, len(codes) + 1) if word in codes or len(codes) < MOST_WORDS else 0, number
        whole[field] = _small(coded[text][0] for text in texts)
        if field in SPLIT:
            whole[f"{field}#"] = _small(coded[text][1] for text in texts)
        for row in np.flatnonzero(whole[field] == 0).tolist():
            keep_text(field, row, texts[row])
    return {name: list(codes) for name, codes in places.items()}


def _two_keys(number_in: str, number_out: str) -> tuple[int, int]:
    """The keys of a number as it came in and as it was sent on: the first there is, and the second where it is another one."""
    first, second = fields.key_of(number_in), fields.key_of(number_out)
    return first or second, second if second != first and first else 0


def _ref(record: Cdr) -> int:
    if record.call_ref == record.record_id:
        return fields.REF_RECORD_ID
    return fields.REF_CALL_ID if record.call_ref and record.call_ref == record.call_id else fields.REF_TEXT


def _is_plain_id(record_id: str) -> bool:
    return len(record_id) == _ID_DIGITS and _HEX.issuperset(record_id)


def _small(values: Iterable[int]) -> Whole:
    return np.array(list(values), dtype=np.uint32)
