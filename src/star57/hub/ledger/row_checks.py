"""Checks rows against the journal: versions, rows without entries, entries without rows, columns against what was sealed."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection
from django.db.models import F, Model, OuterRef, Q, Subquery

from star57.hub.ledger.guarded import JOURNAL, JOURNALED
from star57.hub.ledger.problems import Problem
from star57.hub.ledger.row_texts import SEALED_AS, as_json
from star57.hub.records.models import JournalEntry, Response, Sealed
from star57.proof.canonical import Json

TABLES = {kind: table for table, kind in JOURNALED.items()}


@dataclass(slots=True)
class Subject:
    """What the entries of one subject, read in order, say of its row. columns holds what is sealed and not erased."""

    kind: str
    id: str
    version: int = 0
    columns: dict[str, Json] = field(default_factory=dict)

    def read(self, entry: JournalEntry) -> None:
        """Take one more entry in. An erased text makes unknown what it set, so nothing before it counts any more."""
        self.version = entry.version
        text = next((sealed.content for sealed in entry.sealed_texts.all() if sealed.field == SEALED_AS), None)
        if text is not None:
            self.columns.update(json.loads(text))
        elif f'"{SEALED_AS}":' in entry.body:
            self.columns.clear()


def _model(kind: str) -> type[Model]:
    table = TABLES[kind]
    return next(model for model in apps.get_app_config("records").get_models() if model._meta.db_table == table)


def check_rows(kind: str, subjects: Collection[Subject]) -> Iterator[Problem]:
    """Rows whose columns differ from what was sealed. A row that has moved on since its entries were read is left alone."""
    read = {subject.id: subject for subject in subjects}
    rows = _model(kind)._default_manager.filter(public_id__in=read)
    for row in rows.iterator():
        subject = read[row.public_id]  # type: ignore[attr-defined]
        if row.version != subject.version:  # type: ignore[attr-defined]
            continue
        differing = [name for name, value in subject.columns.items() if as_json(getattr(row, name)) != value]
        if differing:
            yield Problem(f"{TABLES[kind]} {subject.id}", f"not as the journal left it: {', '.join(sorted(differing))}")


def check_versions() -> Iterator[Problem]:
    """Rows that are ahead of or behind their journal, each table in one statement, so that writers at work do no harm."""
    for table, kind in JOURNALED.items():
        entries = JournalEntry.objects.filter(subject_kind=kind, subject_id=OuterRef("public_id")).order_by("-version")
        rows = _model(kind)._default_manager.annotate(highest=Subquery(entries.values("version")[:1]))
        astray = rows.filter(Q(highest__isnull=True) | ~Q(version=F("highest"))).values_list("public_id", "version", "highest")
        for public_id, version, highest in astray.iterator():
            told = f"its entries end at version {highest}" if highest else "it has no entry"
            yield Problem(f"{table} {public_id}", f"the row has version {version}, but {told}")


def check_orphans() -> Iterator[Problem]:
    """Entries whose row is gone, answers that hang on another subject's entry, sealed texts whose entry is gone."""
    for table, kind in JOURNALED.items():
        here = _model(kind)._default_manager.values("public_id")
        gone = JournalEntry.objects.filter(subject_kind=kind, version=1).exclude(subject_id__in=here).values_list("subject_id", flat=True)
        for public_id in gone.iterator():
            yield Problem(f"{table} {public_id}", "the journal tells of it, but the row is gone")
    astray = Response.objects.exclude(entry__subject_kind="hop", entry__subject_id=F("hop__public_id"))
    for pk in astray.values_list("pk", flat=True).iterator():
        yield Problem(f"records_response {pk}", "its entry is gone or belongs to another subject")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {Sealed._meta.db_table} WHERE entry_id NOT IN (SELECT id FROM {JOURNAL}) LIMIT 1000")
        found = cursor.fetchall()
    for (pk,) in found:
        yield Problem(f"{Sealed._meta.db_table} {pk}", "its entry is gone")
