"""The page served on one address of this machine until a signal ends it."""

import ipaddress
import secrets
import socket
from collections.abc import Callable, Collection
from pathlib import Path

import uvicorn

from star57.agent.configuration import read_configuration
from star57.agent.journal import Journal
from star57.agent.operator.app import application
from star57.agent.operator.password import password_file
from star57.agent.operator.sessions import Sessions
from star57.agent.operator.visits import Office

LOCAL = ("localhost", "127.0.0.1", "[::1]")


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(config: Path, host: str, port: int, names: Collection[str], tell: Callable[[str], None]) -> None:
    """`names`: further names that browsers use. `tell` is given the address, and the one-time link while no password is set.
    Raises OSError when the address is taken, BadConfiguration, BadJournal."""
    configuration = read_configuration(config)
    file, sessions = password_file(configuration.journal), Sessions()
    journal = Journal(configuration.journal)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family) as listening:
            shown = f"[{host}]" if ":" in host else host
            address = f"http://{shown}:{listening.getsockname()[1]}"
            if not file.exists():
                sessions.welcome = secrets.token_urlsafe(32)
                tell(f"choose the password here, once: {address}/welcome/{sessions.welcome}")
            tell(f"the operator's page: {address}/")
            app = application(Office(config, file, journal, sessions), {*LOCAL, shown, *names})
            settings = uvicorn.Config(
                app, log_level="warning", access_log=False, server_header=False, lifespan="off", proxy_headers=False,
                timeout_graceful_shutdown=5, limit_concurrency=64,
            )  # fmt: skip
            uvicorn.Server(settings).run(sockets=[listening])
    finally:
        journal.close()
