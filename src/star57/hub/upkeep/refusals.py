"""The one refusal of this room."""


class NotDone(Exception):
    """It was not done; the text says why and what to do. Nothing that was there is changed."""
