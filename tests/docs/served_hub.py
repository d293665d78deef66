"""A hub served in a process of its own over a database copy: a consortium, two providers, one key."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import OrganisationKind, Scope, operator
from star57.hub.usecases.make_key import make_key
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from star57.wire.values import Direction

STAFF = operator("docs")


@dataclass(frozen=True, slots=True)
class AskedHub:
    """Where it is, and the key of the provider TERM."""

    address: str
    key: str


def enter_everybody(now: datetime) -> str:
    """Cedar Valley (TERM) and Harbor Voice (TRAN1); the secret of TERM's key."""
    for public_id, name in (("TERM", "Cedar Valley Telephone"), ("TRAN1", "Harbor Voice")):
        register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name=name, public_id=f"O-{public_id}", now=now)
        filing = ProviderFiling(name, "US", "America/New_York", "", "", "", "")
        register_provider(actor=STAFF, filing=filing, organisation=f"O-{public_id}", public_id=public_id, now=now)
    scopes = frozenset({Scope.REQUESTS_READ, Scope.REQUESTS_ANSWER})
    return make_key(actor=STAFF, organisation="O-TERM", name="agent", scopes=scopes, expires_at=None, now=now).secret


def open_one(called: str, calling: str | None, call_at: datetime, now: datetime) -> str:
    """A traceback whose first request goes to TERM; its id."""
    return open_traceback(
        actor=STAFF,
        report=CallReport(called, calling, call_at, 30.0, None, None),
        terminating="TERM",
        campaign=CampaignWords("Car warranty", "A recorded voice offers a warranty.", "", 5),
        direction=Direction.UPSTREAM,
        now=now,
    )


@contextmanager
def served(database_url: str, key: str) -> Iterator[AskedHub]:
    """`star57 hub serve` on a free port until the block ends."""
    serve = "from star57.cli import main; raise SystemExit(main(['hub', 'serve', '--port', '0']))"
    environment = os.environ | {"STAR57_DATABASE_URL": database_url, "STAR57_DEMO": "on"}
    process = subprocess.Popen([sys.executable, "-c", serve], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield AskedHub(process.stdout.readline().split()[1].rstrip("/"), key)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
