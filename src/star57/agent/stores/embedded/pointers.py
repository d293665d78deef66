"""Pointers of a segment: which rows have a calling number, a Call-ID, an origid, or a called number's other key. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

import numpy as np
import zstandard

from star57.agent.matching.passport import claims_of
from star57.agent.stores.embedded.alike import Whole, is_alike
from star57.agent.stores.embedded.rows import Rows

POINTED = ("called", "calling", "call_id", "origid")
PER_PAGE = 1024
_LEVEL = 1


def text_code(text: bytes) -> int:
    """32 bits; whoever looks up compares the text too."""
    return crc32(text)


def pointers_of(rows: Rows, first_row: int) -> Mapping[str, Whole]:
    """For each of POINTED the codes with their rows (code << 32 | row), in no order. `first_row`: where the rows begin."""
    found: dict[str, list[Whole]] = {name: [] for name in POINTED}
    for name, column in (("called", "other"), ("calling", "calling"), ("calling", "calling_too")):
        if is_alike(codes := rows.whole[column]) and not codes[0]:
            continue
        at = np.flatnonzero(codes)
        found[name].append(_entries(codes[at], at + first_row))
    for column in ("call_id", "call_id_out"):
        if column in rows.texts:
            there = [(row, text_code(text)) for row, text in enumerate(rows.texts[column].tolist()) if text]
            found["call_id"].append(_pairs(there, first_row))
    if "identity" in rows.texts:
        there = [(row, _origid_code(text)) for row, text in enumerate(rows.texts["identity"].tolist()) if text]
        found["origid"].append(_pairs([pair for pair in there if pair[1]], first_row))
    return {name: np.concatenate(parts) if parts else np.zeros(0, np.uint64) for name, parts in found.items()}


def pages(entries: Sequence[Whole]) -> Iterator[tuple[int, bytes]]:
    """Compressed pages, each with its first code, in order."""
    compress = zstandard.ZstdCompressor(level=_LEVEL).compress
    whole = np.sort(np.concatenate(entries)) if entries else np.zeros(0, np.uint64)
    whole = whole[np.concatenate([[True], whole[1:] != whole[:-1]])] if len(whole) else whole
    for start in range(0, len(whole), PER_PAGE):
        page = whole[start : start + PER_PAGE]
        codes, rows = (page >> np.uint64(32)).astype("<u4"), page.astype("<u4")
        steps = np.diff(codes, prepend=codes[:1])
        planes = np.concatenate([part.view(np.uint8).reshape(-1, 4).T for part in (steps, rows)])
        yield int(codes[0]), compress(planes.tobytes())


def read_page(content: bytes, first_code: int) -> tuple[Whole, Whole]:
    """Its codes, in order, and their rows."""
    body = np.frombuffer(zstandard.ZstdDecompressor().decompress(content), dtype=np.uint8)
    steps, rows = (part.T.copy().view("<u4").ravel() for part in body.reshape(2, 4, -1))
    steps[0] = first_code
    return np.cumsum(steps, dtype=np.uint32), rows


def _entries(codes: Whole, rows: Whole) -> Whole:
    entries: Whole = codes.astype(np.uint64) << np.uint64(32) | rows.astype(np.uint64)
    return entries


def _pairs(pairs: Sequence[tuple[int, int]], first_row: int) -> Whole:
    if not pairs:
        return np.zeros(0, np.uint64)
    rows, codes = np.array(pairs, dtype=np.uint64).T
    return _entries(codes, rows + np.uint64(first_row))


def _origid_code(identity: bytes) -> int:
    origid = claims_of(identity.decode("utf-8", "surrogatepass")).origid
    return text_code(origid.encode("utf-8", "surrogatepass")) if origid else 0
