"""What a test of the API sends, in few words."""

from datetime import timedelta
from typing import Any

from star57 import clock
from tests.served import Hub
from tests.usecases.cast import caller, upstream

CAMPAIGN = {"name": "Car warranty", "why_suspicious": "A recorded voice offers a warranty nobody had."}


def opening(**more: Any) -> dict[str, Any]:
    """A traceback to open, of a call a day ago."""
    call_at = (clock.now() - timedelta(days=1)).isoformat()
    call = {"called_number": "+16175550172", "calling_number": "+12025550143", "call_at": call_at}
    return {**call, "terminating": "TERM", "campaign": CAMPAIGN, **more}


def response(answer: dict[str, Any], facts_version: int = 1) -> dict[str, Any]:
    return {"version": "1", "facts_version": facts_version, "made_by": "agent", "answer": answer}


def opened(hub: Hub, **more: Any) -> str:
    """The id of a traceback opened now."""
    reply = hub.call("CONSORTIUM", "POST", "/tracebacks", json=opening(**more))
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


def hop_of(hub: Hub, traceback: str, provider: str) -> str:
    """The id of the provider's latest hop."""
    found = hub.call("CONSORTIUM", "GET", f"/tracebacks/{traceback}").json()["hops"]
    return str([hop["id"] for hop in found if hop["provider"] == provider][-1])


def traced(hub: Hub, *path: str) -> tuple[str, dict[str, str]]:
    """A traceback traced along the path: its id, and each provider's request. The last has not answered."""
    traceback = opened(hub, terminating=path[0])
    requests = {path[0]: hop_of(hub, traceback, path[0])}
    for provider, named in zip(path, path[1:], strict=False):  # noqa: RUF007  reads as it is meant
        reply = hub.call(provider, "POST", f"/requests/{requests[provider]}/response", json=response(upstream(named)))
        assert reply.status_code == 201, reply.text
        requests[named] = hop_of(hub, traceback, named)
    return traceback, requests


def ended(hub: Hub) -> tuple[str, dict[str, str]]:
    """A traceback that came to the caller."""
    traceback, requests = traced(hub, "TERM", "TRAN1", "ORIG")
    hub.call("ORIG", "POST", f"/requests/{requests['ORIG']}/response", json=response(caller()))
    return traceback, requests
