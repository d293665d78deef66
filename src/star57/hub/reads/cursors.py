"""Opaque cursors for paging: an instant and a public id, signed so that nobody steers by them and no count leaks."""

import base64
from datetime import datetime

from django.core.signing import BadSignature, Signer

from star57.hub.domain.refusals import Invalid

_signer = Signer(salt="star57.cursor")


def cursor_of(at: datetime, public_id: str) -> str:
    """Where a list goes on after this row."""
    return base64.urlsafe_b64encode(_signer.sign(f"{at.isoformat()}|{public_id}").encode()).decode().rstrip("=")


def place_of(cursor: str) -> tuple[datetime, str]:
    """The row a cursor stands for. Raises Invalid."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, _, public_id = _signer.unsign(base64.urlsafe_b64decode(padded).decode()).partition("|")
        return datetime.fromisoformat(at), public_id
    except (ValueError, BadSignature):
        raise Invalid("This cursor is not one of ours. Take `next` from the last page, or begin again without.", "cursor") from None
