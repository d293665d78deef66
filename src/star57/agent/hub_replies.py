"""What the hub's replies mean to an agent: taken, try again, refused for good, gone. Knows no connection."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from star57 import clock
from star57.wire.messages import Receipt, TracebackRequest
from star57.wire.values import WIRE_VERSION

_LONGEST_DETAIL = 500
_WORTH_TRYING_AGAIN = frozenset({401, 403, 408, 425, 429})  # a key may be renewed, a limit passes
_GONE = frozenset({404, 409, 410})


class HubAway(RuntimeError):
    """The hub cannot be reached, is overloaded, or makes no sense at the moment. Worth trying again."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class AnswerRefused(RuntimeError):
    """The hub understood the answer and refuses it: a person must look."""


class RequestGone(RuntimeError):
    """There is nothing left to answer: answered by other means, withdrawn, closed."""


class Reply(NamedTuple):
    """What came back. asked: "POST /api/v1/…"; host: who was asked."""

    asked: str
    host: str
    status: int
    reason: str
    headers: Mapping[str, str]
    content: bytes


def json_of(reply: Reply) -> Any:
    """The body of a reply that went well; raises the error that fits otherwise."""
    if not 200 <= reply.status < 300:  # RFC 9110, 15.3: successful
        raise _refusal(reply)
    try:
        return json.loads(reply.content)
    except (ValueError, RecursionError) as problem:
        raise HubAway(f"the hub's reply to {reply.asked} is not JSON: is {reply.host} a Star57 hub?") from problem


class Page(NamedTuple):
    """One page of the hub's list: what could be read, what is wrong with the rest, the cursor to go on with."""

    requests: tuple[TracebackRequest, ...]
    unreadable: tuple[str, ...]
    next: str | None


def requests_in(listed: Any) -> Page:
    """One bad request never hides the others; a list that makes no sense raises HubAway."""
    if not isinstance(listed, dict) or not isinstance(listed.get("requests"), list):
        raise HubAway("the hub's list of requests has no requests in it: is it a Star57 hub?")
    if listed.get("version") != WIRE_VERSION:
        raise HubAway(f"the hub speaks wire version {listed.get('version')!r}, this agent {WIRE_VERSION!r}: upgrade star57")
    good: list[TracebackRequest] = []
    bad: list[str] = []
    for row in listed["requests"]:
        try:
            good.append(TracebackRequest.model_validate(row))
        except ValidationError as problem:
            bad.append(f"request {_id_of(row)} cannot be read: {_first(problem)}")
    following = listed.get("next")
    return Page(tuple(good), tuple(bad), following if isinstance(following, str) and following else None)


def receipt_in(body: Any, request_id: str) -> Receipt:
    try:
        receipt = Receipt.model_validate(body)
    except ValidationError as problem:
        raise HubAway(f"the hub's receipt for {request_id} cannot be read: {_first(problem)}") from problem
    if receipt.request != request_id:
        raise HubAway(f"the hub's receipt is for {receipt.request} and not for {request_id}")
    return receipt


def _refusal(reply: Reply) -> HubAway | AnswerRefused | RequestGone:
    problem = _problem_in(reply)
    words = _words(problem, reply)
    retry_after_s = _retry_after_s(reply.headers.get("Retry-After"))
    if reply.status in (401, 403):
        return HubAway(f"the hub does not accept the key ({words}): put a valid one under key or key_file", retry_after_s)
    passes = reply.status >= 500 or reply.status in _WORTH_TRYING_AGAIN or retry_after_s is not None
    if passes or problem is None:  # no problem document: a proxy spoke, and not the hub
        return HubAway(f"the hub answered {reply.asked} with {words}", retry_after_s)
    return RequestGone(words) if reply.status in _GONE else AnswerRefused(words)


def _problem_in(reply: Reply) -> dict[str, Any] | None:
    """The problem document (RFC 9457), when the hub sent one."""
    try:
        problem = json.loads(reply.content)
    except (ValueError, RecursionError):
        return None
    return problem if isinstance(problem, dict) and problem.keys() & {"code", "detail", "title"} else None


def _words(problem: dict[str, Any] | None, reply: Reply) -> str:
    """One line; the bare status where there is no problem document."""
    if problem is None:
        return f"{reply.status} {reply.reason}".strip()
    said = [str(problem[key]) for key in ("field", "detail") if problem.get(key)] or [str(problem.get("title") or reply.reason)]
    words = " ".join(": ".join(said).split())[:_LONGEST_DETAIL]
    return f"{words} ({reply.status} {problem['code']})" if problem.get("code") else f"{words} ({reply.status})"


def _retry_after_s(header: str | None) -> float | None:
    """Seconds, from a number or a date; None when there is nothing to read."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    until = _date_in(header)
    return None if until is None else max((until - clock.now()).total_seconds(), 0.0)


def date_of(reply: Reply) -> datetime | None:
    """When the other side says that it spoke, aware UTC."""
    return _date_in(reply.headers.get("Date", ""))


def _date_in(header: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(header)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _id_of(row: object) -> str:
    return str(row.get("id", "without id"))[:64] if isinstance(row, dict) else "without id"


def _first(problem: ValidationError) -> str:
    error = problem.errors()[0]
    return f"{'.'.join(map(str, error['loc']))}: {error['msg']}"
