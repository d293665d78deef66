"""Writes API keys, finds them by their secret, notes their use; keeps answers under idempotency keys."""

import hashlib
from datetime import datetime, timedelta

from django.db import connection

from star57.hub.domain.access import Actor
from star57.hub.ledger import rows, statements
from star57.hub.ledger.transactions import transaction
from star57.hub.records.lookup import only
from star57.hub.records.models import AgentState as AgentStateRow
from star57.hub.records.models import ApiKey, ApiKeyUse, IdempotentAnswer, Organisation
from star57.hub.records.prepared import TEXT_MARK, Prepared, build, columns
from star57.wire.messages import AgentState

KEPT_FOR = timedelta(days=30)

_KEPT = Prepared(lambda key: IdempotentAnswer.objects.filter(key=key).values_list(*columns(IdempotentAnswer, "")), TEXT_MARK)


def secret_hash(secret: str) -> str:
    """What is kept of a key's secret. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def enter_key(
    organisation: Organisation, name: str, secret: str, scopes: tuple[str, ...], expires_at: datetime | None, *, actor: Actor, now: datetime
) -> ApiKey:
    """Enter a new key into the record."""
    key = ApiKey(
        organisation=organisation,
        name=name,
        secret_hash=secret_hash(secret),
        scopes=" ".join(scopes),
        created_at=now,
        expires_at=expires_at,
    )
    rows.create(key, "key", "key_made", actor=actor, at=now, details={"organisation": organisation.public_id, "scopes": list(scopes)})
    return key


def key_by_id(public_id: str) -> ApiKey | None:
    """A key, locked until the transaction ends; None when there is none of this id."""
    return only(ApiKey.objects.select_for_update(of=("self",)).select_related("organisation").filter(public_id=public_id))


def revoke(key: ApiKey, *, actor: Actor, now: datetime) -> None:
    """End a key at once."""
    rows.change(key, "key", "key_revoked", actor=actor, at=now, changes={"revoked_at": now})


def note_use(key_pk: int, now: datetime) -> None:
    """Note that a key was used; callers do so at most once a minute."""
    with transaction():
        ApiKeyUse.objects.update_or_create(key_id=key_pk, defaults={"last_used_at": now})


def note_agent(key: str, state: AgentState, now: datetime) -> None:
    """Keep what the program with this key says of itself."""
    said = {
        "agent_version": state.agent_version,
        "records": state.records,
        "covers_since": state.first_started_at,
        "covers_until": state.last_started_at,
        "waiting": state.waiting,
        "reported_at": now,
    }
    row = ApiKey.objects.only("pk").get(public_id=key)
    AgentStateRow.objects.update_or_create(key=row, defaults=said)


def one_at_a_time(organisation: str, key: str) -> None:
    """Make requests under the same key follow one another until this transaction ends; on SQLite all writers do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{organisation} {key}"])


def kept_answer(organisation: str, key: str) -> IdempotentAnswer | None:
    """What was answered under this key before."""
    rows = _KEPT(key)
    return next((found for row in rows if (found := build(IdempotentAnswer, row)).organisation == organisation), None)


def keep_answer(organisation: str, key: str, request_hash: str, status: int, body: str, content_type: str, now: datetime) -> None:
    """Keep an answer so that the same request gets it again. Raises IntegrityError when another request was first."""
    kept = IdempotentAnswer(
        organisation=organisation,
        key=key,
        request_hash=request_hash,
        status=status,
        body=body,
        content_type=content_type,
        created_at=now,
    )
    statements.append([kept])


def forget_old_answers(now: datetime) -> int:
    """Remove answers older than 30 days; returns how many."""
    return IdempotentAnswer.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
