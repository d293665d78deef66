"""A hub of its own process on loopback, over a database copy, for tests that speak HTTP to it or kill it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

import httpx

from star57.clock import monotonic
from star57.hub.domain.access import OrganisationKind, Scope
from star57.hub.usecases.make_key import make_key
from star57.hub.usecases.register_organisation import register_organisation
from tests.usecases.cast import MONDAY, PROVIDERS, STAFF, enter_everybody

START_WITHIN_S = 60.0
SERVE = (
    "import sys; from star57.hub.config.serving import serve; serve('127.0.0.1', int(sys.argv[1]), lambda port: print(port, flush=True))"
)
WHOLE = {
    OrganisationKind.CONSORTIUM: frozenset({Scope.TRACEBACKS_READ, Scope.TRACEBACKS_WRITE, Scope.REGISTRY_WRITE, Scope.ORGANISATION_WRITE}),
    OrganisationKind.AUDITOR: frozenset({Scope.TRACEBACKS_READ}),
    OrganisationKind.PROVIDER: frozenset({Scope.REQUESTS_READ, Scope.REQUESTS_ANSWER, Scope.ORGANISATION_WRITE}),
}


@dataclass(slots=True)
class Hub:
    """A running hub, and everybody's key."""

    address: str
    url: str
    process: "subprocess.Popen[str]"
    keys: dict[str, str] = field(default_factory=dict)
    clients: dict[str | None, httpx.Client] = field(default_factory=dict)

    def client(self, who: str | None, **options: Any) -> httpx.Client:
        """Somebody's program: a name of `keys`, a key as it is, or nobody."""
        headers = {"Authorization": f"Bearer {self.keys.get(who, who)}"} if who else {}
        base = f"{self.address}/api/v1"
        return httpx.Client(base_url=base, headers=headers, timeout=60, trust_env=False, verify=False, **options)

    def call(self, who: str | None, method: str, path: str, **parts: Any) -> httpx.Response:
        """One request, over a connection that is kept for the next."""
        client = self.clients.get(who) or self.clients.setdefault(who, self.client(who))
        return client.request(method, path, **parts)

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(url: str, keys: dict[str, str], *, port: int = 0, clock_offset_s: float = 0) -> Iterator[Hub]:
    """A hub over this database until the block ends."""
    environment = {
        "STAR57_DEMO": "on",
        "STAR57_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "star57.hub.config.settings",
        "STAR57_CLOCK_OFFSET_S": str(clock_offset_s),
    }
    command = [sys.executable, "-c", SERVE, str(port)]
    with tempfile.TemporaryFile("w+") as told:  # a pipe that nobody reads would stop the hub once it is full
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, text=True, env={**os.environ, **environment})
        try:
            hub = Hub(_address(process, told), url, process, keys)
            try:
                yield hub
            finally:
                for client in hub.clients.values():
                    client.close()
        finally:
            process.kill()
            process.communicate()


def _address(process: "subprocess.Popen[str]", told: IO[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait()
        told.seek(0)
        raise RuntimeError(f"the hub did not start: {told.read()[-2000:]}")
    address = f"http://127.0.0.1:{int(line)}"
    until = monotonic() + START_WITHIN_S
    while monotonic() < until:
        try:
            if httpx.get(f"{address}/readyz", timeout=5, trust_env=False).is_success:
                return address
        except httpx.TransportError:
            time.sleep(0.02)
    raise RuntimeError("the hub does not answer")


def key_for(organisation: str, scopes: frozenset[Scope]) -> str:
    made = make_key(actor=STAFF, organisation=organisation, name="test", scopes=scopes, expires_at=None, now=MONDAY)
    return made.secret


def people_and_keys() -> dict[str, str]:
    """Everybody of the cast, an auditor and a source entered; a full key for each that may have one."""
    enter_everybody()
    register_organisation(actor=STAFF, kind=OrganisationKind.AUDITOR, name="Auditors", public_id="AUDITOR", now=MONDAY)
    keys = {name: key_for(f"O-{name}", WHOLE[OrganisationKind.PROVIDER]) for name in PROVIDERS}
    keys["CONSORTIUM"] = key_for("CONSORTIUM", WHOLE[OrganisationKind.CONSORTIUM])
    keys["AUDITOR"] = key_for("AUDITOR", WHOLE[OrganisationKind.AUDITOR])
    return keys
