"""Refusals as problem documents (RFC 9457): one place maps the family of refusals to status codes."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, Refused, TooSoon, WrongState

CONTENT_TYPE = "application/problem+json"
STATUS: Mapping[type[Refused], int] = MappingProxyType({NotFound: 404, NotAllowed: 403, WrongState: 409, Invalid: 422, TooSoon: 429})
TITLES: Mapping[int, str] = MappingProxyType({
    400: "Not readable",
    401: "No valid key",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Not as things stand",
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
    return HttpResponse(problem_text(status, code, detail, field), status=status, content_type=CONTENT_TYPE)


def refused(refusal: Refused) -> HttpResponse:
    """A refusal as an HTTP response."""
    response = problem(STATUS[type(refusal)], refusal.code, refusal.text, refusal.field)
    if isinstance(refusal, TooSoon):
        response["Retry-After"] = str(refusal.retry_after_s)
    return response


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
    first = errors[0]
    field = field_of(tuple(first.get("loc", ())))
    message = str(first.get("msg", "not usable")).removeprefix("Value error, ")
    named, _, rest = message.partition(": ")
    if rest and "." in named and " " not in named:
        field, message = named, rest
    return problem(422, "invalid", f"{field}: {message}" if field else message, field or None)


def install(api: NinjaAPI) -> None:
    """Answer every refusal and every unusable input with a problem document."""
    api.exception_handler(Refused)(lambda _request, refusal: refused(refusal))
    api.exception_handler(ValidationError)(lambda _request, error: invalid(error.errors))
    api.exception_handler(HttpError)(_http_error)


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    code = {400: "unreadable", 401: "no_key"}.get(error.status_code, "refused")
    return problem(error.status_code, code, str(error), None)
