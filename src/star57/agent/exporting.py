"""Call records of the embedded store as one Parquet file, for whatever reads Parquet."""

from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from star57.agent.stores.codes import CDR_COLUMNS
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore

_KINDS = {"started_at": pa.timestamp("us", "UTC"), "within_s": pa.float64(), "duration_s": pa.float64()}
_SCHEMA = pa.schema([(name, _KINDS.get(name, pa.string())) for name in CDR_COLUMNS])
_ROWS_PER_GROUP = 100_000


def export(store: EmbeddedStore, span: Span, path: Path) -> int:
    """Writes the records that begin in the span, by day and called number. Nothing is there before it is whole."""
    temporary = path.with_name(f".{path.name}.tmp")
    count, waiting = 0, list[list[object]]()
    try:
        with pq.ParquetWriter(temporary, _SCHEMA, compression="zstd") as file:
            for portion in store.every_record(span):
                waiting += [[getattr(one, name) for name in CDR_COLUMNS] for one in portion]
                count += len(portion)
                if len(waiting) >= _ROWS_PER_GROUP:
                    file.write_table(_table(waiting))
                    waiting = []
            file.write_table(_table(waiting))
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()
    return count


def _table(rows: list[list[object]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(CDR_COLUMNS)
    return pa.table(dict(zip(CDR_COLUMNS, columns, strict=True)), schema=_SCHEMA)
