"""Where a hub is, checked: a key never travels in the clear beyond this machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit


class BadHubAddress(ValueError):
    """The address of the hub cannot be used."""


def checked_hub(address: str) -> str:
    """The address without a slash at its end. https anywhere, http only to a loopback host; BadHubAddress otherwise."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as problem:
        raise BadHubAddress(f"{address!r} is not an address: {problem}") from problem
    if parts.scheme not in ("http", "https") or not host:
        raise BadHubAddress(f"{address!r} is not the address of a hub: write one like https://hub.example")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadHubAddress("the hub's address holds more than a host and a path: write https://hub.example, and the key under key")
    if parts.scheme == "http" and not _is_loopback(host):
        raise BadHubAddress(f"http:// would send the key in the clear to {host}: write https:// (http is for a hub on this machine)")
    return address.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
