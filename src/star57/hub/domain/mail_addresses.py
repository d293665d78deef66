"""E-mail addresses as a mail server takes them: US-ASCII, with a domain of another script in its IDNA form. Pure.

A local part outside US-ASCII needs SMTPUTF8 (RFC 6531) on every server between, so that nobody could say whether a notice arrives.
"""

import re

LONGEST = 254  # RFC 5321
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")


def on_the_wire(address: str) -> str | None:
    """noc@köln.example -> noc@xn--kln-sna.example; None for what is no address that a notice could be sent to."""
    local, at, domain = address.strip().rpartition("@")
    try:
        written = domain.encode("idna").decode("ascii")
    except UnicodeError:  # an empty label, one of more than 63 characters, or a character that no name has
        return None
    is_one = at and _LOCAL.fullmatch(local) and len(local) <= 64 and all(map(_LABEL.fullmatch, written.split(".")))
    return f"{local}@{written}" if is_one and len(local) + 1 + len(written) <= LONGEST else None
