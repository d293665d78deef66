"""What a password must not be, beyond Django's own rules, and how a person is named on allauth's pages."""

from functools import cache
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST = 5
PADDING = "0123456789!?.-_*# "
ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class NotOneThingOverAndOver:
    """Refuses fifteen times the same letter, "abcabcabcabcabc" and rows of the keyboard. No rule about kinds of characters."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002  Django passes it
        """Raises ValidationError."""
        plain = password.lower()
        if len(set(plain)) < FEWEST or _is_row(plain) or plain in (plain + plain)[1:-1]:
            raise ValidationError(_("This password is one thing over and over, or a row of keys. Use several words."), code="password_row")
        if plain.strip(PADDING) in _known():
            raise ValidationError(_("This is a password from the lists, made longer. Use several words."), code="password_too_common")

    def get_help_text(self) -> str:
        """Shown nowhere: the fields say it in their own words."""
        return _("Several words that have nothing to do with each other are easy to remember and hard to guess.")


@cache
def _known() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_row(plain: str) -> bool:
    return any(plain in row * len(plain) or plain in row[::-1] * len(plain) for row in ROWS)


def name_of(person: AbstractBaseUser) -> str:
    """As the person is called."""
    return str(getattr(person, "name", ""))
