"""Tells a person what the demo is doing. What it is told is the same for a terminal, for plain lines and for nobody."""

from collections.abc import Sequence
from typing import Protocol

from star57.world.callsfile import Call
from star57.world.personas import Persona
from star57.world.results import CallResult
from star57.world.sightings import Sighting


class Narrator(Protocol):
    """Told in this order: prepares… and warns…, then for each call opens, moves…, rests; ends once; portal only when it stays open."""

    def prepares(self, words: str) -> None:
        """Something that takes a moment begins."""
        ...

    def reads(self, provider: str, records: int) -> None:
        """So many call records are read, the last ones this provider's."""
        ...

    def warns(self, words: str) -> None:
        """Something is not as it should be, and the demo goes on."""
        ...

    def opens(self, call: Call) -> None:
        """A call's traceback is about to be opened."""
        ...

    def moves(self, call: Call, sighting: Sighting) -> None:
        """Something happened in its traceback."""
        ...

    def rests(self, call: Call, sighting: Sighting, result: CallResult) -> None:
        """It ended, or waits for a person."""
        ...

    def ends(self, results: Sequence[CallResult]) -> None:
        """All calls are at rest."""
        ...

    def portal(self, address: str, people: Sequence[Persona]) -> None:
        """The portal stays open for these people."""
        ...
