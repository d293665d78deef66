"""Tells the demo in plain lines without colour: for a file, a pipe, a log."""

from collections.abc import Sequence
from typing import TextIO

from star57.world.callsfile import Call
from star57.world.following import MANY
from star57.world.personas import Persona
from star57.world.resting import Knowledge
from star57.world.results import CallResult
from star57.world.sightings import Sighting
from star57.world.summing import portal_lines, summary_lines
from star57.world.telling import call_words, hop_rows, path_line, seconds_words


class PlainNarrator:
    """A line when something is certain; nothing is ever taken back. Of many calls only the ends are told."""

    def __init__(self, stream: TextIO, knowledge: Knowledge, calls: int) -> None:
        self._stream, self._knowledge, self._is_brief = stream, knowledge, calls >= MANY

    def _say(self, line: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
        self._stream.flush()

    def prepares(self, words: str) -> None:
        """See Narrator."""
        self._say(words)

    def reads(self, provider: str, records: int) -> None:
        """See Narrator."""

    def warns(self, words: str) -> None:
        """See Narrator."""
        self._say(words)

    def opens(self, call: Call) -> None:
        """See Narrator."""

    def moves(self, call: Call, sighting: Sighting) -> None:
        """See Narrator."""

    def rests(self, call: Call, sighting: Sighting, result: CallResult) -> None:
        """See Narrator."""
        if not self._is_brief:
            self._say("")
            self._say(f"line {call.line}: {call_words(call)}")
            for row in hop_rows(sighting, self._knowledge):
                self._say("  " + ": ".join(part for part in (row.asked, row.found, row.answer, row.took) if part))
        self._say(("" if self._is_brief else "  ") + f"{path_line(call, sighting, result)}  [{seconds_words(result.seconds)}]")

    def ends(self, results: Sequence[CallResult]) -> None:
        """See Narrator."""
        self._say("")
        for line in summary_lines(results):
            self._say(line)

    def portal(self, address: str, people: Sequence[Persona]) -> None:
        """See Narrator."""
        self._say("")
        for line in portal_lines(address, people):
            self._say(line)
