"""A throw-away MariaDB server on loopback."""

import contextlib
import getpass
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pymysql

from star57.clock import monotonic
from tests.postgres import free_port
from tests.required import absent

START_WITHIN_S = 40.0
# The shell lives as long as its standard input, which the test session holds: a session that is killed leaves no server behind.
UNTIL_INPUT_CLOSES = '"$@" & read -r _; kill -KILL $!; wait $!'


@contextlib.contextmanager
def fresh_mariadb() -> Iterator[int]:
    """The port of a server whose root needs no password."""
    program, install = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    if not program or not install:
        absent("mariadb", "Debian: apt-get install mariadb-server.")
    with tempfile.TemporaryDirectory(prefix="star57-mariadb-") as home:
        data, port, me = Path(home) / "data", free_port(), getpass.getuser()
        options = ["--auth-root-authentication-method=normal", "--skip-test-db", f"--datadir={data}", f"--user={me}"]
        subprocess.run([install, "--no-defaults", *options], check=True, capture_output=True)
        places = [f"--datadir={data}", f"--socket={home}/socket", f"--port={port}", "--bind-address=127.0.0.1", f"--user={me}"]
        command = ["sh", "-c", UNTIL_INPUT_CLOSES, "sh", program, "--no-defaults", *places, "--innodb-flush-log-at-trx-commit=0"]
        with (Path(home) / "log").open("ab") as log:
            shell = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
        try:
            _wait_for(port, Path(home) / "log")
            yield port
        finally:
            assert shell.stdin is not None
            shell.stdin.close()
            shell.wait(START_WITHIN_S)


def _wait_for(port: int, log: Path) -> None:
    end_at = monotonic() + START_WITHIN_S
    while monotonic() < end_at:
        with contextlib.suppress(pymysql.Error):
            pymysql.connect(host="127.0.0.1", port=port, user="root").close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"MariaDB did not start: {log.read_text()[-2000:]}")
