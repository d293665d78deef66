"""A real SMTP server on loopback that plays the recipient's: it takes, refuses, puts off, as told. And the hub's settings to reach it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from star57.hub.jobs import post
from tests.usecases.cast import Stage


@dataclass(slots=True)
class PostOffice:
    """What arrived, and what each address is answered; "" for 250."""

    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        reply = self.replies.get(address, "") or self.replies.get("*", "")
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        mail = BytesParser(policy=default).parsebytes(envelope.content)
        self.mails.append(mail)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        self.arrived.set()
        return "250 2.0.0 taken"

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]


class AnyPort(Controller):
    """A controller whose port the system chooses."""

    def _trigger_server(self) -> None:
        listening: Any = self.server
        self.port = listening.sockets[0].getsockname()[1]
        super()._trigger_server()


def asked_by_mail(stage: Stage) -> None:
    """A request that nobody fetched goes out."""
    stage.open()
    stage.now += timedelta(seconds=121)
    post.deliver_round(lambda: False)


@contextmanager
def open_post_office() -> Iterator[tuple[PostOffice, int]]:
    """One that runs until the block ends, and its port."""
    office = PostOffice()
    controller = AnyPort(office, hostname="127.0.0.1", port=0, server_hostname="mx.harbor.example")
    controller.start()
    try:
        yield office, controller.port
    finally:
        controller.stop()


@contextmanager
def sending_to(port: int, **more: Any) -> Iterator[None]:
    """This process's hub sends there."""
    chosen = {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": port,
        "SMTP_SECURITY": "off",
        "SMTP_RECEIPT": "accepted",
        "MAIL_FROM": "traceback@consortium.example",
        "MAIL_DOMAIN": "consortium.example",
        "STAFF_MAIL": "desk@consortium.example",
        "PORTAL_URL": "https://hub.consortium.example",
        "CONSORTIUM_TELEPHONE": "+1 202 555 0100",
        "CONSORTIUM_PAGE": "consortium.example/mail",
        **more,
    }
    with override_settings(**chosen):
        yield
