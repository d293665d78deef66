"""Starts the hub's web server on one port, in one process: enough for SQLite. star57.hub.config.processes starts more on PostgreSQL."""

import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.urls import get_resolver

from star57.interpreter import spare_the_collector

BACKLOG = 2048
SWITCH_S = 0.001  # a waiting agent is woken while a database thread computes, instead of up to 5 ms later
STOP_WITHIN_S = 2  # requests under way are finished; whoever waits for news asks again


class PortTaken(Exception):
    """Something else listens there."""


class NotCollected(Exception):
    """Style sheets and scripts are not where STAR57_STATIC_ROOT says."""


def migrate() -> None:
    """Bring the database to this version's tables and triggers."""
    call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Put style sheets and scripts, under names that change with their content, into STAR57_STATIC_ROOT, where that is set.

    The list is written last: without it nothing there counts, and what a run left that was cut off (a full disk) is made anew."""
    if not settings.STATIC_ROOT:
        return
    manifest = _manifest(settings.STATIC_ROOT)
    if not manifest.exists():
        for top in {Path(name).parts[0] for finder in get_finders() for name, _ in finder.list([])}:
            shutil.rmtree(manifest.with_name(top), ignore_errors=True)
    manifest.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)


def static_manifest() -> Path | None:
    """The list of collected files; None where the package's own are served. Raises NotCollected."""
    if not settings.STATIC_ROOT:
        return None
    manifest = _manifest(settings.STATIC_ROOT)
    if not manifest.exists():
        raise NotCollected(f"There are no collected files in STAR57_STATIC_ROOT ({settings.STATIC_ROOT}): run `star57 hub init` once more.")
    return manifest


def _manifest(root: str) -> Path:
    return Path(root) / "staticfiles.json"


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


def uvicorn_options() -> dict[str, Any]:
    """How uvicorn serves, alone or under gunicorn. A caller's address and https are believed only from STAR57_TRUSTED_PROXIES."""
    return {
        "log_level": "warning",
        "access_log": False,
        "lifespan": "off",
        "proxy_headers": bool(settings.TRUSTED_PROXIES),
        "forwarded_allow_ips": settings.TRUSTED_PROXIES,
        "server_header": False,
        "timeout_graceful_shutdown": STOP_WITHIN_S,
        "backlog": BACKLOG,
    }


def set_interpreter() -> None:
    """Once everything is loaded."""
    get_resolver().url_patterns  # noqa: B018  every page and route: now, and not when the first caller waits
    sys.setswitchinterval(SWITCH_S)
    spare_the_collector()


def serve(host: str, port: int, on_ready: Callable[[int], None]) -> None:
    """Serve until the process is told to stop. on_ready gets the port when the socket is bound. Raises PortTaken, NotCollected."""
    static_manifest()
    bound = listening_socket(host, port)
    on_ready(bound.getsockname()[1])
    config = uvicorn.Config("star57.hub.config.asgi:application", **uvicorn_options())
    config.load()
    set_interpreter()
    uvicorn.Server(config).run(sockets=[bound])


def serve_and_work(host: str, port: int, on_ready: Callable[[int], None]) -> None:
    """Serve, and do beside it what `star57 hub work` does: one process for all. Raises PortTaken, NotCollected."""
    from star57.hub.jobs.duties import Workers  # noqa: PLC0415  its tables need a Django that is set up

    workers = Workers()

    def ready(found: int) -> None:
        workers.start()
        on_ready(found)

    try:
        serve(host, port, ready)
    finally:
        workers.stop(STOP_WITHIN_S)
