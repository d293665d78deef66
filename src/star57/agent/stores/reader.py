"""Finds records in segments: loads indexes and row groups when first needed, and keeps the recent ones."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from star57.agent.cdr import Cdr
from star57.agent.stores.indexes import CalledIndex, CallIdIndex, Digests, Recent, load_call_ids, load_called, load_digests
from star57.agent.stores.manifest import Segment
from star57.agent.stores.segments import CDR_COLUMNS, ROWS_PER_GROUP

_INDEXED_ROWS = 12_000_000  # rows whose index stays in memory: 32 bytes each by called number, 16 by Call-ID or record id
_DECODED_ROWS = 40 * ROWS_PER_GROUP
_OPEN_FILES = 64


class SegmentReader:
    """Not for several threads at once. FileNotFoundError means that the segment was merged away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._called = Recent[CalledIndex](_INDEXED_ROWS)
        self._call_ids = Recent[CallIdIndex](_INDEXED_ROWS)
        self._digests = Recent[Digests](_INDEXED_ROWS)
        self._groups = Recent[pa.Table](_DECODED_ROWS)
        self._files = Recent[pq.ParquetFile](_OPEN_FILES)

    def by_called(self, segment: Segment, key: int, since_us: int, until_us: int) -> list[Cdr]:
        index = self._called.get(segment.name, segment.rows, partial(load_called, self.folder / segment.name))
        return self._records(segment, index.find(key, since_us, until_us))

    def by_call_id(self, segment: Segment, code: int) -> list[Cdr]:
        index = self._call_ids.get(segment.name, segment.rows, partial(load_call_ids, self.folder / segment.name))
        return self._records(segment, index.find(code))

    def digests(self, segment: Segment) -> Digests:
        return self._digests.get(segment.name, segment.rows, partial(load_digests, self.folder / segment.name))

    def _records(self, segment: Segment, rows: Sequence[int]) -> list[Cdr]:
        found: list[Cdr] = []
        for row in rows:
            number, within = divmod(row, ROWS_PER_GROUP)
            group = self._groups.get((segment.name, number), ROWS_PER_GROUP, partial(self._read_group, segment, number))
            found.append(Cdr(*(column[within].as_py() for column in group.columns)))
        return found

    def _read_group(self, segment: Segment, number: int) -> pa.Table:
        file = self._files.get(segment.name, 1, partial(pq.ParquetFile, self.folder / segment.name, memory_map=True))
        return file.read_row_group(number, columns=list(CDR_COLUMNS)).combine_chunks()
