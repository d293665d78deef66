"""Random public ids in an alphabet without look-alikes. No sequence leaks; the source of randomness can be replaced."""

import secrets
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
choose: Callable[[str], str] = secrets.choice


def _random(length: int) -> str:
    return "".join(choose(ALPHABET) for _ in range(length))


def _grouped(prefix: str) -> str:
    return f"{prefix}-{_random(4)}-{_random(4)}-{_random(4)}"


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


def entry_id() -> str:
    """E-…"""
    return _grouped("E")
