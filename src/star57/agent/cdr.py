"""One call detail record as an agent keeps it, whatever switch wrote it.

Knows nothing of files, stores or neighbours.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Cdr:
    """One record of one call leg or call attempt.

    Texts are kept as the switch wrote them; "" means that the switch wrote nothing. The call's start lies in
    [started_at, started_at + within_s]: a record in whole seconds has within_s 1.0, one that only says when the
    transaction ended starts earlier and is wider.
    """

    record_id: str  # stable fingerprint of the record's content: importing it twice yields it once
    call_ref: str  # what ties the records of one call together on this switch (Call-ID, linkedid, uuid of the first leg)
    started_at: datetime  # aware, UTC
    within_s: float  # seconds, >= 0
    duration_s: float  # seconds, 0 for an unanswered call
    called_in: str  # called number as it came in
    called_out: str  # called number as it was sent on
    calling_in: str  # calling number as it came in; "anonymous" and the like are kept
    calling_out: str  # calling number as it was sent on
    diverted_from: str  # number it had been diverted from when it came in (Diversion, History-Info, RDNIS)
    source: str  # address that handed the call over, host only
    next_hop: str  # address it was sent to, host only
    trunk_in: str  # name of the ingress trunk
    trunk_out: str  # name of the egress trunk
    account: str  # account code of the ingress
    channel_in: str  # ingress channel (Asterisk, FreePBX)
    channel_out: str  # egress channel
    call_id: str  # SIP Call-ID on the ingress leg
    call_id_out: str  # SIP Call-ID on the egress leg, where the switch says
    identity: str  # Identity header (RFC 8224) as logged
    release: str  # final SIP code, hangup cause or disposition, as written
    origin: str  # "file:line" or "file:table:rowid", to show a person
