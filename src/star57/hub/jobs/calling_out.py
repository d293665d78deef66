"""One POST to an address that a stranger chose: resolved once, connected to exactly that, never a private one, no redirect, little read."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from star57 import clock
from star57.hub.domain.webhooks import is_loopback, is_public

CONNECT_S, WHOLE_S, READ_BYTES = 5.0, 10.0, 2048


@dataclass(frozen=True, slots=True)
class Called:
    """An HTTP status, or why there is none."""

    status: int | None
    problem: str
    took_ms: int


class Forbidden(Exception):
    """The name leads to an address that is never called."""


def post(address: str, headers: dict[str, str], body: bytes, *, loopback_allowed: bool) -> Called:
    """Never raises for what a network or the other side does."""
    began = clock.monotonic()
    try:
        status, problem = _post(address, headers, body, loopback_allowed=loopback_allowed), ""
    except Forbidden as refused:
        status, problem = None, str(refused)
    except (OSError, http.client.HTTPException, ValueError) as failed:
        status, problem = None, f"{type(failed).__name__}: {' '.join(str(failed).split())}"[:200]
    if status is not None and 300 <= status < 400:
        problem = "it answers with a redirect, which is never followed"
    return Called(status, problem, int((clock.monotonic() - began) * 1000))


def chosen_ip(host: str, port: int, *, loopback_allowed: bool) -> str:
    """The one address to connect to. Raises Forbidden if any that the name stands for is not public: none of them is then trusted."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for ip in found:
        if not is_public(ip) and not (loopback_allowed and is_loopback(ip)):
            raise Forbidden("the name leads to an address that is not on the public internet")
    if not found:
        raise Forbidden("the name leads nowhere")
    return found[0]


def _post(address: str, headers: dict[str, str], body: bytes, *, loopback_allowed: bool) -> int:
    parts = urlsplit(address)
    host = parts.hostname or ""
    is_tls = parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    ip = chosen_ip(host, port, loopback_allowed=loopback_allowed)
    if not is_tls and not is_loopback(ip):
        raise Forbidden("only https is called")
    connection = http.client.HTTPConnection(host, port, timeout=CONNECT_S)
    with closing(_talking_to(ip, port, host if is_tls else "")) as line, _cut_off(line):
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        connection.sock = line
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        response = connection.getresponse()
        response.read(READ_BYTES)
        return response.status


def _talking_to(ip: str, port: int, tls_name: str) -> socket.socket:
    """Connected; with a name the handshake is still to come."""
    plain = socket.create_connection((ip, port), timeout=CONNECT_S)
    plain.settimeout(WHOLE_S)
    if not tls_name:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=tls_name, do_handshake_on_connect=False)


@contextmanager
def _cut_off(line: socket.socket) -> Iterator[None]:
    """A socket's own timeout begins anew with every byte: whoever answers a byte at a time is cut off when the whole time is over."""

    def cut() -> None:
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)  # the socket's, and not TLS's, which would wait for the other side

    timer = threading.Timer(WHOLE_S, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
