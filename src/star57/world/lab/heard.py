"""What the callers hear: when a call rings, is answered, is over. Reads the telephones' logs as they grow."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from star57 import clock


def log_of(folder: Path, caller: str) -> Path:
    """Where this caller's telephone says "ringing NAME", "answered NAME", "ended NAME", a line each."""
    return folder / f"{caller}-calls.log"


class Heard:
    """The instants by call; look() brings them up to now."""

    def __init__(self, logs: Iterable[Path]) -> None:
        self._read = dict.fromkeys(logs, 0)
        self.rang: dict[str, datetime] = {}
        self.answered: dict[str, datetime] = {}
        self.ended: dict[str, datetime] = {}

    def look(self) -> None:
        """Take in what was said since. Half a line waits."""
        for log, start in self._read.items():
            if not log.exists():
                continue
            with log.open("rb") as stream:
                stream.seek(start)
                whole, end, _ = stream.read().rpartition(b"\n")
            self._read[log] = start + len(whole) + len(end)
            for line in whole.decode("ascii", "replace").splitlines():
                self._take(line)

    def _take(self, line: str) -> None:
        word, _, name = line.strip().partition(" ")
        instants = {"ringing": self.rang, "answered": self.answered, "ended": self.ended}.get(word)
        if instants is not None:
            instants.setdefault(name, clock.now())

    def is_ringing(self, name: str) -> bool:
        """Whether it rings, and nobody has answered or given up."""
        return name in self.rang and name not in self.answered and name not in self.ended
