"""Segments: immutable Parquet files of call records of one UTC day, and the columns that find a row in them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from star57.agent.cdr import Cdr
from star57.agent.stores.files import sync_file
from star57.agent.stores.manifest import Segment
from star57.numbers import number_key

ROWS_PER_GROUP = 8192
_SURELY_A_NUMBER = 10  # digits; what stands for a withheld number is shorter, or only zeros
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TYPES = {"started_at": pa.timestamp("us", "UTC"), "within_s": pa.float64(), "duration_s": pa.float64()}
CDR_COLUMNS = tuple(field.name for field in fields(Cdr))
_FINDING = [("key_in", pa.uint64()), ("key_out", pa.uint64()), ("call_id_hash", pa.uint64()), ("call_id_out_hash", pa.uint64())]
_SCHEMA = pa.schema([*((name, _TYPES.get(name, pa.string())) for name in CDR_COLUMNS), *_FINDING, ("digest", pa.binary(16))])


def micros(instant: datetime) -> int:
    """µs since 1970; refuses naive instants."""
    return (instant - _EPOCH) // _MICROSECOND


def key_code(key: str) -> int:
    """A number key as a number that keeps its leading zeros; 0 for none."""
    return int("1" + key) if key else 0


@lru_cache(maxsize=16384)
def number_code(number: str) -> int:
    """key_code of a number as the wire writes it. Plain digits, nearly all there are, need no parsing: a test compares."""
    digits = number[1:] if number.startswith("+") else number
    if len(digits) >= _SURELY_A_NUMBER and digits.isascii() and digits.isdigit() and digits.strip("0"):
        return int("1" + digits[-7:])
    return key_code(number_key(number))


def call_id_code(call_id: str) -> int:
    """A 64-bit hash, 0 for none; whoever looks up compares the text too."""
    return int.from_bytes(blake2b(call_id.encode("utf-8", "replace"), digest_size=8).digest(), "little") | 1 if call_id else 0


def digest(record_id: str) -> bytes:
    return blake2b(record_id.encode("utf-8", "replace"), digest_size=16).digest()


def table_of(records: Sequence[Cdr]) -> pa.Table:
    columns: dict[str, object] = {name: [getattr(record, name) for record in records] for name in CDR_COLUMNS}
    columns["key_in"] = [number_code(record.called_in) for record in records]
    columns["key_out"] = [number_code(record.called_out) for record in records]
    columns["call_id_hash"] = [call_id_code(record.call_id) for record in records]
    columns["call_id_out_hash"] = [call_id_code(record.call_id_out) for record in records]
    columns["digest"] = [digest(record.record_id) for record in records]
    return pa.table(columns, schema=_SCHEMA)


def write_segment(folder: Path, day: str, table: pa.Table) -> Segment:
    """Writes the rows sorted by called number and start. The file is on disk for good when this returns."""
    table = table.sort_by([("key_in", "ascending"), ("started_at", "ascending")])
    name = f"{day}-{token_hex(8)}.parquet"
    path, temporary = folder / name, folder / f".{name}.tmp"
    try:
        pq.write_table(table, temporary, compression="zstd", row_group_size=ROWS_PER_GROUP, use_dictionary=_REPEATING)
        sync_file(temporary)
        temporary.rename(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    bounds = pc.min_max(table["started_at"]).as_py()
    return Segment(
        name=name,
        day=day,
        rows=table.num_rows,
        first_us=micros(bounds["min"]),
        last_us=micros(bounds["max"]),
        widest_us=int(pc.max(table["within_s"]).as_py() * 1_000_000) + 1,
        size_bytes=path.stat().st_size,
    )


def read_whole(folder: Path, segment: Segment) -> pa.Table:
    return pq.read_table(folder / segment.name, schema=_SCHEMA, memory_map=True)


_REPEATING = ["called_in", "called_out", "calling_in", "calling_out", "source", "next_hop", "trunk_in", "trunk_out", "account", "release"]
