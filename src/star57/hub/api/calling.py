"""Who calls, and once under an Idempotency-Key: every route goes through here to its use case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import BaseModel

from star57 import clock
from star57.hub.api.problems import CONTENT_TYPE, STATUS, problem_text
from star57.hub.api.threads import in_database
from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import Refused
from star57.hub.ledger import keys
from star57.hub.reads.actors import actor_of_key
from star57.hub.usecases.answer_once import Reply, answer_once

Result = TypeVar("Result")
JSON = "application/json"
NO_KEY = "Send a valid key: Authorization: Bearer s57_…"
_last_noted: dict[int, datetime] = {}


class ApiKeyBearer(HttpBearer):
    """An API key in the Authorization header. It is looked up with the work itself, on the database thread."""

    async def authenticate(self, request: HttpRequest, token: str) -> str:  # noqa: ARG002  ninja's signature
        """The key as sent."""
        return token


def caller(secret: str, now: datetime) -> Actor:
    """The actor behind a key, or 401. Its last use is noted to the minute."""
    found = actor_of_key(keys.secret_hash(secret), now)
    if found is None:
        raise HttpError(401, NO_KEY)
    actor, key_pk = found
    noted = _last_noted.get(key_pk)
    if noted is None or now - noted >= timedelta(minutes=1):
        keys.note_use(key_pk, now)
        _last_noted[key_pk] = now
    return actor


async def read(request: HttpRequest, work: Callable[[Actor], Result]) -> Result:
    """Read on a database thread."""
    secret: str = request.auth  # type: ignore[attr-defined]
    return await in_database(lambda: work(caller(secret, clock.now())))


async def show(request: HttpRequest, work: Callable[[Actor], BaseModel]) -> HttpResponse:
    """Answer a GET: the work and the writing of its JSON, on a database thread."""
    text = await read(request, lambda actor: work(actor).model_dump_json())
    return HttpResponse(text, content_type=JSON)


async def write(request: HttpRequest, status: int, work: Callable[[Actor, datetime], BaseModel | Refused]) -> HttpResponse:
    """Answer a POST on a database thread, once under its Idempotency-Key if it has one.

    A refusal that is returned, not raised, is about something that was kept: it commits.
    """
    secret: str = request.auth  # type: ignore[attr-defined]
    key = request.headers.get("Idempotency-Key")
    fingerprint = f"{request.method} {request.path}\n".encode() + request.body

    def worked() -> Reply:
        now = clock.now()
        actor = caller(secret, now)
        if key is None:
            return _reply(status, work(actor, now))
        return answer_once(actor=actor, key=key, request=fingerprint, do=lambda: _reply(status, work(actor, now)), now=now)

    reply = await in_database(worked)
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)


def _reply(status: int, result: BaseModel | Refused) -> Reply:
    if isinstance(result, Refused):
        code = STATUS[type(result)]
        return Reply(code, problem_text(code, result.code, result.text, result.field), CONTENT_TYPE)
    return Reply(status, result.model_dump_json(), JSON)
