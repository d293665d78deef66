"""Writes journal entries: the first half of every change. Personal texts are sealed beside the entry, which only commits to them."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from star57.hub.domain.access import Actor, ActorKind
from star57.hub.ledger import statements
from star57.hub.records.models import JournalEntry, Sealed
from star57.proof.canonical import Json
from star57.proof.entries import SALT_BYTES, Entry, commitment, entry_body, entry_hash

EntryRow: TypeAlias = JournalEntry
NOTHING: Mapping[str, Json] = {}
NO_SECRETS: Mapping[str, str] = {}


def append(
    subject_kind: str,
    subject_id: str,
    version: int,
    fact: str,
    *,
    actor: Actor,
    at: datetime,
    details: Mapping[str, Json] = NOTHING,
    secret_texts: Mapping[str, str] = NO_SECRETS,
) -> JournalEntry:
    """Append one entry. version is the subject's next; a version already taken raises IntegrityError.

    details may hold ids, enums, instants and counts only; whatever names or describes a person goes into secret_texts.
    """
    if actor.kind is ActorKind.PERSON and actor.organisation:  # somebody may belong to several: the entry says for whom they acted
        details = {**details, "acts_for": actor.organisation}
    salts = {field: secrets.token_bytes(SALT_BYTES) for field in secret_texts}
    sealed = {field: commitment(salts[field], content) for field, content in secret_texts.items()}
    body = entry_body(Entry(subject_kind, subject_id, version, fact, actor.kind.value, actor.id, at, details, sealed))
    entry = JournalEntry(
        subject_kind=subject_kind,
        subject_id=subject_id,
        version=version,
        fact=fact,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        at=at,
        body=body.decode("utf-8"),
        hash=entry_hash(body),
    )
    statements.append([entry])
    if secret_texts:
        statements.append([Sealed(entry=entry, field=field, salt=salts[field], content=text) for field, text in secret_texts.items()])
    return entry
