"""The door for mail: one message from a pipe, or an LMTP listener beside the other duties. It takes or refuses at once, losing nothing."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from star57 import clock
from star57.hub.domain.access import CLOCK
from star57.hub.jobs.receiving import MAX_BYTES, Report, read_mail
from star57.hub.reads.seeing import seeing_all
from star57.hub.usecases.correspond import receive_reply
from star57.hub.usecases.post_mail import take_report


def take_mail(raw: bytes, recipients: tuple[str, ...]) -> bool:
    """Take one mail in; False when it belongs to no notice of ours."""
    found = read_mail(raw, recipients)
    if found is None:
        return False
    now = clock.now()
    if isinstance(found, Report):
        return take_report(actor=CLOCK, token=found.token, arrived=found.arrived, by=found.by, said=found.said, now=now)
    return receive_reply(actor=CLOCK, token=found.token, text=found.text, is_automatic=found.is_automatic, now=now) > 0


class _Door:
    """aiosmtpd's handler: one answer for all recipients, after the work is committed."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        return await asyncio.get_running_loop().run_in_executor(None, _taken, envelope.content, tuple(envelope.rcpt_tos))


def _taken(raw: bytes, recipients: tuple[str, ...]) -> str:
    try:
        close_old_connections()
        with seeing_all():
            is_ours = take_mail(raw, recipients)
        return "250 2.0.0 taken" if is_ours else "550 5.1.1 no notice of ours has this address"
    except DatabaseError:
        return "451 4.3.0 the hub's database does not answer; try again"
    finally:
        close_old_connections()


class _LmtpController(Controller):
    def factory(self) -> LMTP:
        return LMTP(self.handler, data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, ident="Star57")


@contextmanager
def lmtp_door(tell: Callable[[int], None]) -> Iterator[None]:
    """Listen while the block runs, if STAR57_LMTP_PORT is set."""
    if not settings.LMTP_PORT:
        yield
        return
    controller = _LmtpController(_Door(), hostname=settings.LMTP_HOST, port=settings.LMTP_PORT)
    controller.start()
    tell(controller.port)
    try:
        yield
    finally:
        if threading.main_thread().is_alive():
            controller.stop()
