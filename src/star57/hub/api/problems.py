"""Refusals as problem documents (RFC 9457): one place maps the family of refusals to status codes."""

import json
import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from star57.hub.api.meters import DATABASE_ERRORS
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, Refused, TooSoon, WrongState

log = logging.getLogger("django.request")
NO_KEY = "Send a valid key: Authorization: Bearer s57_…"
CONTENT_TYPE = "application/problem+json"
STATUS: Mapping[type[Refused], int] = MappingProxyType({NotFound: 404, NotAllowed: 403, WrongState: 409, Invalid: 422, TooSoon: 429})
TITLES: Mapping[int, str] = MappingProxyType({
    400: "Not readable",
    401: "No valid key",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Not as things stand",
    413: "Too big",
    415: "Unknown content type",
    422: "Not usable",
    429: "Too soon",
    500: "Our fault",
    503: "Not ready",
})  # fmt: skip


def problem_text(status: int, code: str, detail: str, field: str | None) -> str:
    """The document's text."""
    document = {"type": "about:blank", "title": TITLES.get(status, "Refused"), "status": status, "code": code, "detail": detail}
    if field:
        document["field"] = field
    return json.dumps(document, ensure_ascii=False)


def problem(status: int, code: str, detail: str, field: str | None) -> HttpResponse:
    """A problem document as an HTTP response."""
    return _as_problem(status, problem_text(status, code, detail, field))


def _as_problem(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type=CONTENT_TYPE)


def refused(refusal: Refused) -> HttpResponse:
    """A refusal as an HTTP response."""
    response = problem(STATUS[type(refusal)], refusal.code, refusal.text, refusal.field)
    if isinstance(refusal, TooSoon):
        response["Retry-After"] = str(refusal.retry_after_s)
    return response


UNROUTED_WORDS: Mapping[int, str] = MappingProxyType({
    404: "There is nothing at this address. The addresses stand in /api/v1/openapi.json.",
    405: "This address does not take that method; Allow names those it takes.",
})  # fmt: skip


def as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """A 404 or 405 that no route made, as a problem document; a problem document as it is."""
    if response.headers.get("Content-Type") == CONTENT_TYPE:
        return response
    made = problem(response.status_code, "no_such_route", UNROUTED_WORDS[response.status_code], None)
    if "Allow" in response.headers:
        made["Allow"] = response.headers["Allow"]
    return made


def field_of(location: tuple[Any, ...]) -> str:
    """A validation error's place as a caller writes it: answer.upstream.name, not body.body.answer.received_from_provider.upstream.name."""
    parts = [str(part) for part in location if part not in {"body", "payload", "query", "path", "header"}]
    kept = [part for index, part in enumerate(parts) if not (index > 0 and parts[index - 1] == "answer" and part in ANSWER_TAGS)]
    return ".".join(kept)


ANSWER_TAGS = frozenset({
    "received_from_provider", "own_customer", "received_from_abroad", "not_our_number", "no_record_found", "declined",
})  # fmt: skip


def invalid(errors: list[dict[str, Any]]) -> HttpResponse:
    """The first validation error as a problem that names the field."""
    return _as_problem(422, invalid_text(errors))


def invalid_text(errors: Sequence[Mapping[str, Any]]) -> str:
    """The first of pydantic's errors as a problem's text."""
    first = errors[0]
    field = field_of(tuple(first.get("loc", ())))
    message = str(first.get("msg", "not usable")).removeprefix("Value error, ")
    named, _, rest = message.partition(": ")
    if rest and "." in named and " " not in named:
        field, message = _joined(field, named), rest
    return problem_text(422, "invalid", f"{field}: {message}" if field else message, field or None)


def _joined(place: str, named: str) -> str:
    """answer.searched and searched.until: answer.searched.until."""
    outer, _, last = place.rpartition(".")
    within = outer if named.split(".", maxsplit=1)[0] == last else place
    return f"{within}.{named}" if within else named


def install(api: NinjaAPI) -> None:
    """Answer every refusal and every unusable input with a problem document."""
    api.exception_handler(Refused)(lambda _request, refusal: refused(refusal))
    api.exception_handler(ValidationError)(lambda _request, error: invalid(error.errors))
    api.exception_handler(HttpError)(_http_error)
    api.exception_handler(RequestDataTooBig)(lambda _request, _error: problem(413, "too_big", "Send less at once.", None))
    api.exception_handler(OperationalError)(_no_database)
    api.exception_handler(InterfaceError)(_no_database)
    api.exception_handler(Exception)(_our_fault)


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        response = problem(401, "no_key", NO_KEY, None)
        response["WWW-Authenticate"] = "Bearer"
        return response
    detail = f"{error}: {error.__cause__}" if error.__cause__ else str(error)
    return problem(error.status_code, {400: "unreadable"}.get(error.status_code, "refused"), detail, None)


def _no_database(request: HttpRequest, error: Exception) -> HttpResponse:
    DATABASE_ERRORS.inc()
    log.error("%s %s: %s", request.method, request.path, error)
    response = problem(503, "not_ready", "The database does not answer just now. Nothing was done; try again.", None)
    response["Retry-After"] = "1"
    return response


def _our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return problem(500, "our_fault", "This is our fault and is noted. Try again; if it happens again, tell the consortium.", None)
