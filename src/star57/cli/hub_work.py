"""star57 hub work: the clock, the post and whatever else the hub does by itself."""

import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from star57.cli.failures import Failed
from star57.cli.hub_options import hub_ready
from star57.cli.terminal import say

RECEIVE_EXAMPLE = "Example: star57 hub receive-mail reply+TOKEN@consortium.example < message.eml"
EXAMPLE = "Example: star57 hub work"
STOP_WITHIN_S = 20.0
MAX_READ = 1_000_000


def work() -> int:
    """Pass the clocks and deliver notices until Ctrl-C.

    Web requests never send anything: without this no reminder leaves and no deadline passes. Several may run at once; one that is
    killed is followed up by the others.
    """
    with hub_ready():
        from star57.hub.jobs.duties import Workers
        from star57.hub.jobs.inbound import lmtp_door

        workers = Workers()

        def end(_signal: int, _frame: FrameType | None) -> None:
            workers.stop(STOP_WITHIN_S)

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        with lmtp_door(lambda port: say(f"Taking mail by LMTP on port {port}")):
            workers.start()
            say("Working: clock and notices (Ctrl-C ends it; nothing is lost)")
            workers.wait()
    return 0


def receive_mail(
    recipients: Annotated[list[str] | None, typer.Argument(help="the addresses it came to, as the mail server knows them")] = None,
) -> int:
    """Take in one mail from standard input.

    A reply to a notice, or a report that one came back: for a mail server's pipe.
    """
    raw = sys.stdin.buffer.read(MAX_READ + 1)
    if len(raw) > MAX_READ:
        raise Failed("the mail is larger than 1 MB")
    with hub_ready():
        from star57.hub.jobs.inbound import take_mail

        if not take_mail(raw, tuple(recipients or ())):
            raise Failed("no notice of ours has this address")
    say("taken")
    return 0
