"""Checks the journal by itself: hashes, bodies against columns, versions without a gap, sealed texts against their commitments."""

import json
from collections.abc import Iterator
from typing import Any

from star57.hub.ledger.problems import Problem
from star57.hub.records.models import JournalEntry
from star57.proof.canonical import NotCanonical
from star57.proof.entries import ENTRY_FORMAT, Entry, commitment, entry_body, entry_hash


def where(entry: JournalEntry) -> str:
    """How a report names an entry."""
    return f"{entry.subject_kind} {entry.subject_id}, version {entry.version}"


def check_entry(entry: JournalEntry, version_before: int) -> Iterator[Problem]:
    """Everything that one entry and its sealed texts must satisfy. version_before is 0 at the beginning of a subject."""
    if entry.version != version_before + 1:
        yield Problem(where(entry), f"follows version {version_before}: entries are missing or doubled")
    if entry_hash(entry.body.encode("utf-8")) != entry.hash:
        yield Problem(where(entry), "its hash is not the hash of its body")
    body = _parsed(entry.body)
    if body is None:
        yield Problem(where(entry), "its body is no entry of a format known here")
        return
    differing = _differing_columns(entry, body)
    if differing:
        yield Problem(where(entry), f"its body says otherwise than its columns: {', '.join(differing)}")
    yield from _check_sealed(entry, body["sealed"])


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    if not isinstance(body, dict) or body.get("format") != ENTRY_FORMAT:
        return None
    whole = isinstance(body.get("details"), dict) and isinstance(body.get("sealed"), dict)
    return body if whole else None


def _differing_columns(entry: JournalEntry, body: dict[str, Any]) -> list[str]:
    columns = Entry(
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        version=entry.version,
        fact=entry.fact,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        at=entry.at,
        details=body["details"],
        sealed=body["sealed"],
    )
    try:
        rebuilt = entry_body(columns)
    except NotCanonical as problem:
        return [str(problem)]
    if rebuilt == entry.body.encode("utf-8"):
        return []
    told = json.loads(rebuilt)
    return [key for key in sorted(told.keys() | body.keys()) if told.get(key) != body.get(key)] or ["not in canonical form"]


def _check_sealed(entry: JournalEntry, commitments: dict[str, str]) -> Iterator[Problem]:
    """A commitment without its text is no problem: the text was erased by law."""
    for sealed in entry.sealed_texts.all():
        promised = commitments.get(sealed.field)
        if promised is None:
            yield Problem(where(entry), f"sealed text {sealed.field!r} was added later: the entry commits to no such field")
        elif commitment(bytes(sealed.salt), sealed.content) != promised:
            yield Problem(where(entry), f"sealed text {sealed.field!r} is not the one the entry commits to")
