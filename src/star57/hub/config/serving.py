"""Starts the hub's web server on one port, in one process: enough for SQLite; a supervisor starts more of them on PostgreSQL."""

import socket
import sys
from collections.abc import Callable

import uvicorn
from django.core.management import call_command

BACKLOG = 2048
SWITCH_S = 0.001  # a waiting agent is woken while a database thread computes, instead of up to 5 ms later


class PortTaken(Exception):
    """Something else listens there."""


def migrate() -> None:
    """Bring the database to this version's tables and triggers."""
    call_command("migrate", verbosity=0, interactive=False)


def listening_socket(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as wrong:
        bound.close()
        raise PortTaken(f"Cannot listen on {host}:{port}: {wrong.strerror}. Choose another with --port, or 0 for any.") from None
    bound.listen(BACKLOG)  # from now on callers queue, before the application is loaded
    bound.set_inheritable(True)
    return bound


def serve(host: str, port: int, on_ready: Callable[[int], None]) -> None:
    """Serve until the process is told to stop. on_ready gets the port when the socket is bound. Raises PortTaken."""
    bound = listening_socket(host, port)
    on_ready(bound.getsockname()[1])
    config = uvicorn.Config(
        "star57.hub.config.asgi:application",
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        backlog=BACKLOG,
    )
    sys.setswitchinterval(SWITCH_S)
    uvicorn.Server(config).run(sockets=[bound])
