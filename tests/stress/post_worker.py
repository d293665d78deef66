"""Workers' posts, each in a process of its own that kills itself at a named point of a delivery. Not a test.

Started once for a database; each line of its input, `TIME POINT`, is a round at that instant (seconds since 1970) by a worker forked
for it, which opens its own connection; the worker's exit code is written as a line.
"""

import os
import signal
import sys
import time
from datetime import timedelta
from typing import Any

NOWHERE = "nowhere"


def killing_itself(*_words: Any, **_named: Any) -> None:
    """As a power cut does it."""
    os.kill(os.getpid(), signal.SIGKILL)


def set_mine(point: str) -> None:
    """At this point the process dies."""
    from star57.hub.jobs import post
    from star57.hub.ledger import mailing, outbox
    from star57.hub.usecases import note_delivery, post_mail

    places: dict[str, tuple[Any, str]] = {
        "before_gathering": (outbox, "enclose"),
        "while_gathering": (outbox, "_put_into_mail"),
        "before_leasing": (mailing, "lease_mail"),
        "before_sending": (post, "hand_over"),
        "before_marking": (post, "_mark"),
        "while_marking": (mailing, "settle_mail"),
        "before_noting": (post_mail, "note_delivery"),
        "while_noting": (note_delivery, "_accepted"),
    }
    if point == "after_marking":
        settle = post_mail.settle_mail

        def settled(**words: Any) -> None:
            settle(**words)
            killing_itself()

        post.post_mail.settle_mail = settled  # type: ignore[attr-defined]
    elif point != NOWHERE:
        module, name = places[point]
        setattr(module, name, killing_itself)


def a_round(at_s: float, point: str) -> None:
    """One worker's whole life."""
    from star57 import clock
    from star57.hub.jobs import post

    clock.OFFSET = timedelta(seconds=at_s - time.time())  # noqa: TID251  as STAR57_CLOCK_OFFSET_S moves it
    set_mine(point)
    post.deliver_round(lambda: False)


def main() -> None:
    import django

    django.setup()
    from star57.hub.jobs import post  # noqa: F401  loaded once for all rounds

    for line in sys.stdin:
        at_s, point = line.split()
        worker = os.fork()
        if worker == 0:
            a_round(float(at_s), point)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
