"""A switch that writes its records into files, and an agent's configuration that follows them."""

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from star57.agent.configuration import AgentConfiguration, read_configuration
from star57.agent.following.follower import Follower
from star57.agent.following.opening import opened_follower
from star57.agent.following.positions import Positions, Standing
from star57.agent.stores import open_store
from star57.agent.stores.contract import Span
from tests.agent.hub_stand_in import KEY

EVER = Span(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
START = 1_795_348_800  # 2026-11-22 12:00 UTC
FLAT = 'name = "sbc"\nformat = "kamailio-flatstore"\nfiles = ["log/cdr.log"]\nsettle_s = 0.05\n'


def line(count: int, *, start: int = START) -> str:
    """The record of one call, known by its Call-ID call-COUNT."""
    return f"{start + count}|{start + count + 3}|3|192.0.2.1|12025550143|16175550172|16175550172|out|198.51.100.9|call-{count}|\n"


def lines(first: int, last: int) -> str:
    return "".join(map(line, range(first, last)))


class Site:
    """One carrier's folder: log/ is where its switch writes."""

    def __init__(self, folder: Path, *follow: str) -> None:
        self.folder, self.log = folder, folder / "log"
        self.log.mkdir(exist_ok=True)
        self.file = self.log / "cdr.log"
        self.config = folder / "agent.toml"
        self.events: list[str] = []
        self.describe(*(follow or (FLAT,)))

    def describe(self, *follow: str) -> None:
        tables = "".join(f"[[follow]]\n{one}" for one in follow)
        self.config.write_text(f'hub = "http://127.0.0.1:9"\nkey = "{KEY}"\nprovider = "prv_us"\nstore = "records"\n{tables}')

    @staticmethod
    def of(folder: str) -> AgentConfiguration:
        """The configuration that lies there already."""
        return read_configuration(Path(folder) / "agent.toml")

    @property
    def configuration(self) -> AgentConfiguration:
        return self.of(str(self.folder))

    @contextmanager
    def follower(self):
        with opened_follower(self.configuration, lambda event: self.events.append(str(event))) as follower:
            yield follower

    def catch_up(self) -> None:
        """A follower's whole life: started, one round, ended."""
        with self.follower() as follower:
            look(follower)

    def write(self, text: str | bytes, name: str = "cdr.log") -> None:
        with (self.log / name).open("ab") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    def calls(self) -> list[str]:
        """Call-IDs in the store, in the order of their starts; each as often as it is there."""
        store = open_store(self.configuration.store)
        count = store.health().records
        found = [one.call_id for one in store.by_called("5550172", EVER)]
        assert len(found) == count
        return found

    def standing(self, name: str = "sbc") -> Standing:
        positions = Positions(self.configuration.positions)
        try:
            return positions.standing(name)
        finally:
            positions.close()

    def unread(self, name: str = "sbc") -> str:
        file = self.folder / "records/unreadable" / f"follow-{name}.jsonl"
        return file.read_text() if file.exists() else ""


def look(follower: Follower) -> None:
    follower.once(lambda: False)


def names(first: int, last: int) -> list[str]:
    return [f"call-{count}" for count in range(first, last)]
