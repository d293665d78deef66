"""A carrier with its operator's page served over loopback, and a client that keeps cookies and sends forms as a browser does."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from star57 import clock
from star57.agent.configuration import read_configuration
from star57.agent.journal import Journal
from star57.agent.operator.app import application
from star57.agent.operator.password import password_file, set_password
from star57.agent.operator.serving import LOCAL
from star57.agent.operator.sessions import Sessions
from star57.agent.operator.visits import Office

PASSWORD = "a long sentence of our own"
QUICK = {"n": 16, "r": 8, "p": 1}  # a hash as it is kept, at a price that a test can pay


@contextmanager
def page_of(config: Path, *, welcome: str = "") -> Iterator[str]:
    """The page's address. With `welcome` no password is set yet."""
    ours = read_configuration(config)
    journal, file = Journal(ours.journal), password_file(ours.journal)
    if not welcome:
        set_password(file, PASSWORD, QUICK)
    app = application(Office(config, file, journal, Sessions(welcome)), LOCAL)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    began = clock.monotonic()
    while not server.started:
        assert clock.monotonic() - began < 20
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        journal.close()


class Operator:
    """Somebody at the page."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, follow_redirects=True, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))

    def signs_in(self, password: str = PASSWORD) -> httpx.Response:
        return self.http.post("/sign-in", data={"who": "ann", "password": password})

    def sees(self, path: str) -> str:
        reply = self.http.get(path)
        assert reply.status_code == 200, reply.text
        return reply.text

    def sends(self, page: str, path: str, **fields: str) -> httpx.Response:
        """The form of `page` that goes to `path`, with its hidden fields."""
        shown = self.http.get(page).text
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', shown) for name in ("csrf", "seen", "mark")}
        return self.http.post(path, data={name: found.group(1) for name, found in hidden.items() if found} | fields)
