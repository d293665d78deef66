"""A portion of a CSV file becomes rows by day, in order and without doubles."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from star57.agent.bulk.cells import cells_of
from star57.agent.bulk.columns import Portion
from star57.agent.formats.mapped_csv import Header
from star57.agent.formats.reading import FormatOptions
from star57.agent.stores.codes import instant_of
from star57.agent.stores.embedded.known import distinct
from star57.agent.stores.embedded.rows import Rows

_DAY_US = timedelta(days=1) // timedelta(microseconds=1)


def rows_by_day(content: bytes, name: str, first_line: int, header: Header, options: FormatOptions) -> Mapping[str, Rows]:
    """UTC day -> rows. `name` and `first_line`: where the portion stands. Raises NeedsParsing."""
    portion = Portion(cells_of(content, header.delimiter, len(header.columns)), header, options)
    starts = portion.starts()
    days, within = np.divmod(starts, _DAY_US)
    portion.whole["start"] = within.astype(np.uint64)
    portion.whole["duration_s"] = portion.durations()
    portion.keep_numbers()
    portion.keep_words()
    portion.keep_texts()
    portion.keep_origin(name, first_line)
    rows = distinct(portion.rows())
    if len(rows) < len(starts):
        days = rows.whole["origin#"].astype(np.int64) - first_line - 1
        days = (starts // _DAY_US)[days]
    first, last = int(days.min()), int(days.max())
    if first == last:
        return {_name(first): rows.in_order()}
    by_day = {_name(day): rows.taken(np.flatnonzero(days == day)).in_order() for day in range(first, last + 1)}
    return {day: there for day, there in by_day.items() if len(there)}


def _name(day: int) -> str:
    return instant_of(day * _DAY_US).date().isoformat()
