"""A body that is larger than anything the hub takes is stopped while it streams in, on pages and in the API, announced or not."""

import socket
from urllib.parse import urlsplit

import pytest

from star57.hub.config.body_limit import MAX_BODY_BYTES
from tests.served import Hub

CHUNK = b"x" * 65_536
PATHS = ("/api/v1/tracebacks", "/sign-in/")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def answer_and_taken(hub: Hub, path: str, headers: str, body: bytes, most: int) -> tuple[str, int]:
    """The status line, and how many bytes of the body were taken before the hub stopped listening."""
    place, taken = urlsplit(hub.address), 0
    with socket.create_connection((place.hostname, place.port), timeout=30) as line:
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\n{headers}\r\n\r\n".encode())
        try:
            while taken < most:
                line.sendall(body)
                taken += len(CHUNK)
        except OSError:
            pass  # the other side has closed
        try:
            answer = line.recv(4096)
        except ConnectionResetError:
            answer = b""
    return answer.split(b"\r\n")[0].decode(), taken


@pytest.mark.parametrize("path", PATHS)
def test_a_stream_without_an_end_is_cut_off(hub: Hub, path: str) -> None:
    chunk = f"{len(CHUNK):x}\r\n".encode() + CHUNK + b"\r\n"
    status, taken = answer_and_taken(hub, path, "Transfer-Encoding: chunked", chunk, most=20 * MAX_BODY_BYTES)
    assert status in {"HTTP/1.1 413 Content Too Large", "HTTP/1.1 413 Request Entity Too Large", ""}
    assert taken < 2 * MAX_BODY_BYTES, "what lies in buffers on the way, and no more"
    assert hub.call(None, "GET", "/openapi.json").status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_a_body_that_announces_too_much_is_not_read(hub: Hub, path: str) -> None:
    status, _ = answer_and_taken(hub, path, f"Content-Length: {MAX_BODY_BYTES + 1}", CHUNK, most=len(CHUNK))
    assert status.startswith("HTTP/1.1 413 ")
