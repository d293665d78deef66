"""Reads one mail that came to the hub: a delivery report (RFC 3464), a reply to a notice, or something else. Parses; decides nothing."""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import default
from html import unescape

MAX_BYTES = 1_000_000
TOKEN = re.compile(r"\b(reply|bounce)\+([2-9a-z]{26})@", re.IGNORECASE)
AUTOMATIC = ("auto-replied", "auto-generated", "auto-notified")


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery report about one mail. arrived: delivered or handed to the recipient's server; None: only a delay."""

    token: str
    arrived: bool | None
    by: str
    said: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A person's, or a machine's, reply to a notice."""

    token: str
    text: str
    is_automatic: bool


def read_mail(raw: bytes, recipients: tuple[str, ...]) -> Report | Reply | None:
    """What came; None when it belongs to no notice of ours."""
    message = BytesParser(policy=default).parsebytes(raw[:MAX_BYTES])
    kind, token = _address_of(message, recipients)
    if not token:
        return None
    report = _report(message, token)
    if report is not None:
        return report
    if kind == "bounce":
        return Report(token, None, "", "not a delivery report")
    return Reply(token, text_of(message), _is_automatic(message))


def _address_of(message: Message, recipients: tuple[str, ...]) -> tuple[str, str]:
    written = [str(message.get(name, "")) for name in ("To", "Cc", "Delivered-To", "X-Original-To")]
    for place in (*recipients, *written):
        found = TOKEN.search(place)
        if found:
            return found[1].lower(), found[2].lower()
    return "", ""


def _is_automatic(message: Message) -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    suppressed = str(message.get("Precedence", "")).lower() in {"bulk", "auto_reply", "junk"}
    return submitted in AUTOMATIC or suppressed or message.get("X-Autoreply") is not None


def _report(message: Message, token: str) -> Report | None:
    part = next((each for each in message.walk() if each.get_content_type() == "message/delivery-status"), None)
    if part is None:
        return None
    blocks = [each for each in part.walk() if each is not part]
    fields = {name.lower(): " ".join(str(value).split()) for block in blocks for name, value in block.items()}
    action = fields.get("action", "").lower()
    arrived = {"failed": False, "delivered": True, "relayed": True, "expanded": True}.get(action)
    by = fields.get("remote-mta", fields.get("reporting-mta", "")).rpartition(";")[2].strip()
    said = " ".join(fields.get(name, "") for name in ("action", "status", "diagnostic-code")).strip()
    return Report(token, arrived, by[:300], said[:500])


def text_of(message: Message) -> str:
    """The plain text, or the HTML without its marks; attachments are left out and named."""
    body = message.get_body(("plain", "html")) if hasattr(message, "get_body") else None
    text = ""
    if body is not None:
        try:
            text = body.get_content()
        except (LookupError, UnicodeError):
            text = body.get_payload(decode=True).decode("utf-8", "replace")
        if body.get_content_type() == "text/html":
            text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?is)<(script|style).*?</\1>", " ", text)))
    names = [each.get_filename() or each.get_content_type() for each in message.walk() if each.get_content_disposition() == "attachment"]
    kept = "".join(char for char in text if char in "\n\t" or char.isprintable())
    return kept.strip() + (f"\n\n[left out: {', '.join(names)[:500]}]" if names else "")
