"""Opaque cursors for paging: an instant and a public id, signed so that nobody steers by them and no count leaks."""

import base64
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.core.signing import BadSignature, Signer

from star57.hub.domain.refusals import Invalid

Place = TypeVar("Place")
_signer = Signer(salt="star57.cursor")


def cursor_of(at: datetime, public_id: str) -> str:
    """Where a list goes on after this row."""
    return _signed(at.isoformat(), public_id)


def key_cursor_of(key: int, public_id: str) -> str:
    """The same for a list that stands in the order of a number."""
    return _signed(str(key), public_id)


def place_of(cursor: str) -> tuple[datetime, str]:
    """The row a cursor stands for. Raises Invalid."""
    return _read(cursor, datetime.fromisoformat)


def key_place_of(cursor: str) -> tuple[int, str]:
    """The same for a list that stands in the order of a number."""
    return _read(cursor, int)


def _signed(place: str, public_id: str) -> str:
    return base64.urlsafe_b64encode(_signer.sign(f"{place}|{public_id}").encode()).decode().rstrip("=")


def _read(cursor: str, parse: Callable[[str], Place]) -> tuple[Place, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place, _, public_id = _signer.unsign(base64.urlsafe_b64decode(padded).decode()).partition("|")
        return parse(place), public_id
    except (ValueError, BadSignature):
        raise Invalid("This cursor is not one of ours. Take `next` from the last page, or begin again without.", "cursor") from None
