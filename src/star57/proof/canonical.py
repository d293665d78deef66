"""Canonical JSON (RFC 8785) for values without floats, and the SHA-256 over it. No Django, no database."""

import hashlib
import json
from collections.abc import Mapping, Sequence

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

MAX_SAFE_INTEGER = 2**53 - 1  # RFC 8785 serialises numbers as IEEE 754 doubles


class NotCanonical(ValueError):
    """The value has no canonical form here: a float, a number too large, or a type that JSON lacks."""


def canonical_json(value: Json) -> bytes:
    """UTF-8 bytes of the value in canonical form: sorted keys (by UTF-16 code units), no white space. Raises NotCanonical."""
    return _text(value).encode("utf-8")


def _text(value: Json) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise NotCanonical(f"{value} is larger than 2^53 - 1: write it as text")
        return str(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("an object's keys must be text")
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_quoted(key)}:{_text(value[key])}" for key in keys) + "}"
    if isinstance(value, bytes | bytearray | memoryview):
        raise NotCanonical("bytes have no canonical form here: write them as text")
    if isinstance(value, Sequence):
        return "[" + ",".join(_text(item) for item in value) + "]"
    raise NotCanonical(f"{type(value).__name__} has no canonical form here")


def _quoted(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NotCanonical("text with a lone surrogate is no Unicode")
    return json.dumps(text, ensure_ascii=False)


def sha256_hex(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()
