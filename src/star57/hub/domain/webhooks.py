"""Signatures of webhooks (Standard Webhooks 1.0), the wait between attempts, and which addresses are never called. Pure."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

PREFIX = "whsec_"
SECRET_BYTES = 32
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
BOTH_SIGN_FOR = timedelta(hours=24)  # after a rotation


def signature(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> str:
    """The webhook-signature header: one v1 signature for each secret, the newest first."""
    signed = b".".join((message_id.encode(), str(int(at.timestamp())).encode(), body))
    return " ".join(f"v1,{_signed(secret, signed)}" for secret in secrets)


def _signed(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None: no more."""
    return WAITS[attempts - 1] if 0 < attempts <= len(WAITS) else None


def is_public(address: str) -> bool:
    """Whether an IP address is one on the public internet: not private, shared, loopback, link-local, multicast, reserved, nor one of
    these inside an IPv6 address (mapped, 6to4, Teredo, NAT64)."""
    found = ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in _within(found))


def is_loopback(address: str) -> bool:
    """Whether it is this machine."""
    return all(each.is_loopback for each in _within(ip_address(address.partition("%")[0])))


def _within(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address, address.sixtofour)
    if address.teredo is not None:
        return (address, *address.teredo)
    if address.packed[:12] in (bytes(12), bytes.fromhex("0064ff9b") + bytes(8)) and address.packed[12:16] not in (bytes(4), b"\0\0\0\1"):
        return (IPv4Address(address.packed[12:]),)
    return (address,)
