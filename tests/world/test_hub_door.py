"""A hub that refuses or has gone is one clear line."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from star57.world.campaigns import UNNAMED
from star57.world.failing import DemoFailed
from star57.world.hub_door import HubDoor, is_up


class Refusing(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"title": "No valid key", "status": 401, "detail": "Send a valid key."}).encode()
        self.send_response(401)
        self.send_header("Content-Type", "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def refusing():
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_wrong_key_is_told_in_the_hubs_own_words(refusing):
    door = HubDoor(refusing, "s57_wrong", lambda _number: UNNAMED)
    with pytest.raises(DemoFailed, match=r"^the hub refuses GET /api/v1/tracebacks \(401\): Send a valid key\.$"):
        list(door.changed_since(None))
    door.close()


def test_a_hub_that_has_gone_is_told():
    door = HubDoor("http://127.0.0.1:9", "s57_any", lambda _number: UNNAMED)
    with pytest.raises(DemoFailed, match=r"^the hub no longer answers: "):
        list(door.changed_since(None))
    door.close()
    assert not is_up("http://127.0.0.1:9")
