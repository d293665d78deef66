"""How long a one-time code and the visit it opens last, and how it is written. Pure."""

from datetime import timedelta

CODE_DIGITS = 8
CODE_LASTS = timedelta(minutes=10)
VISIT_LASTS = timedelta(hours=2)
MAX_ATTEMPTS = 5


def written(code: str) -> str:
    """1234 5678"""
    return f"{code[:4]} {code[4:]}"


def as_typed(text: str) -> str:
    """The digits of what was typed or pasted."""
    return "".join(char for char in text if char in "0123456789")
