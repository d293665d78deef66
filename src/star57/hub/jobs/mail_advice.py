"""What to publish in the DNS so that the hub's mail is believed, and what stands there now. For `star57 hub doctor`; changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

LookUp = Callable[[str], Sequence[str]]
LOOK_UP_S = 5.0


class CannotLookUp(Exception):
    """The DNS does not answer, or there is nothing here to ask it with."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One record. found: what is published now, None when nobody could look; is_fine; publish: the record as text; why: in a sentence."""

    what: str
    name: str
    found: tuple[str, ...] | None
    is_fine: bool
    publish: str
    why: str


def mail_advice(domain: str | None = None, *, selector: str = "star57", look_up: LookUp | None = None) -> tuple[Advice, ...]:
    """SPF, DKIM and DMARC for the sender's domain (RFC 7208, 6376, 7489). Looks up only what is asked; never raises.

    SPF is about the envelope's sender, to which bounces go; DMARC accepts another domain of the same organisation only if it is told to.
    """
    sender = domain or settings.MAIL_FROM.rpartition("@")[2]
    bounces = domain or settings.MAIL_DOMAIN
    alignment = "s" if bounces == sender else "r"
    ask = look_up or texts_of
    server = settings.SMTP_HOST or "your mail server"
    wanted = (
        (
            "SPF",
            bounces,
            "v=spf1",
            f"v=spf1 mx a:{server} -all",
            "It says which servers send for this domain; others are refused. Name every server that sends for it, and no more.",
        ),
        (
            "DKIM",
            f"{selector}._domainkey.{sender}",
            "p=",
            "v=DKIM1; k=rsa; p=<the public key that your mail server signs with>",
            "Your mail server signs each mail, so that nobody can change it on the way. Sign From, Reply-To, Subject and Message-ID.",
        ),
        (
            "DMARC",
            f"_dmarc.{sender}",
            "v=DMARC1",
            f"v=DMARC1; p=reject; adkim=s; aspf={alignment}; rua=mailto:dmarc@{sender}",
            "It tells recipients to refuse what only pretends to come from you. Begin with p=quarantine, and read the reports first.",
        ),
    )
    return tuple(_advice(ask, *each) for each in wanted)


def _advice(ask: LookUp, what: str, name: str, mark: str, publish: str, why: str) -> Advice:
    try:
        found = tuple(text for text in ask(name) if mark.lower() in text.lower())
    except CannotLookUp:
        return Advice(what, name, None, False, publish, why)
    return Advice(what, name, found, _is_fine(what, found), publish, why)


def _is_fine(what: str, found: tuple[str, ...]) -> bool:
    """One record and no more (two SPF records count as none), and one that forbids something."""
    if len(found) != 1:
        return False
    text = found[0].lower().replace(" ", "")
    forbids = {"SPF": text.endswith(("-all", "~all")) or "redirect=" in text, "DMARC": "p=reject" in text or "p=quarantine" in text}
    return forbids.get(what, not text.rstrip(";").endswith("p="))


def texts_of(name: str) -> tuple[str, ...]:
    """The TXT records of a name; none when there is no such name. Raises CannotLookUp, also where dnspython is not installed."""
    try:
        import dns.exception  # noqa: PLC0415  optional
        import dns.resolver  # noqa: PLC0415
    except ImportError:
        raise CannotLookUp("dnspython is not installed") from None
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=LOOK_UP_S)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except (dns.exception.DNSException, OSError) as problem:
        raise CannotLookUp(str(problem)) from problem
    return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)
