"""Links that set a password: each follows from the account, the moment it was asked for and the hub's secret, so none is kept anywhere."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import int_to_base36

from star57 import clock

if TYPE_CHECKING:
    from star57.hub.records.models import Person


class ResetLinks(PasswordResetTokenGenerator):
    """Django's, by the hub's clock. A link ends with its hour, and as soon as the password, the address or the last sign-in changes."""

    def _now(self) -> datetime:
        return clock.now().astimezone(UTC).replace(tzinfo=None)

    def made_at(self, person: "Person", at: datetime) -> str:
        """The proof in a link that was asked for at this moment: the same each time it is worked out."""
        seconds = self._num_seconds(at.astimezone(UTC).replace(tzinfo=None))
        return self._make_token_with_timestamp(person, seconds, self.secret)


def reset_key(person: "Person", asked_at: datetime) -> str:
    """What the address of the page ends with."""
    return f"{int_to_base36(person.pk)}-{ResetLinks().made_at(person, asked_at)}"


def reset_path(person: "Person", asked_at: datetime) -> str:
    """The page where this person sets a new password."""
    return f"/password/new/{reset_key(person, asked_at)}/"


def ends_at(asked_at: datetime) -> datetime:
    """Until when a link works."""
    return asked_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
