"""Fetches the one row that a unique column names, without the ordering that first() adds."""

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def only(rows: QuerySet[Row]) -> Row | None:
    """The row, or None. The filter must name at most one."""
    found = list(rows[:1])
    return found[0] if found else None
