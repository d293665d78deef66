"""Who stands where in the lab: loopback addresses by name, and one UDP port that is free at all of them. Knows no programs."""

import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from star57.world.failing import DemoFailed

CARRIERS: Mapping[str, str] = MappingProxyType({
    "CEDAR": "127.57.15.1",
    "NORTHSTAR": "127.57.14.1",
    "HARBOR": "127.57.13.1",
    "GULF": "127.57.12.1",
    "PRAIRIE": "127.57.11.1",
})  # fmt: skip
CALLERS: Mapping[str, str] = MappingProxyType({"DIALER": "127.57.10.1", "ABROAD": "127.57.10.2", "CLINIC": "127.57.10.3"})
SUBSCRIBERS: Mapping[str, str] = MappingProxyType({"ANSWERING": "127.57.16.1", "RINGING": "127.57.16.2"})
PLACES: Mapping[str, str] = MappingProxyType({**CARRIERS, **CALLERS, **SUBSCRIBERS})
_TRIES = 50
_SOCKETS = Path("/proc/net/udp")


def free_port() -> int:
    """A UDP port that nobody uses at any of the addresses. Raises DemoFailed."""
    first, *others = PLACES.values()
    for _ in range(_TRIES):
        port = _any_port(first)
        if not any(is_taken(address, port) for address in others):
            return port
    raise DemoFailed("no UDP port is free at all of the lab's addresses, 127.57.0.0/16: end what uses them")


def _any_port(address: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError as problem:
            raise DemoFailed(f"the lab cannot use {address} ({problem.strerror}): the loopback network has to be 127.0.0.0/8") from problem
        return int(probe.getsockname()[1])


def is_taken(address: str, port: int) -> bool:
    """Whether somebody listens there. Only looks: to try and bind would stand in the way of who is about to."""
    number = int.from_bytes(socket.inet_aton(address), sys.byteorder)
    wanted = f"{number:08X}:{port:04X}"
    return any(line.split()[1] == wanted for line in _SOCKETS.read_text().splitlines())
