"""SIP out of packet captures (pcap and pcapng): one record for each INVITE that is no re-INVITE, and how it was answered.

What is encrypted (TLS, WebSocket over TLS, IPsec) cannot be read. Retransmissions are one record.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from star57.agent.capture.calls import Attempt
from star57.agent.capture.reading import attempts_in, is_capture
from star57.agent.cdr import Cdr
from star57.agent.formats.compressed import plain_bytes
from star57.agent.formats.csv_rows import uri_of
from star57.agent.formats.fields import cdr, fingerprint
from star57.agent.formats.reading import BadFile, FormatOptions, Meter, Read, unreadable
from star57.agent.formats.times import Reading

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN_BYTES = 1500
_FINEST_S = 1e-6  # what a datetime holds


def read(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:  # noqa: ARG001  (a capture says all by itself)
    with plain_bytes(path) as (file, taken):
        head = file.peek(4)[:4]
        if not is_capture(head):
            what = "is empty" if not head else "is no packet capture (pcap, pcapng)"
            raise BadFile(f"{path}: {what}: check the format given for it")
        yield None  # a capture without a call is one nevertheless
        try:
            for found in attempts_in(file, head):
                meter.bytes_read = taken()
                if isinstance(found, Attempt):
                    yield _record(found, path)
                else:
                    yield unreadable(found.number, f"packet {found.number}: {found.reason}", found.data[:_SHOWN_BYTES].decode("latin-1"))
        except BadFile as problem:
            raise BadFile(f"{path}: {problem}") from problem


def _record(attempt: Attempt, path: Path) -> Cdr:
    invite, hop = attempt.invite, attempt.hop
    start = Reading(_EPOCH + timedelta(microseconds=hop.at_ns // 1000), max(hop.tick_s, _FINEST_S))
    talked_ns = attempt.ended_ns - attempt.answered_ns
    texts = {
        "call_id": invite.call_id,
        "called_in": invite.request_uri,
        "calling_in": uri_of(invite.caller),
        "source": hop.source,
        "next_hop": hop.target,
        "identity": invite.identity,
        "release": str(attempt.status) if attempt.status else "",
    }
    # Of its content with its end: a call that a first capture cut short and a second has whole is not the shorter for it.
    named = ("pcap", *map(str, invite.transaction), hop.source, hop.target, str(hop.at_ns), texts["release"], str(talked_ns))
    return cdr(texts, start, talked_ns / 1e9, fingerprint("pcap", named), f"{path.name}:packet {hop.packet}")
