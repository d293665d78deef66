"""What an authenticator app computes (RFC 6238), written from the standard and not from the library under test."""

import base64
import hashlib
import hmac
import time


def code_at(secret: str, seconds: float) -> str:
    digest = hmac.new(base64.b32decode(secret), int(seconds // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    return str((int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF) % 1_000_000).zfill(6)


def code_now(secret: str, step: int = 0) -> str:
    """step: so many half minutes on."""
    return code_at(secret, time.time() + 30 * step)  # noqa: TID251  an app has its own clock
