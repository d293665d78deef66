"""Checks of the machine an agent runs on: room, who can read its files, clock, whether it runs, and the unit that starts it."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from star57 import clock
from star57.agent.configuration import AgentConfiguration
from star57.agent.damage import damage_in
from star57.agent.host import is_running
from star57.agent.journal_schema import WHEN_DAMAGED
from star57.findings import Finding, look, right, wrong
from star57.machine import others_read, room_beside, synchronised, time_zones

UNIT = "star57-agent.service"


def check_disk(configuration: AgentConfiguration) -> Iterator[Finding]:
    """Beside the journal, and beside the store where it is a folder."""
    yield room_beside("journal", configuration.journal, "agent")
    if folder := _store_folder(configuration):
        yield room_beside("store", folder, "agent")


def _store_folder(configuration: AgentConfiguration) -> Path | None:
    """Where the store is one."""
    folder = Path(configuration.store.removeprefix("folder:"))
    return folder if folder.is_absolute() else None


def check_files(config: Path, configuration: AgentConfiguration) -> Iterator[Finding]:
    """The file may hold the hub's key; the journal holds customers' names, the store who called whom."""
    held = (config, configuration.key_file, configuration.journal, configuration.positions, _store_folder(configuration))
    files = [path for path in held if path and path.exists()]
    open_ones = [path for path in files if others_read(path)]
    for path in open_ones:
        holds_key = path == configuration.key_file or (path == config and configuration.key_file is None)
        make, what = (wrong, "the hub's key in ") if holds_key else (look, "")
        yield make("permissions", f"others on this machine can read {what}{path}", f"chmod go-rwx {path}")
    if not open_ones:
        yield right("permissions", f"{len(files)} files and folders are closed to other users")


def check_journal(configuration: AgentConfiguration) -> Iterator[Finding]:
    """Reads all of it."""
    if not configuration.journal.exists():
        yield right("journal", f"{configuration.journal} is not there yet: star57 agent run makes it")
    elif problem := damage_in(configuration.journal):
        yield wrong("journal", f"{configuration.journal} is damaged: {problem}", WHEN_DAMAGED)
    else:
        yield right("journal", f"{configuration.journal} is whole")


def check_clock(_: AgentConfiguration) -> Iterator[Finding]:
    """Records and requests meet by their times."""
    yield synchronised(clock.now())
    yield time_zones()


def check_running(configuration: AgentConfiguration) -> Iterator[Finding]:
    """By the lock that a running agent holds on its journal."""
    if is_running(configuration.journal):
        yield right("agent", "is running")
    else:
        yield wrong("agent", "is not running: no request is answered", "star57 agent run, or systemctl start star57-agent")
    yield _unit()


def _unit() -> Finding:
    program = shutil.which("systemctl")
    asked = [program or "", "show", UNIT, "--property=LoadState,UnitFileState,User", "--value"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=10).stdout.split("\n") if program else []
    if "loaded" not in said:
        return look("systemd", f"no {UNIT} here", "where systemd starts the agent, copy deploy/star57-agent.service to /etc/systemd/system")
    if "enabled" not in said:
        return look("systemd", f"{UNIT} is not started with the machine", "systemctl enable star57-agent")
    return right("systemd", f"{UNIT} is started with the machine")
