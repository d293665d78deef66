"""A throw-away ZooKeeper (Debian's 3.8) on loopback."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from star57.clock import monotonic
from tests.postgres import free_port
from tests.required import absent

START_WITHIN_S = 40.0
JAR = Path("/usr/share/java/zookeeper.jar")
# The shell lives as long as its standard input, which the test session holds: a session that is killed leaves no server behind.
UNTIL_INPUT_CLOSES = '"$@" & read -r _; kill -KILL $!; wait $!'
SETTINGS = "tickTime=500\ndataDir={home}/data\nclientPort={port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n"


@contextlib.contextmanager
def fresh_zookeeper(home: Path) -> Iterator[int]:
    """Its port."""
    java = shutil.which("java")
    if java is None or not JAR.exists():
        absent("zookeeper", "Debian: apt-get install zookeeper.")
    home.mkdir()
    port = free_port()
    (home / "zoo.cfg").write_text(SETTINGS.format(home=home, port=port))
    start = [java, "-Xmx256m", "-cp", str(JAR), "org.apache.zookeeper.server.ZooKeeperServerMain", str(home / "zoo.cfg")]
    with (home / "log").open("ab") as log:
        shell = subprocess.Popen(["sh", "-c", UNTIL_INPUT_CLOSES, "sh", *start], stdin=subprocess.PIPE, stdout=log, stderr=log)
    try:
        _wait_for(port, home / "log")
        yield port
    finally:
        assert shell.stdin is not None
        shell.stdin.close()
        shell.wait(START_WITHIN_S)


def _wait_for(port: int, log: Path) -> None:
    end_at = monotonic() + START_WITHIN_S
    while monotonic() < end_at:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
            probe.sendall(b"srvr")
            if b"version" in probe.recv(100):  # it serves; a ClickHouse of 2018 that starts before that dies
                return
        time.sleep(0.1)
    raise RuntimeError(f"ZooKeeper did not start: {log.read_text()[-2000:]}")
