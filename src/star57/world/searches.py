"""What each carrier's own agent found and what it waits for, as its process tells; the hub is never sent this."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Lock

from star57.agent.events import Event, NotTaken, Searched
from star57.agent.matching import Verdict


@dataclass(frozen=True, slots=True)
class Search:
    """One look into one carrier's records. waits_for is None when the answer left by itself; at is RFC 3339."""

    request: str
    found: str
    reasons: tuple[str, ...]
    waits_for: str | None
    took_s: float
    at: str

    @property
    def ended_at(self) -> datetime:
        """When the search was over, on the demo's clock."""
        return datetime.fromisoformat(self.at)


def line_of(event: Event, at: datetime) -> str | None:
    """One JSON line for an event that matters to the demo's result; None for any other."""
    match event:
        case Searched():
            verdict = event.verdict
            found = verdict.summary() if verdict else event.proposal.reason
            search = Search(event.request.id, found, _reasons(found, verdict), event.proposal.waits_for, event.took_s, at.isoformat())
        case NotTaken() if event.needs_person:
            search = Search(event.request_id, event.reason, (event.reason,), "review", 0.0, at.isoformat())
        case _:
            return None
    return json.dumps(asdict(search))


def _reasons(found: str, verdict: Verdict | None) -> tuple[str, ...]:
    """How many calls fit, and each reason for the best of them; the whole sentence where none was chosen."""
    if verdict is None or verdict.answer is None:
        return (found,)
    return (found.partition(":")[0], *verdict.confident[0].reasons)


class Searches:
    """The latest search of each request. One thread writes, another reads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_request: dict[str, Search] = {}

    def take(self, line: str) -> None:
        """Remember a line that line_of() made; anything else is passed by."""
        try:
            row = json.loads(line)
            search = Search(row["request"], row["found"], tuple(row["reasons"]), row["waits_for"], row["took_s"], row["at"])
        except (ValueError, KeyError, TypeError):
            return
        with self._lock:
            self._by_request[search.request] = search

    def of(self, request: str) -> Search | None:
        """What is known of this request's search."""
        with self._lock:
            return self._by_request.get(request)
