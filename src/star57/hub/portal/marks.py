"""A mark that changes when what is shown changes, so that an open page can ask for news and mostly hear "none"."""

import hashlib
from collections.abc import Iterable


def mark_of(parts: Iterable[str]) -> str:
    """A short mark of these texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
