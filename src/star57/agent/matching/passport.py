"""What an Identity header says, read leniently and believed for no more than a likeness: nothing is verified here."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims that help to find a call; "" where the token says nothing."""

    origid: str
    attestation: str


def claims_of(identity: str) -> Claims:
    """Claims of the PASSporT (RFC 8225) in an Identity header as logged; all "" when it cannot be read."""
    payload = _payload(identity)
    return Claims(_text(payload.get("origid")), _text(payload.get("attest")))


def _payload(identity: str) -> dict[str, Any]:
    parts = identity.strip().split(";", 1)[0].split(".")
    if len(parts) != 3:
        return {}
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        payload = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}


def diverted_in(identity: str) -> tuple[str, ...]:
    """The numbers that div PASSporTs in the header say a call was diverted from, as they stand there."""
    found = []
    for token in identity.split(","):
        diverted = _payload(token).get("div")
        number = diverted.get("tn") if isinstance(diverted, dict) else None
        found += [_text(number)] if _text(number) else []
    return tuple(found)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
