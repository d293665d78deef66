"""The folder one demo lives in: who keeps what where. Private to its owner; knows no contents."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """`folder` is fresh and readable by its owner only: it holds keys and call records."""

    folder: Path

    @property
    def plan(self) -> Path:
        """What the hub is to be filled with (plan.py)."""
        return self.folder / "plan.json"

    @property
    def keys(self) -> Path:
        """API keys by provider id, written by the hub's process; "" is the consortium's own."""
        return self.folder / "keys.json"

    @property
    def agents(self) -> Path:
        """Which agents are to run, for their process."""
        return self.folder / "agents.json"

    @property
    def hub_log(self) -> Path:
        """What the hub's process said."""
        return self.folder / "hub.log"

    @property
    def agents_log(self) -> Path:
        """What the agents' process said."""
        return self.folder / "agents.log"

    @property
    def database(self) -> Path:
        """The hub's SQLite file, where no other database is given."""
        return self.folder / "hub.sqlite3"

    @property
    def evidence(self) -> Path:
        """Files that people attach in the portal."""
        return self.folder / "evidence"

    def store(self, number: int) -> Path:
        """The call records of the world's provider of this number (ids may hold characters that no folder may)."""
        return self.folder / "stores" / f"{number:04d}"

    def journal(self, number: int) -> Path:
        """The journal of that provider's agent."""
        return self.folder / "journals" / f"{number:04d}.sqlite3"

    def positions(self, number: int) -> Path:
        """How far that agent followed its switch's records."""
        return self.folder / "journals" / f"{number:04d}-follow.sqlite3"
