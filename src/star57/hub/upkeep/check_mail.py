"""Checks the way out for notices: a mail server is named, a mail says how it is checked, and the sender's domain who may send for it."""

from collections.abc import Iterator

from django.conf import settings

from star57.findings import Finding, look, right
from star57.hub.jobs.mail_advice import Advice, mail_advice


def check_mail() -> Iterator[Finding]:
    """Looks three names up in the DNS, if mail is sent at all."""
    if not settings.SMTP_HOST:
        yield look("mail", "no mail is sent: only agents learn of requests", "set STAR57_SMTP_HOST; see docs/handbook/settings.md")
        return
    yield right("mail", f"{settings.MAIL_FROM} by {settings.SMTP_HOST}")
    yield _genuine()
    yield from map(_finding, mail_advice())


def _genuine() -> Finding:
    named = {"STAR57_CONSORTIUM_PAGE": settings.CONSORTIUM_PAGE, "STAR57_CONSORTIUM_TELEPHONE": settings.CONSORTIUM_TELEPHONE}
    if missing := [name for name, value in named.items() if not value]:
        return look("genuine", "a mail cannot say how it is checked without a click", f"set {' and '.join(missing)}")
    return right("genuine", f"a mail is checked at {settings.CONSORTIUM_PAGE} or {settings.CONSORTIUM_TELEPHONE}")


def _finding(advice: Advice) -> Finding:
    if advice.is_fine and advice.found:
        return right(advice.what, f"{advice.name}: {advice.found[0]}")
    words = "could not be looked up" if advice.found is None else " and ".join(advice.found) or "nothing is published"
    return look(advice.what, f"{advice.name}: {words}", f"publish TXT {advice.publish!r}. {advice.why}")
