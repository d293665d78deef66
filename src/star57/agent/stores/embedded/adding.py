"""What may be done by the one who holds a store to add to it: rows or whole segments in, known ones out, small files merged."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from star57.agent.stores.embedded.alike import Whole
from star57.agent.stores.embedded.days import day_us
from star57.agent.stores.embedded.id_filter import Flags
from star57.agent.stores.embedded.known import KnownIds
from star57.agent.stores.embedded.manifest import Segment, Shown, shown_at_most
from star57.agent.stores.embedded.merging import merge, mergeable
from star57.agent.stores.embedded.rows import Rows, joined
from star57.agent.stores.embedded.segment_file import write_segment
from star57.agent.stores.embedded.segments import Segments
from star57.agent.stores.embedded.shapes import shape_of
from star57.agent.stores.files import StoreDamaged


def written(folder: Path, day: str, rows: Rows, shown: Shown | None = None) -> Segment:
    """The rows, in order and without doubles, as a file in the folder that no manifest names. `shown`: their starts as clocks showed
    them, where that is known."""
    return write_segment(folder, day, day_us(day), shape_of(rows), [rows], len(rows), shown)


class Adding:
    """`first_kept`: older days are not taken in; `too_old` counts their rows."""

    def __init__(self, segments: Segments, first_kept: date) -> None:
        self._segments, self._first_kept = segments, first_kept.isoformat()
        self._unmergeable: set[str] = set()
        self.too_old = 0

    @property
    def files(self) -> Path:
        return self._segments.files

    def rows(self, days: Mapping[str, Rows]) -> int:
        """Keeps the rows of some days, each in order and without doubles, all or none; tells how many were new."""
        new = []
        for day, rows in days.items():
            starts = rows.whole["start"]
            shown = shown_at_most(day_us(day) + int(starts.min()), day_us(day) + int(starts.max()))
            known = self._known(day, shown, lambda rows=rows: (rows.ids, rows.whole["key"]))  # type: ignore[misc]
            if known is None or not known.all():
                new.append((day, rows if known is None else rows.taken(np.flatnonzero(~known))))
        made: list[Segment] = []
        try:
            made.extend(written(self.files, day, rows) for day, rows in new)
            return self._commit(made)
        except BaseException:
            self._segments.delete(set(made) - set(self._segments.current()))
            raise

    def segments(self, found: Sequence[Segment]) -> int:
        """The same for files that were written already, of different days."""
        taken: list[Segment] = []
        for one in found:
            shown = one.shown_first_us, one.shown_last_us
            known = self._known(one.day, shown, lambda one=one: (self._segments.reader_for_writing(one).all_ids(), None))  # type: ignore[misc]
            if known is None:
                taken.append(one)
            else:
                self._segments.delete([one]) if known.all() else taken.append(self._without(one, known))
        return self._commit(taken)

    def _known(self, day: str, shown: Shown, rows: Callable[[], tuple[npt.NDArray[np.uint8], Whole | None]]) -> Flags | None:
        """Which rows, of these ids and keys, are kept already or too old to be kept; None for none."""
        if day < self._first_kept:
            count = len(rows()[0])
            self.too_old += count
            return np.ones(count, dtype=bool)
        others = [segment for segment in self._segments.current() if segment.may_share(shown)]
        if not others:
            return None
        compared = KnownIds(*rows())
        for segment in others:
            compared.compare(self._segments.reader_for_writing(segment))
        return compared.known if compared.known.any() else None

    def _without(self, segment: Segment, known: Flags) -> Segment:
        reader = self._segments.reader_for_writing(segment)
        rows = joined(list(reader.rows(0, len(reader.footer.blocks.fence)))).taken(np.flatnonzero(~known))
        smaller = written(self.files, segment.day, rows, (segment.shown_first_us, segment.shown_last_us))
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
                whole = merge(self.files, day, alike, [self._segments.reader_for_writing(one) for one in alike])
            except StoreDamaged:
                self._unmergeable |= {one.name for one in alike}
                return
            self._segments.replace(before, [*(one for one in before if one not in alike), whole])
