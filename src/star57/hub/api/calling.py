"""Who calls, and once under an Idempotency-Key: every route goes through here to its use case."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import BaseModel, ValidationError

from star57 import clock
from star57.hub.api.json_text import is_plain
from star57.hub.api.outputs import Changed
from star57.hub.api.problems import CONTENT_TYPE, NO_KEY, STATUS, invalid_text, problem_text
from star57.hub.api.threads import in_database
from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import Refused
from star57.hub.ledger import keys
from star57.hub.reads.actors import actor_of_key, owner_of
from star57.hub.reads.seeing import look_as
from star57.hub.usecases.answer_once import Reply, answer_once

Result = TypeVar("Result")
Work = Callable[[Actor, bytes, datetime], BaseModel | Refused]
JSON = "application/json"
_last_noted: dict[int, datetime] = {}


class ApiKeyBearer(HttpBearer):
    """An API key in the Authorization header. It is looked up with the work itself, on the database thread."""

    async def authenticate(self, request: HttpRequest, token: str) -> str:
        """The key as sent. Every route passes here: no address holds what no database can."""
        if not is_plain(unquote(request.get_full_path())):
            raise HttpError(400, "The address holds NUL.")
        return token


def caller(secret: str, now: datetime) -> Actor:
    """The actor behind a key, or 401. Its last use is noted to the minute."""
    found = actor_of_key(keys.secret_hash(secret), now)
    if found is None:
        raise HttpError(401, NO_KEY)
    actor, key_pk = found
    look_as(actor)
    noted = _last_noted.get(key_pk)
    if noted is None or now - noted >= timedelta(minutes=1):
        keys.note_use(key_pk, now)
        _last_noted[key_pk] = now
    return actor


async def read(request: HttpRequest, work: Callable[[Actor], Result]) -> Result:
    """Read on a database thread."""
    secret: str = request.auth  # type: ignore[attr-defined]
    return await in_database(lambda: work(caller(secret, clock.now())))


async def organisation_of(request: HttpRequest) -> str:
    """Whose key this is, or 401. Of a key that was looked up before it is known without asking; whether it still holds, a read decides."""
    secret: str = request.auth  # type: ignore[attr-defined]
    known = owner_of(keys.secret_hash(secret))
    return known if known is not None else await read(request, lambda actor: actor.organisation or "")


async def show(request: HttpRequest, work: Callable[[Actor], BaseModel]) -> HttpResponse:
    """Answer a GET: the work and the writing of its JSON, on a database thread."""
    text = await read(request, lambda actor: work(actor).model_dump_json())
    return HttpResponse(text, content_type=JSON)


async def write(request: HttpRequest, status: int, work: Callable[[Actor, datetime], BaseModel | Refused]) -> HttpResponse:
    """Answer a POST on a database thread, once under its Idempotency-Key if it has one.

    A refusal that is returned, not raised, is about something that was kept: it commits.
    """
    secret: str = request.auth  # type: ignore[attr-defined]
    key, fingerprint = request.headers.get("Idempotency-Key"), _fingerprint(request)

    def worked() -> Reply:
        now = clock.now()
        actor = caller(secret, now)
        return _once(actor, key, fingerprint, lambda: _reply(status, work(actor, now)), now)

    reply = await in_database(worked)
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)


async def change(request: HttpRequest, status: int, subject: str, deed: Callable[[Actor, datetime], object]) -> HttpResponse:
    """Answer a POST whose use case tells nothing back: the subject's id says that it is done."""

    def work(actor: Actor, now: datetime) -> BaseModel:
        deed(actor, now)
        return Changed(id=subject)

    return await write(request, status, work)


async def give_secret(request: HttpRequest, work: Callable[[Actor, datetime], BaseModel]) -> HttpResponse:
    """Answer a POST with a secret. An Idempotency-Key is not heeded: nothing that was answered is kept."""
    secret: str = request.auth  # type: ignore[attr-defined]

    def worked() -> str:
        now = clock.now()
        return work(caller(secret, now), now).model_dump_json()

    return HttpResponse(await in_database(worked), status=201, content_type=JSON)


async def write_each(request: HttpRequest, items: Sequence[bytes], work: Work) -> list[Reply]:
    """Do a batch item by item, each in a transaction of its own: sent again under its key, it goes on where it was cut off."""
    secret: str = request.auth  # type: ignore[attr-defined]
    key, fingerprint = request.headers.get("Idempotency-Key"), _fingerprint(request)

    def begun() -> None:
        now = clock.now()
        _once(caller(secret, now), key, fingerprint, lambda: Reply(200, "", JSON), now)

    def worked(number: int) -> Reply:
        now, item = clock.now(), items[number]
        actor = caller(secret, now)
        own_key = key and hashlib.sha256(f"{key}\n{number}".encode()).hexdigest()
        try:
            return _once(actor, own_key, item, lambda: _reply(201, work(actor, item, now)), now)
        except Refused as refusal:
            return _reply(201, refusal)
        except ValidationError as wrong:
            return Reply(422, invalid_text(wrong.errors()), CONTENT_TYPE)

    await in_database(begun)
    return [await in_database(partial(worked, number)) for number in range(len(items))]


def _fingerprint(request: HttpRequest) -> bytes:
    return f"{request.method} {request.path}\n".encode() + request.body


def _once(actor: Actor, key: str | None, request: bytes, do: Callable[[], Reply], now: datetime) -> Reply:
    return do() if key is None else answer_once(actor=actor, key=key, request=request, do=do, now=now)


def _reply(status: int, result: BaseModel | Refused) -> Reply:
    if isinstance(result, Refused):
        code = STATUS[type(result)]
        return Reply(code, problem_text(code, result.code, result.text, result.field), CONTENT_TYPE)
    return Reply(status, result.model_dump_json(), JSON)
