"""A carrier's own look-up over HTTP: the handbook's example behind a web server, one SQLite file per path."""

import contextlib
import importlib.util
import json
import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.agent.stores.places import EXAMPLE


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != "Bearer s57-lookup":
            self.send_error(401)
            return
        with contextlib.closing(sqlite3.connect(self.path)) as calls:
            reply = json.dumps(_example().answer(question, calls)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _example():
    spec = importlib.util.spec_from_file_location("find_calls", EXAMPLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextlib.contextmanager
def lookup_server() -> Iterator[str]:
    """Its address, to which the path of an SQLite file is added."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
