"""A source that comes by a pipe: lines as they are written to it. What was read and not kept cannot be asked for again."""

import os
import select
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from star57 import clock
from star57.agent.following.gathering import LONGEST_S, MOST_RECORDS, Gathering
from star57.agent.following.taken import Taken
from star57.agent.formats import FormatOptions, Growth, Meter, Part, Unreadable, format_named
from star57.agent.formats.lines import LONGEST_LINE
from star57.agent.formats.reading import BadOptions, unreadable

_BLOCK = 1 << 20
_WHERE = Path("standard input")


class StandardInput:
    """Implements Source; `is_settled` when the other side closed the pipe and all is kept. A piece that could not be
    kept is given again."""

    def __init__(self, name: str, format_name: str, options: FormatOptions, descriptor: int) -> None:
        self.name, self._is_over = name, False
        self._format, self._options, self._descriptor = format_named(format_name), options, descriptor
        if self._format.growth is Growth.WHOLE:
            raise BadOptions(f"{format_name} is not written line by line: give its files to star57 agent import")
        self._head, self._rest, self._lines = b"", b"", 0
        self._unkept: Taken | None = None

    @property
    def is_settled(self) -> bool:
        return self._is_over and self._unkept is None

    def taken(self) -> Iterator[Taken]:
        if self._unkept is None:
            self._unkept = self._read()
        yield self._unkept
        self._unkept = None

    def _read(self) -> Taken:
        gathering = Gathering()
        began = clock.monotonic()
        while not self._is_over and (left := began + LONGEST_S - clock.monotonic()) > 0 and len(gathering.taken.records) < MOST_RECORDS:
            if select.select([self._descriptor], [], [], left)[0]:
                block = os.read(self._descriptor, _BLOCK)
                self._is_over = not block
                self._take(block, gathering)
        if self._is_over and self._rest.strip():
            line = unreadable(self._lines + 1, "the input ended inside this line", self._rest.decode("utf-8", "replace"))
            gathering.take(_WHERE, [], [line])
            self._rest = b""
        gathering.taken.is_caught_up = True
        return gathering.handed_over()

    def _take(self, block: bytes, gathering: Gathering) -> None:
        data = self._rest + block
        whole = data.rfind(b"\n") + 1
        if whole == 0 and len(data) > LONGEST_LINE:
            gathering.take(_WHERE, [], [unreadable(self._lines + 1, f"longer than {LONGEST_LINE} bytes", data[:5000].decode("latin-1"))])
            data = b""
        lines, self._rest = data[:whole], data[whole:]
        if not lines:
            return
        part = Part(self._head, BytesIO(lines), self._lines)
        for item in self._format.read(_WHERE, self._options, Meter(part=part)):
            if isinstance(item, Unreadable):
                gathering.take(_WHERE, [], [item])
            elif item is not None:
                gathering.take(_WHERE, [item], [])
        if self._lines == 0 and self._format.growth is Growth.HEADED:
            self._head = lines.partition(b"\n")[0] + b"\n"
        self._lines += lines.count(b"\n")
