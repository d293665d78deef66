"""The look-ups of the embedded store by pointers, each over one segment; answers in no order, each record once."""

from collections.abc import Collection, Iterator

from star57.agent.cdr import Cdr
from star57.agent.matching.passport import claims_of
from star57.agent.stores.embedded.pointers import text_code
from star57.agent.stores.embedded.rows import as_bytes
from star57.agent.stores.embedded.segment_reader import SegmentReader


def by_calling(segment: SegmentReader, keys: Collection[int], since_us: int, until_us: int) -> Iterator[Cdr]:
    """Records with one of these calling keys whose start may lie in the span."""
    return segment.pointed("calling", keys, since_us, until_us)


def by_call_id(segment: SegmentReader, call_id: str) -> Iterator[Cdr]:
    found = segment.pointed("call_id", {text_code(as_bytes(call_id))})
    return (one for one in found if call_id in (one.call_id, one.call_id_out))


def by_origid(segment: SegmentReader, origid: str) -> Iterator[Cdr]:
    found = segment.pointed("origid", {text_code(as_bytes(origid))})
    return (one for one in found if claims_of(one.identity).origid == origid)
