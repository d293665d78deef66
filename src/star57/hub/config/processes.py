"""Several serving processes on one port, under gunicorn: one that dies is replaced. PostgreSQL wakes waiting agents across them."""

import os
import signal
import tempfile
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import connection, connections
from gunicorn.app.base import BaseApplication
from typing_extensions import override
from uvicorn_worker import UvicornWorker

from star57.hub.config.serving import BACKLOG, STOP_WITHIN_S, listening_socket, set_interpreter, static_manifest, uvicorn_options

METERS = "PROMETHEUS_MULTIPROC_DIR"


class OneProcessOnly(Exception):
    """SQLite's waiting agents are woken inside one process."""


class ServingProcess(UvicornWorker):  # type: ignore[misc]
    """uvicorn as gunicorn's worker; ends by itself when gunicorn is gone, so that nobody goes on serving unwatched."""

    CONFIG_KWARGS: ClassVar[dict[str, Any]] = {"loop": "auto", "http": "auto"}

    @override
    async def callback_notify(self) -> None:
        await super().callback_notify()
        if os.getppid() != self.ppid:
            os.kill(os.getpid(), signal.SIGTERM)


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    @override
    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    @override
    def load(self) -> Any:
        from star57.hub.config.asgi import application  # noqa: PLC0415  each process loads it for itself

        set_interpreter()
        return application


def serve_in_processes(host: str, port: int, count: int, on_ready: Callable[[int], None]) -> None:
    """Serve in `count` processes until told to stop. Raises OneProcessOnly, PortTaken, NotCollected."""
    if connection.vendor == "sqlite":
        raise OneProcessOnly(
            "SQLite serves from one process: leave --workers out. For more, `star57 hub move --to postgresql://…` takes the record along."
        )
    static_manifest()
    bound = listening_socket(host, port)
    ServingProcess.CONFIG_KWARGS.update(uvicorn_options())
    connections.close_all()  # each process opens its own
    with tempfile.TemporaryDirectory(prefix="star57-meters-") as meters:
        os.environ[METERS] = meters
        found: int = bound.getsockname()[1]
        _Gunicorn(_options(bound.detach(), count, lambda: on_ready(found))).run()


def _options(descriptor: int, count: int, on_ready: Callable[[], None]) -> dict[str, Any]:
    def when_ready(_arbiter: Any) -> None:
        # gunicorn takes Ctrl-C as leave to cut off what is under way: here it ends as systemd ends it, requests finished first
        signal.signal(signal.SIGINT, lambda _number, _frame: os.kill(os.getpid(), signal.SIGTERM))
        on_ready()

    def child_exit(_arbiter: Any, worker: Any) -> None:
        from prometheus_client import multiprocess  # noqa: PLC0415  reads where to keep its numbers when loaded

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]

    return {
        "bind": f"fd://{descriptor}",
        "workers": count,
        "worker_class": ServingProcess,
        "backlog": BACKLOG,
        "loglevel": "warning",
        "control_socket_disable": True,
        "graceful_timeout": STOP_WITHIN_S + 3,
        "timeout": 60,
        "when_ready": when_ready,
        "child_exit": child_exit,
    }
