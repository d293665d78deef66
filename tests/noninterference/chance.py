"""Ids, salts and the clock as functions of what is being done, so that the same deed gives the same bytes in two worlds."""

import itertools
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.core import signing

from star57 import clock
from star57.hub.records import ids


class Chance:
    """Where all randomness comes from while a world is made and looked at. Each kind of id has a stream of its own in each deed."""

    def __init__(self) -> None:
        self._deed = ""
        self._streams: dict[str, random.Random] = {}

    def begin(self, deed: str) -> None:
        """From here on everything is drawn for this deed."""
        self._deed, self._streams = deed, {}

    def _stream(self, kind: str) -> random.Random:
        return self._streams.setdefault(kind, random.Random(f"{self._deed}:{kind}"))

    def grouped(self, prefix: str) -> str:
        stream = self._stream(prefix)
        return "-".join([prefix, *("".join(stream.choice(ids.ALPHABET) for _ in range(4)) for _ in range(3))])

    def below(self, limit: int) -> int:
        return self._stream("below").randrange(limit)

    def token_bytes(self, length: int | None = None) -> bytes:
        """Salts and secrets: drawn for the deed alone, since how many a deed needs may be what is hidden."""
        return random.Random(f"{self._deed}:bytes").randbytes(length or 32)


@contextmanager
def decided(now: datetime) -> Iterator[Chance]:
    """Everything random follows from deeds, and it is always now."""
    chance, numbers = Chance(), itertools.count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids, "_grouped", chance.grouped)
        patch.setattr(ids, "below", chance.below)
        patch.setattr(secrets, "token_bytes", chance.token_bytes)
        patch.setattr(clock, "now", lambda: now)
        patch.setattr(signing, "time", SimpleNamespace(time=now.timestamp))
        patch.setattr(clock, "monotonic", lambda: float(next(numbers)))
        yield chance
