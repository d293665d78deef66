"""A row's columns as text, to be sealed beside the entry that sets them: so a row changed behind the journal's back is found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from star57.proof.canonical import Json, canonical_json
from star57.proof.entries import instant

SEALED_AS = "row"  # the field name under which an entry commits to the columns it set
_PLAIN = frozenset({str, int, bool, type(None)})
NOT_SEALED = frozenset({"id", "version"})  # the database chooses one, the entry itself says the other


def all_columns(row: Model) -> dict[str, Json]:
    """Every column that an entry commits to, by column name."""
    names = (field.attname for field in row._meta.concrete_fields if field.attname not in NOT_SEALED)
    return {name: as_json(getattr(row, name)) for name in names}


def changed_columns(model: type[Model], changes: Mapping[str, Any]) -> dict[str, Json]:
    """The columns that these changes set; a related row counts as its key."""
    return {model._meta.get_field(name).attname: as_json(value) for name, value in changes.items()}  # type: ignore[union-attr]


def row_text(columns: Mapping[str, Json]) -> str:
    """The text to seal."""
    return canonical_json(columns).decode("utf-8")


def as_json(value: Any) -> Json:
    """A column's value as canonical JSON can hold it: instants as entries write them, floats as their shortest text."""
    if type(value) in _PLAIN:  # most are; asking one thing instead of six is what this costs
        return value  # type: ignore[no-any-return]
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Model):
        return as_json(value.pk)
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)
