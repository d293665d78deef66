"""Hands one mail to an SMTP server and says plainly what came of it. Knows no notice and no database."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from enum import Enum

from django.conf import settings

from star57.hub.domain.mail_addresses import on_the_wire

TIMEOUT_S = 30


class Result(Enum):
    """TAKEN: 250. REFUSED: 5xx, for good. LATER: 4xx. CLOSED: the server was not to be had, or would not have us."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Handed:
    """What the server said. by: the name it gave itself."""

    result: Result
    by: str
    said: str


def hand_over(message: EmailMessage, sender: str, recipient: str, envelope_id: str) -> Handed:
    """Send one message. Never raises for what a server or a network does, or for an address that none could take."""
    written = on_the_wire(recipient)
    if written is None:
        return Handed(Result.REFUSED, "", f"{recipient} is no address that a mail can be sent to")
    try:
        with _connected() as server:
            return _hand_over(server, message, sender, written, envelope_id)
    except (OSError, smtplib.SMTPException) as problem:
        return Handed(Result.CLOSED, settings.SMTP_HOST, _words(problem))


@contextmanager
def _connected() -> Iterator[smtplib.SMTP]:
    if settings.SMTP_SECURITY == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.SMTP_HOST, settings.SMTP_PORT, timeout=TIMEOUT_S, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(settings.SMTP_HOST, settings.SMTP_PORT, timeout=TIMEOUT_S)
    try:
        if settings.SMTP_SECURITY == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.SMTP_USER:
            server.login(settings.SMTP_USER, settings.SMTP_PASSWORD)
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _hand_over(server: smtplib.SMTP, message: EmailMessage, sender: str, recipient: str, envelope_id: str) -> Handed:
    server.ehlo_or_helo_if_needed()
    by = (server.ehlo_resp or server.helo_resp or b"").split(None, 1)[:1]
    name = by[0].decode("ascii", "replace") if by else settings.SMTP_HOST
    tells = server.has_extn("dsn")  # RFC 3461: a relay that tells what became of a mail
    steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
        lambda: server.mail(sender, [f"ENVID={envelope_id}", "RET=HDRS"] if tells else []),
        lambda: server.rcpt(recipient, ["NOTIFY=SUCCESS,FAILURE,DELAY"] if tells else []),
        lambda: server.data(message.as_bytes(policy=SMTP)),
    )
    code, said = 0, b""
    for step in steps:
        try:
            code, said = step()
        except smtplib.SMTPDataError as refused:
            code, said = refused.smtp_code, refused.smtp_error if isinstance(refused.smtp_error, bytes) else refused.smtp_error.encode()
        if code == 421:
            return Handed(Result.CLOSED, name, f"{code} {said.decode('utf-8', 'replace')}")
        if code >= 400:
            break
    result = Result.TAKEN if 200 <= code < 400 else Result.REFUSED if code >= 500 else Result.LATER
    return Handed(result, name, f"{code} {said.decode('utf-8', 'replace')}")


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {' '.join(str(problem).split())}"[:400]
