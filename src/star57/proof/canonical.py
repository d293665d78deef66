"""Canonical JSON (RFC 8785) for values without floats, and the SHA-256 over it. No Django, no database."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

MAX_SAFE_INTEGER = 2**53 - 1  # RFC 8785 serialises numbers as IEEE 754 doubles


class NotCanonical(ValueError):
    """The value has no canonical form here: a float, a number too large, or a type that JSON lacks."""


def canonical_json(value: Json) -> bytes:
    """UTF-8 bytes of the value in canonical form: sorted keys (by UTF-16 code units), no white space. Raises NotCanonical."""
    text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("text with a lone surrogate is no Unicode") from None


def _ordered(value: Json) -> Json:
    """The same value in plain types, with every object's keys in order. Python's own writer escapes text as RFC 8785 wants it."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise NotCanonical(f"{value} is larger than 2^53 - 1: write it as text")
        return int(value)
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in _in_order(value)}
    if isinstance(value, bytes | bytearray | memoryview):
        raise NotCanonical("bytes have no canonical form here: write them as text")
    if isinstance(value, Sequence):
        return [_ordered(item) for item in value]
    raise NotCanonical(f"{type(value).__name__} has no canonical form here")


def _in_order(keys: Iterable[str]) -> list[str]:
    """By UTF-16 code units: for ASCII the order that Python's text has."""
    try:
        is_plain = "".join(keys).isascii()
    except TypeError:
        raise NotCanonical("an object's keys must be text") from None
    return sorted(keys) if is_plain else sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def sha256_hex(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()
