"""A throw-away PostgreSQL server for a test session, on a loopback port, run by another user than root."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from star57.clock import monotonic
from tests.required import absent

START_WITHIN_S = 15.0
STOP_WITHIN_S = 120.0  # with the removal of its files, which takes a busy disk long
TRIES = 3  # another process may take the free port between our look and the server's bind
# The shell lives as long as its standard input, which the test session holds: a session that is killed leaves no server behind.
# QUIT ends the server at once: nothing in it is worth keeping.
UNTIL_INPUT_CLOSES = 'data=$1; shift; "$@" & read -r _; kill -QUIT $!; wait $!; rm -rf "$data"'
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "timezone": "UTC",
    "listen_addresses": "127.0.0.1",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; its superuser needs no password and is reached from this machine only."""

    port: int

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"


def find_programs() -> Path | None:
    """The directory of the newest installed initdb and postgres, Debian's layout first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def unprivileged_user() -> str | None:
    """PostgreSQL refuses root: whom to run it as, or None when we are somebody else already."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def make_cluster(programs: Path, home: Path, user: str | None) -> Path:
    data = home / "data"
    if user is not None:
        shutil.chown(home, user)
    options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = [str(programs / "initdb"), "-D", str(data), *options]
    made = subprocess.run(command, user=user, cwd=home, capture_output=True, text=True, check=False)
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")
    return data


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_answering(server: Server) -> bool:
    try:
        psycopg.connect(server.url("postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def start(programs: Path, home: Path, user: str | None) -> tuple[subprocess.Popen[bytes], Server]:
    data, server = make_cluster(programs, home, user), Server(free_port())
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]
    postgres = [str(programs / "postgres"), "-D", str(data), "-k", str(data), "-p", str(server.port), *options]
    command = ["sh", "-c", UNTIL_INPUT_CLOSES, "sh", str(data), *postgres]
    with (home / "log").open("ab") as log:
        shell = subprocess.Popen(command, user=user, cwd=home, stdin=subprocess.PIPE, stdout=log, stderr=log)
    end_at = monotonic() + START_WITHIN_S
    while monotonic() < end_at:
        if is_answering(server):
            return shell, server
        time.sleep(0.05)
    stop(shell)
    raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text()[-2000:]}")


def stop(shell: subprocess.Popen[bytes]) -> None:
    assert shell.stdin is not None
    shell.stdin.close()
    shell.wait(STOP_WITHIN_S)


def start_in_few_tries(programs: Path, home: Path, user: str | None) -> tuple[subprocess.Popen[bytes], Server]:
    for _ in range(TRIES - 1):
        with contextlib.suppress(RuntimeError):
            return start(programs, home, user)
    return start(programs, home, user)


@contextlib.contextmanager
def fresh_server(programs: Path) -> Iterator[Server]:
    """A server on an empty data directory, stopped and removed at the end."""
    user = unprivileged_user()
    with tempfile.TemporaryDirectory(prefix="star57-postgresql-") as home:
        shell, server = start_in_few_tries(programs, Path(home), user)
        try:
            yield server
        finally:
            stop(shell)


@pytest.fixture(scope="session")
def postgresql_programs() -> Path:
    """The directory of initdb and postgres."""
    return find_programs() or absent("postgresql", "Install PostgreSQL 13 or later (Debian: apt-get install postgresql).")


@pytest.fixture(scope="session")
def postgresql(postgresql_programs: Path) -> Iterator[str]:
    """The URL of the empty maintenance database of a fresh server; a test makes its own databases there."""
    with fresh_server(postgresql_programs) as server:
        yield server.url("postgres")
