"""The little of a SIP message (RFC 3261) that a record of its call needs. Messages that tell of no call are not parsed."""

import re
from typing import NamedTuple

from star57.agent.formats.reading import BadValue

_START = re.compile(rb"(?:SIP/2\.0 \d{3}|[A-Z]{3,20} sips?:|[A-Z]{3,20} tel:)", re.IGNORECASE)
_REQUEST = re.compile(r"([A-Z]+) (\S+) SIP/2\.0", re.IGNORECASE)
_STATUS = re.compile(r"SIP/2\.0 (\d{3})(?: .*)?", re.IGNORECASE)
_FOLDED = re.compile(r"\r?\n[ \t]+")
_COMPACT = {"i": "call-id", "f": "from", "t": "to", "v": "via", "y": "identity"}
_KEPT = frozenset({"call-id", "from", "to", "via", "cseq", "identity", "p-asserted-identity"})
_BRANCH = re.compile(r";\s*branch\s*=\s*([^;,\s]+)", re.IGNORECASE)
_TAG = re.compile(r";\s*tag\s*=\s*([^;,\s]+)", re.IGNORECASE)
_SHORT_STARTS = (b"INVITE ", b"SIP/2.0 ", b"BYE ")


class Message(NamedTuple):
    """`status` is 0 for a request; `cseq` is number and method of the transaction."""

    status: int
    method: str
    request_uri: str
    call_id: str
    cseq: int
    branch: str
    caller: str  # P-Asserted-Identity, else From
    from_tag: str
    to_tag: str
    identity: str

    @property
    def transaction(self) -> tuple[str, int, str]:
        """RFC 3261 17.1.3; before RFC 3261 there was no branch, and the caller's tag has to do."""
        return (self.call_id, self.cseq, self.branch or self.from_tag)


def begins_as_sip(data: bytes) -> bool:
    return _START.match(data) is not None


def message_in(data: bytes, *, is_cut: bool) -> Message | None:
    """None for what is no SIP, or SIP that neither begins nor ends a call. Raises BadValue when it should and cannot be read."""
    if not data.startswith(_SHORT_STARTS) or not begins_as_sip(data):
        return None
    text = _text(data)
    start, _, rest = text.partition("\n")
    request, status = _REQUEST.fullmatch(start.strip()), _STATUS.fullmatch(start.strip())
    if not request and not status:
        raise BadValue(f"its first line {start[:60].strip()!r} is none of SIP")
    if status and int(status[1]) < 200:
        return None
    found = _headers(rest)
    number, _, method = found.get("cseq", "").strip().partition(" ")
    if status and method and method.strip().upper() != "INVITE":
        return None
    missing = [name for name in ("Call-ID", "CSeq", "From") if not found.get(name.lower())]
    if missing or not (number.isascii() and number.isdigit() and len(number) <= 10):
        cut = ": the capture kept only its beginning (tcpdump -s 0 keeps all)" if is_cut else ""
        raise BadValue(f"its SIP message has no {' and no '.join(missing) or 'CSeq that is a number'}{cut}")
    return Message(
        status=int(status[1]) if status else 0,
        method=method.strip().upper() if status else request[1].upper() if request else "",
        request_uri=request[2] if request else "",
        call_id=found["call-id"].strip(),
        cseq=int(number),
        branch=_first(_BRANCH, found.get("via", "")),
        caller=(found.get("p-asserted-identity") or found["from"]).strip(),
        from_tag=_first(_TAG, found["from"]),
        to_tag=_first(_TAG, found.get("to", "")),
        identity=found.get("identity", "").strip(),
    )


def _text(data: bytes) -> str:
    """Its first line and headers."""
    end = data.find(b"\r\n\r\n")
    head = data[: end if end >= 0 else len(data)]
    try:
        return head.decode()
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _headers(text: str) -> dict[str, str]:
    """By name in small letters, the first of each: the top Via is the one that counts."""
    found: dict[str, str] = {}
    for line in _FOLDED.sub(" ", text).split("\n"):
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        name = _COMPACT.get(name, name)
        if colon and name in _KEPT:
            found.setdefault(name, value.strip())
    return found


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text.partition(",")[0] if pattern is _BRANCH else text)
    return match[1] if match else ""
