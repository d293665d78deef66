"""An office's OpenID Connect provider on loopback: real HTTP, a real RSA key, tokens it signs itself."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "star57", "a-secret-between-office-and-hub"


@dataclass(slots=True)
class Office:
    """Whom it vouches for, and what it says of how they signed in."""

    claims: dict[str, Any] = field(default_factory=dict)
    address: str = ""
    challenges: dict[str, str] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))

    def token(self) -> str:
        import time

        now = int(time.time())  # noqa: TID251  an office has its own clock
        body = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        return jwt.encode(body, self.key, algorithm="RS256", headers={"kid": "1"})


@contextmanager
def office() -> Iterator[Office]:
    """Serve until the block ends."""
    made = Office()

    class Desk(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            where = urlsplit(self.path)
            if where.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(where.query).items()}
                made.challenges["code"] = asked["code_challenge"]
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': 'code', 'state': asked['state']})}")
                self.end_headers()
            elif where.path == "/userinfo":
                self._say(made.claims)
            elif where.path == "/keys":
                self._say({"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(made.key.public_key())), "kid": "1"}]})
            else:
                ends = {name: f"{made.address}/{name.split('_')[0]}" for name in ("token_endpoint", "userinfo_endpoint")}
                ends |= {"authorization_endpoint": f"{made.address}/authorize", "jwks_uri": f"{made.address}/keys"}
                self._say({"issuer": made.address, "token_endpoint_auth_methods_supported": ["client_secret_post"], **ends})

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            is_ours = sent.get("client_secret") == [SECRET] and "code_verifier" in sent
            self._say(
                {"access_token": "opaque", "token_type": "Bearer", "id_token": made.token()} if is_ours else {"error": "invalid_client"}
            )

        def _say(self, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    made.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
