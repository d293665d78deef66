"""A worker's post, in a process of its own that kills itself at a named point of a delivery. Not a test."""

import os
import signal
import sys
from typing import Any


def main(point: str) -> None:
    """One round; at the point the process dies as in a power cut."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "star57.hub.config.settings")
    import django

    django.setup()
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
    if point in places:
        module, name = places[point]
        setattr(module, name, lambda *_a, **_k: os.kill(os.getpid(), signal.SIGKILL))
    if point == "after_marking":
        settle = post_mail.settle_mail

        def settled(**words: Any) -> None:
            settle(**words)
            os.kill(os.getpid(), signal.SIGKILL)

        post.post_mail.settle_mail = settled  # type: ignore[attr-defined]
    post.deliver_round(lambda: False)


if __name__ == "__main__":
    main(sys.argv[1])
