"""Rows of a switch's table as records, whatever database holds them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from star57.agent.formats import freepbx
from star57.agent.formats.columns import plain
from star57.agent.formats.kamailio_rows import Layout
from star57.agent.formats.reading import FormatOptions, Read

# row, its number, where it stands
ReadRow: TypeAlias = Callable[[Sequence[object], int, str], Read]


def _kamailio(columns: Sequence[str], options: FormatOptions, where: str) -> ReadRow:
    return Layout(columns, options, options.renamed, where).read


def _freepbx(columns: Sequence[str], options: FormatOptions, where: str) -> ReadRow:  # noqa: ARG001  (one shape for all)
    names = [plain(column) for column in columns]

    def read(row: Sequence[object], number: int, origin: str) -> Read:
        return freepbx.record(names, ["" if value is None else str(value) for value in row], options, origin, number)

    return read


ROW_FORMATS: Mapping[str, Callable[[Sequence[str], FormatOptions, str], ReadRow]] = {
    "kamailio-sqlite": _kamailio,
    "kamailio-sql": _kamailio,
    "freepbx-sql": _freepbx,
}
