"""Creates and changes journaled rows: the entry first, then the row with the entry's version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import WrongState
from star57.hub.ledger.entries import NO_SECRETS, NOTHING, append
from star57.hub.records.models import JournalEntry
from star57.proof.canonical import Json

Row = TypeVar("Row", bound=models.Model)


def create(
    row: Row,
    kind: str,
    fact: str,
    *,
    actor: Actor,
    at: datetime,
    details: Mapping[str, Json] = NOTHING,
    secret_texts: Mapping[str, str] = NO_SECRETS,
) -> JournalEntry:
    """Enter a new subject into the record. row.public_id is its name there."""
    entry = append(kind, row.public_id, 1, fact, actor=actor, at=at, details=details, secret_texts=secret_texts)  # type: ignore[attr-defined]
    row.version = 1  # type: ignore[attr-defined]
    row.save(force_insert=True)
    return entry


def change(
    row: Row,
    kind: str,
    fact: str,
    *,
    actor: Actor,
    at: datetime,
    changes: Mapping[str, Any],
    details: Mapping[str, Json] = NOTHING,
    secret_texts: Mapping[str, str] = NO_SECRETS,
) -> JournalEntry:
    """Record a fact about a row and apply its changes, to the row in hand too. Raises WrongState when another writer was first."""
    version: int = row.version  # type: ignore[attr-defined]
    entry = append(kind, row.public_id, version + 1, fact, actor=actor, at=at, details=details, secret_texts=secret_texts)  # type: ignore[attr-defined]
    done = type(row)._default_manager.filter(pk=row.pk, version=version).update(version=version + 1, **changes)
    if done != 1:
        raise WrongState("Somebody else changed this at the same time. Read it again and decide anew.")
    for name, value in {**changes, "version": version + 1}.items():
        setattr(row, name, value)
    return entry
