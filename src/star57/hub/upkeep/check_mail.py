"""Checks the way out for notices: a mail server is named, and the sender's domain says who may send for it."""

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
    yield from map(_finding, mail_advice())


def _finding(advice: Advice) -> Finding:
    if advice.is_fine and advice.found:
        return right(advice.what, f"{advice.name}: {advice.found[0]}")
    words = "could not be looked up" if advice.found is None else " and ".join(advice.found) or "nothing is published"
    return look(advice.what, f"{advice.name}: {words}", f"publish TXT {advice.publish!r}. {advice.why}")
