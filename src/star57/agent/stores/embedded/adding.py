"""What may be done by the one who holds a store to add to it: rows or whole segments in, known ones out, small files merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from star57.agent.stores.embedded.blocks import shape_of
from star57.agent.stores.embedded.days import around, day_us
from star57.agent.stores.embedded.known import Flags, KnownIds
from star57.agent.stores.embedded.manifest import Segment
from star57.agent.stores.embedded.merging import merge, mergeable
from star57.agent.stores.embedded.rows import Rows, Whole, joined
from star57.agent.stores.embedded.segment_file import write_segment
from star57.agent.stores.embedded.segments import Segments
from star57.agent.stores.files import StoreDamaged


@dataclass(frozen=True, slots=True)
class Written:
    """A segment whose file is there, and that no manifest names; the ids and keys of its rows."""

    segment: Segment
    ids: npt.NDArray[np.uint8]
    keys: Whole


def written(folder: Path, day: str, rows: Rows) -> Written:
    """The rows, in order and without doubles, as a file in the folder."""
    segment = write_segment(folder, day, day_us(day), shape_of(rows), [rows])
    return Written(segment, rows.ids, rows.whole["key"])


class Adding:
    """`first_kept`: older days are not taken in."""

    def __init__(self, segments: Segments, first_kept: date) -> None:
        self._segments, self._first_kept = segments, first_kept.isoformat()
        self._unmergeable: set[str] = set()

    @property
    def files(self) -> Path:
        return self._segments.files

    def rows(self, days: Mapping[str, Rows]) -> int:
        """Keeps the rows of some days, each in order and without doubles, all or none; tells how many were new."""
        new = []
        for day, rows in days.items():
            known = self._known(day, rows.ids, rows.whole["key"])
            if not known.all():
                new.append((day, rows.taken(np.flatnonzero(~known)) if known.any() else rows))
        made: list[Segment] = []
        try:
            made.extend(written(self.files, day, rows).segment for day, rows in new)
            return self._commit(made)
        except BaseException:
            self._segments.delete(set(made) - set(self._segments.current()))
            raise

    def segments(self, found: Sequence[Written]) -> int:
        """The same for files that were written already, of different days."""
        taken: list[Segment] = []
        for one in found:
            known = self._known(one.segment.day, one.ids, one.keys)
            if known.any():
                self._segments.delete([one.segment]) if known.all() else taken.append(self._without(one.segment, known))
            else:
                taken.append(one.segment)
        return self._commit(taken)

    def _known(self, day: str, ids: npt.NDArray[np.uint8], keys: Whole) -> Flags:
        """Which rows are kept already, or too old to be kept."""
        if day < self._first_kept:
            return np.ones(len(ids), dtype=bool)
        compared = KnownIds(ids, keys)
        for segment in self._segments.current():
            if segment.day in around(day):
                compared.compare(self._segments.reader(segment))
        return compared.known

    def _without(self, segment: Segment, known: Flags) -> Segment:
        reader = self._segments.reader(segment)
        rows = joined(list(reader.rows(0, len(reader.footer.blocks.fence)))).taken(np.flatnonzero(~known))
        smaller = written(self.files, segment.day, rows).segment
        self._segments.delete([segment])
        return smaller

    def _commit(self, made: Sequence[Segment]) -> int:
        if made:
            before = self._segments.current()
            self._segments.replace(before, [*before, *made])
        for day in {segment.day for segment in made}:
            self._merge(day)
        return sum(segment.rows for segment in made)

    def _merge(self, day: str) -> None:
        """Keeps the files of a day few. A damaged segment stays as it is, so that what can be read of it can be read."""
        while alike := mergeable([one for one in self._segments.current() if one.name not in self._unmergeable], day):
            before = self._segments.current()
            try:
                whole = merge(self.files, day, [self._segments.reader(one) for one in alike])
            except StoreDamaged:
                self._unmergeable |= {one.name for one in alike}
                return
            self._segments.replace(before, [*(one for one in before if one not in alike), whole])
