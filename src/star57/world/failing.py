"""What can go wrong once a demo runs; each is one line for a person."""


class DemoFailed(RuntimeError):
    """The demo cannot go on; the message says what happened and what to do."""
