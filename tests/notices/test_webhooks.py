"""Webhooks: signed so that another's implementation agrees, told only what is one's own, and never lured to a private address."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from standardwebhooks import Webhook as Verifier

from star57 import clock
from star57.hub.domain.access import Actor, ActorKind, OrganisationKind, Role, person_reaches
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound
from star57.hub.domain.webhooks import is_public
from star57.hub.jobs import calling_out, hooks
from star57.hub.records.models import WebhookAttempt, WebhookDelivery
from star57.hub.usecases.manage_webhooks import add_webhook, end_webhook, redeliver, rotate_secret
from tests.usecases.cast import Stage, person_of

REAL_NOW = clock.now


class Listener(HTTPServer):
    """A program of the provider's: keeps what it gets, answers as told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Ear)
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 204

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/star57?from=hub"


class Ear(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        if 300 <= self.server.status < 400:
            self.send_header("Location", "http://127.0.0.1:1/inside")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def listener(stage: Stage, settings, monkeypatch) -> Iterator[Listener]:
    settings.WEBHOOKS_TO_LOOPBACK = True
    monkeypatch.setattr(clock, "now", lambda: stage.now)
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def admin_of(provider: str) -> Actor:
    reaches = person_reaches(OrganisationKind.PROVIDER, Role.ADMIN)
    return Actor(ActorKind.PERSON, f"U-{provider}-A", "Admin", f"O-{provider}", OrganisationKind.PROVIDER, reaches)


def go() -> int:
    return hooks.deliver_round(lambda: False)


def test_a_delivery_is_signed_as_the_standard_says_and_names_no_number(stage, listener) -> None:
    stage.now = real_now()
    made = add_webhook(actor=admin_of("TERM"), address=listener.address, now=stage.now)
    stage.open()
    assert go() == 1
    [(headers, body)] = listener.heard
    event = Verifier(made.secret).verify(body, headers)
    assert event["type"] == "star57.request.request"
    assert event["subject"] == stage.hop("TERM").public_id
    assert event["specversion"] == "1.0"
    assert not [number for number in (b"5550172", b"5550143") if number in body]
    assert headers["host"] == f"127.0.0.1:{listener.server_port}"


def real_now():
    """The verifier looks at its own watch."""
    return REAL_NOW()


def test_after_a_rotation_both_secrets_verify_for_a_day(stage, listener) -> None:
    stage.now = real_now()
    made = add_webhook(actor=admin_of("TERM"), address=listener.address, now=stage.now)
    new = rotate_secret(actor=admin_of("TERM"), webhook=made.id, now=stage.now)
    stage.open()
    go()
    headers, body = listener.heard[0]
    for secret in (made.secret, new.secret):
        assert Verifier(secret).verify(body, headers)


def test_nobody_else_is_told(stage, listener) -> None:
    add_webhook(actor=admin_of("TRAN1"), address=listener.address, now=stage.now)
    stage.open()
    assert go() == 0


def test_a_failure_is_tried_again_with_the_same_id_and_ever_later(stage, listener) -> None:
    add_webhook(actor=admin_of("TERM"), address=listener.address, now=stage.now)
    stage.open()
    listener.status = 503
    assert go() == 1
    assert go() == 0
    stage.now += timedelta(seconds=6)
    assert go() == 1
    listener.status = 200
    stage.now += timedelta(seconds=301)
    assert go() == 1
    assert len({headers["webhook-id"] for headers, _body in listener.heard}) == 1
    assert list(WebhookAttempt.objects.order_by("pk").values_list("status", flat=True)) == [503, 503, 200]
    delivery = WebhookDelivery.objects.get()
    assert delivery.delivered_at == stage.now
    redeliver(actor=admin_of("TERM"), delivery=delivery.public_id, now=stage.now)
    assert go() == 1
    with pytest.raises(NotFound):
        redeliver(actor=admin_of("TRAN1"), delivery=delivery.public_id, now=stage.now)


def test_a_redirect_is_not_followed(stage, listener) -> None:
    add_webhook(actor=admin_of("TERM"), address=listener.address, now=stage.now)
    stage.open()
    listener.status = 302
    go()
    assert len(listener.heard) == 1
    assert "redirect" in WebhookAttempt.objects.get().problem


def test_whoever_answers_a_byte_at_a_time_is_cut_off(monkeypatch) -> None:
    monkeypatch.setattr(calling_out, "WHOLE_S", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            heard, _ = server.accept()
            with heard, suppress(OSError):
                for _ in range(200):
                    heard.sendall(b"H")
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        port = server.getsockname()[1]
        began = clock.monotonic()
        called = calling_out.post(f"http://127.0.0.1:{port}/", {}, b"{}", loopback_allowed=True)
        assert called.status is None
        assert called.problem
        assert clock.monotonic() - began < 5


def certificate_for_loopback(folder: Path) -> Path:
    """A certificate that signs itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tickets.harbor.example")]), REAL_NOW()
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    whose = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    signed = builder.add_extension(whose, critical=False).sign(key, hashes.SHA256())
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "loopback.pem"
    file.write_bytes(plain + signed.public_bytes(Encoding.PEM))
    return file


def test_tls_is_spoken_to_whom_the_certificate_names_and_to_nobody_else(listener, tmp_path, monkeypatch) -> None:
    file = certificate_for_loopback(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    listener.socket = context.wrap_socket(listener.socket, server_side=True)
    address = f"https://127.0.0.1:{listener.server_port}/"
    unknown = calling_out.post(address, {"Content-Length": "2"}, b"{}", loopback_allowed=True)
    assert (unknown.status, listener.heard) == (None, [])
    assert "CERTIFICATE_VERIFY_FAILED" in unknown.problem
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert calling_out.post(address, {"Content-Length": "2"}, b"{}", loopback_allowed=True).status == 204
    assert [body for _, body in listener.heard] == [b"{}"]


def test_an_ended_webhook_hears_nothing_more(stage, listener) -> None:
    made = add_webhook(actor=admin_of("TERM"), address=listener.address, now=stage.now)
    stage.open()
    end_webhook(actor=admin_of("TERM"), webhook=made.id, now=stage.now)
    assert go() == 0
    with pytest.raises(NotAllowed):
        add_webhook(actor=person_of("TERM"), address=listener.address, now=stage.now)


PRIVATE = (
    "10.0.0.1 172.16.5.4 192.168.1.1 127.0.0.1 127.8.9.1 0.0.0.0 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1 224.0.0.1 255.255.255.255 "
    "240.0.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe 2002:7f00:1:: "
    "2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe ::7f00:1 2001:db8::1 2001:0:0:0:0:0:80ff:fffe"
).split()
PUBLIC = "8.8.8.8 93.184.215.14 2606:4700:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_called(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]"])
def test_loopback_in_any_writing_is_refused_unless_a_setting_allows_it(host: str, listener) -> None:
    called = calling_out.post(f"http://{host}:{listener.server_port}/", {}, b"{}", loopback_allowed=False)
    assert called.status is None
    assert listener.heard == []


def test_a_name_is_resolved_once_and_one_private_answer_spoils_all(monkeypatch, listener) -> None:
    asked = []

    def answers(host, port, **_more):
        asked.append(host)
        return [(2, 1, 6, "", ("93.184.215.14", port)), (2, 1, 6, "", ("10.0.0.7", port))]

    monkeypatch.setattr("socket.getaddrinfo", answers)
    called = calling_out.post("https://carrier.example/", {}, b"{}", loopback_allowed=True)
    assert (called.status, asked) == (None, ["carrier.example"])


@pytest.mark.parametrize(
    "address", ["ftp://a.example/", "https://", "https://u:p@a.example/", "file:///etc/passwd", "https://a.example/#x", "a b"]
)
def test_an_address_must_be_plain(stage, address: str) -> None:
    with pytest.raises(Invalid):
        add_webhook(actor=admin_of("TERM"), address=address, now=stage.now)
