"""A child process of the demo ends when the demo does, however that ended: it holds the other end of a pipe."""

import os
import signal
import threading


def end_with_parent() -> None:
    """Ask this process to end (SIGTERM) as soon as its standard input is closed."""
    threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
