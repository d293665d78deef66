"""The hub as the consortium's own program sees it: HTTP on loopback with the consortium's key."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
from pydantic import ValidationError

from star57.world.callsfile import Call
from star57.world.campaigns import Words
from star57.world.failing import DemoFailed
from star57.world.sightings import Sighting

_AT_A_TIME = 500
_PAGE = 100


def is_up(hub: str) -> bool:
    """Whether a hub answers there at all."""
    try:
        return httpx.get(f"{hub}/healthz", timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False


class HubDoor:
    """Opens tracebacks and looks at them. Raises DemoFailed in one line when the hub will not."""

    def __init__(self, hub: str, key: str, campaign_of: Callable[[str], Words]) -> None:
        self._campaign_of = campaign_of
        headers = {"Authorization": f"Bearer {key}", "User-Agent": "star57-demo"}
        self._http = httpx.Client(base_url=hub, headers=headers, timeout=60, trust_env=False)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def open(self, calls: Sequence[Call]) -> list[str]:
        """A traceback for each call, in their order; the tracebacks' ids."""
        return [found for start in range(0, len(calls), _AT_A_TIME) for found in self._open_batch(calls[start : start + _AT_A_TIME])]

    def _open_batch(self, calls: Sequence[Call]) -> list[str]:
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": str(uuid4())}
        body = "".join(json.dumps(_opening(call, self._campaign_of(call.called_number))) + "\n" for call in calls)
        reply = self._asked("POST", "/api/v1/tracebacks/batch", content=body.encode(), headers=headers)
        ids = []
        for call, line in zip(calls, reply.text.splitlines(), strict=True):
            row = json.loads(line)
            if "id" not in row:
                raise DemoFailed(f"the hub refuses the call of line {call.line}: {_words(row.get('problem'))}")
            ids.append(str(row["id"]))
        return ids

    def changed_since(self, since: datetime | None) -> Iterator[Sighting]:
        """Tracebacks in which something happened after this instant (None: all of them)."""
        query: dict[str, str] = {"limit": str(_PAGE)} | ({"updated_since": since.isoformat()} if since else {})
        while True:
            page = self._asked("GET", "/api/v1/tracebacks", params=query).json()
            try:
                yield from (Sighting.model_validate(row) for row in page["tracebacks"])
            except (ValidationError, KeyError, TypeError) as problem:
                raise DemoFailed(f"the hub's list of tracebacks cannot be read: {' '.join(str(problem).split())[:300]}") from problem
            if not page.get("next"):
                return
            query["cursor"] = page["next"]

    def _asked(self, method: str, path: str, **parts: Any) -> httpx.Response:
        try:
            reply = self._http.request(method, path, **parts)
        except httpx.HTTPError as problem:
            raise DemoFailed(f"the hub no longer answers: {str(problem) or type(problem).__name__}") from problem
        if reply.is_success:
            return reply
        try:
            said = _words(reply.json())
        except ValueError:
            said = reply.reason_phrase
        raise DemoFailed(f"the hub refuses {method} {path} ({reply.status_code}): {said}")


def _opening(call: Call, campaign: Words) -> dict[str, object]:
    return {
        "called_number": call.called_number,
        "calling_number": call.calling_number,
        "call_at": call.at.isoformat(),
        "uncertainty_s": call.uncertainty_s,
        "terminating": call.terminating,
        "campaign": dict(campaign),
    }


def _words(problem: object) -> str:
    if not isinstance(problem, dict):
        return str(problem)
    said = [str(problem[key]) for key in ("field", "detail") if problem.get(key)]
    return ": ".join(said or [str(problem.get("title") or "it gives no reason")])[:500]
