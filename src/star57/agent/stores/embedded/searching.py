"""The look-ups of the embedded store, each over some segments; answers in no order, each record once for each segment that has it."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from star57.agent.cdr import Cdr
from star57.agent.matching.passport import claims_of
from star57.agent.stores.embedded.pointers import text_code
from star57.agent.stores.embedded.rows import Rows, as_bytes
from star57.agent.stores.embedded.segment_reader import SegmentReader

_KEYS = 1 << 24
_OF_CALLING = ("calling", "calling_too", "calling_in#", "start", "within_s")


def by_calling(segment: SegmentReader, keys: Collection[int], since_us: int, until_us: int) -> Iterator[Cdr]:
    """Records with one of these calling keys whose start may lie in the span."""
    is_wanted = np.zeros(_KEYS, dtype=bool)  # pages of memory that are never touched cost nothing
    is_wanted[list(keys)] = True

    def fits(rows: Rows) -> Sequence[int]:
        has_key = is_wanted[rows.whole["calling"]] | is_wanted[rows.whole["calling_too"]]
        found: list[int] = np.flatnonzero(has_key & segment.may_begin_in(rows, since_us, until_us)).tolist()
        return found

    return segment.pointed("calling", keys, _OF_CALLING, fits)


def by_call_id(segment: SegmentReader, call_id: str) -> Iterator[Cdr]:
    wanted = as_bytes(call_id)

    def fits(rows: Rows) -> Iterable[int]:
        columns = [rows.texts[name].tolist() for name in ("call_id", "call_id_out") if name in rows.texts]
        return [row for row, texts in enumerate(zip(*columns, strict=True)) if wanted in texts]

    return segment.pointed("call_id", {text_code(wanted)}, ("call_id", "call_id_out"), fits)


def by_origid(segment: SegmentReader, origid: str) -> Iterator[Cdr]:
    def fits(rows: Rows) -> Iterable[int]:
        headers = rows.texts["identity"].tolist() if "identity" in rows.texts else ()
        return [row for row, text in enumerate(headers) if text and claims_of(text.decode("utf-8", "surrogatepass")).origid == origid]

    return segment.pointed("origid", {text_code(as_bytes(origid))}, ("identity",), fits)
