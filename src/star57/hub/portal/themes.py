"""Light, dark, or as the reader's system has it: a cookie, so that the page comes in the right colours at once."""

from django.http import HttpRequest

COOKIE = "theme"
THEMES = frozenset({"light", "dark"})


def theme_of(request: HttpRequest) -> str:
    """The theme the reader chose; "" for the system's."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""
