"""A carrier's agent as it is typed: a configuration, a few records, and star57 called in this process."""

from pathlib import Path

from star57.cli import main
from tests.agent.hub_stand_in import KEY

COLUMNS = '{"started_at": "start", "called_in": "dst", "calling_in": "src", "source": "peer", "duration_s": "secs"}'
CSV = """start,src,dst,peer,secs
2026-11-23 07:50:02,12025550143,16175550172,{peer},12
2026-11-23 09:10:00,12025550199,16175550188,192.0.2.1,1
not a time,12025550143,16175550172,192.0.2.1,1
"""


class Carrier:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "agent.toml"
        self.write("http://127.0.0.1:9")

    def write(self, hub: str, policy: str = "review") -> None:
        self.config.write_text(
            f'hub = "{hub}"\nkey = "{KEY}"\nprovider = "prv_us"\nstore = "records"\ntime_zone = "America/Chicago"\npolicy = "{policy}"\n'
            '[[trunk]]\nmatch = { source = "192.0.2.1" }\nprovider = "prv_tran"\nname = "Transit One"\n'
            '[[trunk]]\nmatch = { source = "192.0.2.2" }\ncustomer = { name = "Acme Dialing" }\n'
        )

    def __call__(self, *words: str) -> int:
        place = 2 if words[0] == "review" else 1
        return main(["agent", *words[:place], "--config", str(self.config), *words[place:]])

    def imports(self, peer: str = "192.0.2.1", *more: str) -> int:
        (self.folder / "cdr.csv").write_text(CSV.format(peer=peer))
        return self("import", "--format", "csv", "--columns", COLUMNS, *more, str(self.folder / "cdr.csv"))


def one_line(text: str) -> str:
    assert text.count("\n") == 1, text
    assert "Traceback" not in text
    return text
