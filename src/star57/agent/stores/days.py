"""The segments of a day: which records are new to them, and when several become one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, timedelta
from math import log
from pathlib import Path

import numpy as np
import pyarrow as pa

from star57.agent.cdr import Cdr
from star57.agent.stores.indexes import holds
from star57.agent.stores.manifest import Segment
from star57.agent.stores.reader import SegmentReader
from star57.agent.stores.segments import digest, read_whole, write_segment

_MERGED_AT = 8  # segments of like size
_LARGEST_MERGE = 500_000  # rows; a larger segment gains nothing and takes memory to make


def by_day(records: Iterable[Cdr]) -> Mapping[str, list[Cdr]]:
    """UTC day of the start -> its records."""
    days: dict[str, list[Cdr]] = defaultdict(list)
    for record in records:
        days[record.started_at.astimezone(UTC).date().isoformat()].append(record)
    return days


def unknown(records: Sequence[Cdr], day: str, segments: Sequence[Segment], reader: SegmentReader) -> Sequence[Cdr]:
    """The records not kept yet. What a record says fixes its start up to the zone it was read in: its day and both neighbours."""
    wanted = np.array([digest(record.record_id) for record in records], dtype="S16")
    known = np.zeros(len(records), dtype=bool)
    around = {(date.fromisoformat(day) + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)}
    for segment in segments:
        if segment.day in around:
            known |= holds(reader.digests(segment), wanted)
    return [record for record, is_known in zip(records, known.tolist(), strict=True) if not is_known]


def merge_small(folder: Path, day: str, segments: Sequence[Segment], written: list[Segment]) -> list[Segment]:
    """Keeps the files of a day few: eight of like size become one, which is appended to `written`."""
    sizes: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.day == day:
            sizes[int(log(segment.rows, _MERGED_AT))].append(segment)
    after = list(segments)
    for alike in sizes.values():
        if len(alike) >= _MERGED_AT and sum(segment.rows for segment in alike) <= _LARGEST_MERGE:
            whole = write_segment(folder, day, pa.concat_tables([read_whole(folder, segment) for segment in alike]))
            written.append(whole)
            after = [segment for segment in after if segment not in alike] + [whole]
    return after
