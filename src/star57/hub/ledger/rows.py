"""Creates and changes journaled rows: the entry first, then the row with the entry's version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import WrongState
from star57.hub.ledger import statements
from star57.hub.ledger.entries import NO_SECRETS, NOTHING, append
from star57.hub.ledger.row_texts import SEALED_AS, all_columns, changed_columns, row_text
from star57.hub.ledger.together import ANOTHER_WAS_FIRST
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
    """Enter a new subject into the record. row.public_id is its name there. Raises WrongState when another writer was first."""
    row.version = 1  # type: ignore[attr-defined]
    texts = {**secret_texts, SEALED_AS: row_text(all_columns(row))}
    entry = _entered(row, kind, 1, fact, actor=actor, at=at, details=details, secret_texts=texts)
    statements.insert(row)
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
    texts = {**secret_texts, SEALED_AS: row_text(changed_columns(type(row), changes))}
    entry = _entered(row, kind, version + 1, fact, actor=actor, at=at, details=details, secret_texts=texts)
    statements.update(row, version, {**changes, "version": version + 1})
    for name, value in {**changes, "version": version + 1}.items():
        setattr(row, name, value)
    return entry


def _entered(row: models.Model, kind: str, version: int, fact: str, **rest: Any) -> JournalEntry:
    try:
        return append(kind, row.public_id, version, fact, **rest)  # type: ignore[attr-defined]
    except IntegrityError:  # the version is taken
        raise WrongState(ANOTHER_WAS_FIRST) from None
