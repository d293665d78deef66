"""Mail is taken in by the real doors: `star57 hub work` by LMTP, `star57 hub receive-mail` by a mail server's pipe."""

import smtplib
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from star57.hub.jobs import post
from star57.hub.reads.correspondence import thread_of
from tests.databases import Database
from tests.notices.post_office import open_post_office, sending_to
from tests.notices.test_replies import reply_to
from tests.upkeep.hub_process import COMMAND, bare
from tests.usecases.cast import STAFF, Stage, enter_everybody

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def asked_by_mail(monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A request that went out by mail, and the address to reply to."""
    enter_everybody()
    stage = Stage()
    stage.open()
    stage.later(seconds=121)
    monkeypatch.setattr("star57.clock.now", lambda: stage.now)
    with open_post_office() as (office, port), sending_to(port):
        post.deliver_round(lambda: False)
    return stage.hop("TERM").public_id, str(office.mails[0]["Reply-To"])


def environment(database: Database, **more: str) -> dict[str, str]:
    settings = {"STAR57_DATABASE_URL": database.url, "STAR57_DEMO": "on", "STAR57_MAIL_DOMAIN": "consortium.example"}
    return {**bare(None), **settings, **more}


def texts(hop: str) -> list[str]:
    return [message.text for message in thread_of(actor=STAFF, hop=hop).messages]


@contextmanager
def working(database: Database) -> Iterator[int]:
    """`star57 hub work` with its door open; the door's port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*COMMAND, "work"]
    process = subprocess.Popen(command, env=environment(database, STAR57_LMTP_PORT=str(port)), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Working"):
                break
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_a_reply_by_lmtp_hangs_on_its_hop_and_a_strangers_mail_is_refused(own_sqlite: Database, monkeypatch) -> None:
    hop, address = asked_by_mail(monkeypatch)
    with working(own_sqlite) as port, smtplib.LMTP("127.0.0.1", port) as door:
        assert door.sendmail("ana@term.example", [address], reply_to(address, "By LMTP.")) == {}
        with pytest.raises(smtplib.SMTPDataError) as refused:
            door.sendmail("ana@term.example", ["desk@consortium.example"], reply_to("desk@consortium.example", "Hello."))
    assert refused.value.smtp_code == 550
    assert texts(hop) == ["By LMTP."]


def test_a_reply_through_a_pipe_hangs_on_its_hop_and_a_strangers_mail_is_refused(own_sqlite: Database, monkeypatch) -> None:
    hop, address = asked_by_mail(monkeypatch)

    def received(to: str, text: str) -> int:
        command = [*COMMAND, "receive-mail", to]
        return subprocess.run(command, env=environment(own_sqlite), input=reply_to(to, text), check=False, timeout=60).returncode

    assert received(address, "Through a pipe.") == 0
    assert received("desk@consortium.example", "Hello.") != 0
    assert texts(hop) == ["Through a pipe."]
