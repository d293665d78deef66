"""The hub's API as a person's commands use it: one key, one address, refusals told in one line."""

from typing import Any

import httpx

from star57.agent.hub_address import checked_hub
from star57.cli.environment import said_in
from star57.cli.failures import Failed, Misused

UNUSABLE = 422


class Hub:
    """A hub at STAR57_HUB with the key in STAR57_KEY or in the file that STAR57_KEY_FILE names."""

    def __init__(self) -> None:
        address, key = said_in("STAR57_HUB"), said_in("STAR57_KEY")
        if not address or not key:
            raise Misused("set STAR57_HUB to the hub's address, and STAR57_KEY (or STAR57_KEY_FILE) to an API key")
        try:
            address = checked_hub(address)
        except ValueError as problem:
            raise Misused(f"STAR57_HUB: {problem}") from None
        self._address = address
        alone = httpx.Limits(max_keepalive_connections=0)  # nothing stays open behind a command
        self._http = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=90, trust_env=False, limits=alone)

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """A GET's JSON; parameters that are None or "" are left out."""
        return self._asked("GET", path, params={name: value for name, value in query.items() if value not in (None, "")})

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """A POST's JSON."""
        return self._asked("POST", path, json=body)

    def post_lines(self, path: str, lines: bytes) -> str:
        """A POST of NDJSON; the answer's lines."""
        return self._reply("POST", path, content=lines, headers={"Content-Type": "application/x-ndjson"}).text

    def _asked(self, method: str, path: str, **parts: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._reply(method, path, **parts).json()
        return found

    def _reply(self, method: str, path: str, **parts: Any) -> httpx.Response:
        try:
            reply = self._http.request(method, f"/api/v1{path}", **parts)
        except httpx.HTTPError as problem:
            raise Failed(f"the hub at {self._address} does not answer: {str(problem) or type(problem).__name__}") from None
        if reply.is_success:
            return reply
        refusal = Misused if reply.status_code == UNUSABLE else Failed
        raise refusal(f"the hub refuses ({reply.status_code}): {_words_of(reply)}")


def _words_of(reply: httpx.Response) -> str:
    """A problem document in one line, its field named."""
    try:
        problem = reply.json()
    except ValueError:
        return reply.reason_phrase
    words, field = str(problem.get("detail", reply.reason_phrase)), problem.get("field")
    return words if not field or words.startswith(f"{field}:") else f"{field}: {words}"
