"""Random public ids in an alphabet without look-alikes. No sequence leaks; the source of randomness can be replaced."""

import secrets
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
below: Callable[[int], int] = secrets.randbelow


def _random(length: int) -> str:
    left, text = below(len(ALPHABET) ** length), ""
    for _ in range(length):
        left, place = divmod(left, len(ALPHABET))
        text += ALPHABET[place]
    return text


def _grouped(prefix: str) -> str:
    text = _random(12)
    return f"{prefix}-{text[:4]}-{text[4:8]}-{text[8:]}"


def traceback_id() -> str:
    """T-7QK2-M4XP-9R3C"""
    return _grouped("T")


def request_id() -> str:
    """R-…: a hop's id is the id of the request its provider sees."""
    return _grouped("R")


def campaign_id() -> str:
    """C-…"""
    return _grouped("C")


def provider_id() -> str:
    """P-…"""
    return _grouped("P")


def organisation_id() -> str:
    """O-…"""
    return _grouped("O")


def person_id() -> str:
    """U-…"""
    return _grouped("U")


def key_id() -> str:
    """K-…"""
    return _grouped("K")


def attachment_id() -> str:
    """A-…: an attached file."""
    return _grouped("A")


def entry_id() -> str:
    """E-…"""
    return _grouped("E")


def invitation_id() -> str:
    """I-…"""
    return _grouped("I")


def authorisation_id() -> str:
    """A-…"""
    return _grouped("A")


def neighbour_id() -> str:
    """N-…"""
    return _grouped("N")


def viewing_id() -> str:
    """V-…"""
    return _grouped("V")


def view_id() -> str:
    """Q-…: a saved view of the queue."""
    return _grouped("Q")


def contact_id() -> str:
    """X-…"""
    return _grouped("X")


def mail_id() -> str:
    """M-…: it makes the mail's Message-ID."""
    return _grouped("M")


def mail_token() -> str:
    """What makes a mail's reply address unguessable: 127 bits, in small letters since mail servers may change a letter's case."""
    return _random(26).lower()


def webhook_id() -> str:
    """W-…"""
    return _grouped("W")


def delivery_id() -> str:
    """D-…"""
    return _grouped("D")
