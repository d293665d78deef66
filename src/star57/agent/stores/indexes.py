"""In-memory indexes of one segment: sorted arrays that find rows by called number or Call-ID."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

Integers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint64]
Digests = npt.NDArray[np.bytes_]
Kept = TypeVar("Kept")


class CalledIndex(NamedTuple):
    """Entries sorted by key, then start; a record whose number was rewritten into another key has two."""

    keys: Codes
    starts_us: Integers
    ends_us: Integers
    rows: Integers

    def find(self, key: int, since_us: int, until_us: int) -> list[int]:
        wanted = np.uint64(key)
        low, high = int(self.keys.searchsorted(wanted)), int(self.keys.searchsorted(wanted, "right"))
        if low == high:
            return []
        starts, ends = self.starts_us[low:high], self.ends_us[low:high]
        found: list[int] = self.rows[low:high][(starts < until_us) & (ends >= since_us)].tolist()
        return found


class CallIdIndex(NamedTuple):
    codes: Codes
    rows: Integers

    def find(self, code: int) -> list[int]:
        wanted = np.uint64(code)
        found: list[int] = self.rows[int(self.codes.searchsorted(wanted)) : int(self.codes.searchsorted(wanted, "right"))].tolist()
        return found


def load_called(path: Path) -> CalledIndex:
    table = pq.read_table(path, columns=["key_in", "key_out", "started_at", "within_s"])
    incoming: Codes = table["key_in"].to_numpy()
    outgoing: Codes = table["key_out"].to_numpy()
    starts: Integers = table["started_at"].to_numpy().astype("datetime64[us]").astype(np.int64)
    ends = starts + np.ceil(table["within_s"].to_numpy() * 1e6).astype(np.int64)
    into, out = np.flatnonzero(incoming), np.flatnonzero((outgoing != 0) & (outgoing != incoming))
    keys, rows = np.concatenate([incoming[into], outgoing[out]]), np.concatenate([into, out])
    order = np.lexsort((starts[rows], keys))
    rows = rows[order]
    return CalledIndex(keys[order], starts[rows], ends[rows], rows)


def load_call_ids(path: Path) -> CallIdIndex:
    table = pq.read_table(path, columns=["call_id_hash", "call_id_out_hash"])
    incoming: Codes = table["call_id_hash"].to_numpy()
    outgoing: Codes = table["call_id_out_hash"].to_numpy()
    into, out = np.flatnonzero(incoming), np.flatnonzero((outgoing != 0) & (outgoing != incoming))
    codes, rows = np.concatenate([incoming[into], outgoing[out]]), np.concatenate([into, out])
    order = np.argsort(codes, kind="stable")
    return CallIdIndex(codes[order], rows[order])


def load_digests(path: Path) -> Digests:
    """The record ids' digests, sorted."""
    column = pq.read_table(path, columns=["digest"])["digest"].combine_chunks()
    raw = np.frombuffer(column.buffers()[1], dtype="S16", count=len(column) + column.offset)[column.offset :]
    return np.sort(raw)


def holds(sorted_digests: Digests, wanted: Digests) -> npt.NDArray[np.bool_]:
    """Which of the wanted digests are among the sorted ones."""
    at = np.minimum(sorted_digests.searchsorted(wanted), len(sorted_digests) - 1)
    found: npt.NDArray[np.bool_] = sorted_digests[at] == wanted
    return found


class Recent(Generic[Kept]):
    """The most recently used things up to a total weight (rows); the one in use always stays."""

    def __init__(self, weight_limit: int) -> None:
        self.limit, self.weight = weight_limit, 0
        self._kept: OrderedDict[Hashable, tuple[int, Kept]] = OrderedDict()

    def get(self, key: Hashable, weight: int, load: Callable[[], Kept]) -> Kept:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][1]
        thing = load()
        self._kept[key] = (weight, thing)
        self.weight += weight
        while self.weight > self.limit and len(self._kept) > 1:
            self.weight -= self._kept.popitem(last=False)[1][0]
        return thing
