"""What an Identity header says, read leniently and believed for no more than a likeness: nothing is verified here."""

import base64
import binascii
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims that help to find a call; "" where the token says nothing."""

    origid: str
    attestation: str


def claims_of(identity: str) -> Claims:
    """Claims of the PASSporT (RFC 8225) in an Identity header as logged; all "" when it cannot be read."""
    parts = identity.strip().split(";", 1)[0].split(".")
    if len(parts) != 3:
        return Claims("", "")
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        payload = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError, RecursionError):
        return Claims("", "")
    if not isinstance(payload, dict):
        return Claims("", "")
    return Claims(_text(payload.get("origid")), _text(payload.get("attest")))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
