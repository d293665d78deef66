"""A throw-away ClickHouse server (Debian's 18.16 or a newer one) on loopback, with its own configuration and data."""

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clickhouse_driver import Client
from clickhouse_driver.errors import Error

from star57.clock import monotonic
from tests.postgres import free_port
from tests.required import absent

START_WITHIN_S = 30.0
# The shell lives as long as its standard input, which the test session holds: a session that is killed leaves no server behind.
UNTIL_INPUT_CLOSES = '"$@" & read -r _; kill -KILL $!; wait $!'
CONFIG = """<yandex>
  <logger><level>warning</level><log>{home}/log</log><errorlog>{home}/errors</errorlog></logger>
  <tcp_port>{port}</tcp_port><interserver_http_port>{interserver}</interserver_http_port>
  <interserver_http_host>127.0.0.1</interserver_http_host><listen_host>127.0.0.1</listen_host>
  <path>{home}/data/</path><tmp_path>{home}/tmp/</tmp_path><users_config>{home}/users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>67108864</mark_cache_size>
  {more}
</yandex>"""
USERS = """<yandex><profiles><default/></profiles><quotas><default/></quotas><users>{users}</users></yandex>"""
USER = (
    "<{name}><password>{password}</password><networks><ip>127.0.0.1</ip></networks>"
    "<profile>default</profile><quota>default</quota></{name}>"
)


@dataclass(frozen=True, slots=True)
class ClickHouse:
    """A server's place: its ports and its folder."""

    home: Path
    port: int
    interserver: int

    def url(self, database: str) -> str:
        return f"clickhouse://127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> list[tuple[object, ...]]:
        with Client("127.0.0.1", self.port, connect_timeout=2) as client:
            return list(client.execute(statement))


def clickhouse_program() -> str:
    return shutil.which("clickhouse-server") or absent("clickhouse", "Debian: apt-get install clickhouse-server.")


def placed(home: Path) -> ClickHouse:
    """A server's place, before anything is there."""
    return ClickHouse(home, free_port(), free_port())


def laid_out(server: ClickHouse, more: str = "", users: Mapping[str, str] | None = None) -> ClickHouse:
    """Its folder ready to start it in; `more` goes into its configuration, `users` are names and passwords."""
    home = server.home
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.xml").write_text(CONFIG.format(home=home, port=server.port, interserver=server.interserver, more=more))
    everybody = {"default": "", **(users or {})}
    (home / "users.xml").write_text(USERS.format(users="".join(USER.format(name=n, password=p) for n, p in everybody.items())))
    return server


@contextlib.contextmanager
def running(server: ClickHouse) -> Iterator[subprocess.Popen[bytes]]:
    """The server's process (the shell that minds it), stopped at the end."""
    command = ["sh", "-c", UNTIL_INPUT_CLOSES, "sh", clickhouse_program(), f"--config-file={server.home}/config.xml"]
    with (server.home / "out").open("ab") as out:
        shell = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out, cwd=server.home)
    try:
        wait_for(server, shell)
        yield shell
    finally:
        assert shell.stdin is not None
        shell.stdin.close()
        shell.wait(START_WITHIN_S)


def wait_for(server: ClickHouse, shell: subprocess.Popen[bytes]) -> None:
    end_at = monotonic() + START_WITHIN_S
    while monotonic() < end_at and shell.poll() is None:
        with contextlib.suppress(Error, OSError, EOFError):
            server.run("SELECT 1")
            return
        time.sleep(0.05)
    raise RuntimeError(f"clickhouse-server did not start: {(server.home / 'out').read_text()[-2000:]}")


@contextlib.contextmanager
def fresh_clickhouse(users: Mapping[str, str] | None = None) -> Iterator[ClickHouse]:
    """A server on an empty folder, stopped and removed at the end."""
    clickhouse_program()
    with tempfile.TemporaryDirectory(prefix="star57-clickhouse-") as home:
        server = laid_out(placed(Path(home)), users=users)
        with running(server):
            yield server
