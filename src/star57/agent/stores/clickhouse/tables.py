"""The tables of a ClickHouse store, in SQL that servers of 2018 and of today both take.

On a cluster each table of records is a Distributed one over replicated ones (`…_here`), sharded by what it is looked up by; the small
tables are replicated to every server. The servers' macros `shard` and `replica` tell them apart.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from star57.agent.stores.codes import CDR_COLUMNS

_KINDS = {"within_s": "Float64", "duration_s": "Float64"}
KEPT_TEXTS = tuple(name for name in CDR_COLUMNS if name != "started_at")


@dataclass(frozen=True, slots=True)
class Table:
    """`order`: how rows lie in a day's part. `shard_by`: "" for a small table that every server has whole."""

    name: str
    columns: Mapping[str, str]
    order: str
    shard_by: str
    engine: str = "MergeTree"
    argument: str = ""


# A record lies under each key its called number has, in or out, and under 0 when it has none. `day` is the UTC day of the start, or
# 1970-01-01 for a start known so badly that neighbouring days must not be passed by.
CALLS = Table(
    "star57_calls",
    MappingProxyType(
        {
            "day": "Date", "key": "UInt64", "started_us": "Int64", "ends_us": "Int64", "batch": "UInt64",
            **{name: _KINDS.get(name, "String") for name in KEPT_TEXTS},
        }
    ),
    "(key, started_us)",
    "key",
)  # fmt: skip
# What leads to a record's first row among the calls: a code of its Call-ID or origid at any time, a key of its calling number in order.
_POINTER = MappingProxyType({"day": "Date", "code": "UInt64", "key": "UInt64", "started_us": "Int64"})
CALL_IDS = Table("star57_call_ids", _POINTER, "code", "code")
CALLING = Table("star57_calling", _POINTER, "(code, started_us)", "code")
# What a record says fixes its start up to the zone it was read in, and zones differ by quarters of an hour: `phase` is the second in the
# quarter. Records that came together lie together, so that looking up a batch reads little.
RECORD_IDS = Table(
    "star57_record_ids",
    MappingProxyType({"day": "Date", "phase": "UInt16", "id_a": "UInt64", "id_b": "UInt64", "batch": "UInt64"}),
    "(phase, id_a)",
    "id_a",
)
# +1 when an add begins, -1 when it is done; the pair annihilates. Rows of a batch that is not done are not there.
BATCHES = Table("star57_batches", MappingProxyType({"day": "Date", "batch": "UInt64", "sign": "Int8"}), "batch", "", "Collapsing", "sign")
COMPLETE = Table("star57_complete", MappingProxyType({"day": "Date", "since_us": "Int64", "until_us": "Int64"}), "since_us", "")
TABLES: Sequence[Table] = (CALLS, CALL_IDS, CALLING, RECORD_IDS, BATCHES, COMPLETE)


def additions(table: Table, there: Collection[str], database: str, cluster: str) -> Iterator[str]:
    """What gives a table of an older star57 the columns it lacks; old rows hold the empty text there."""
    for name in table.columns.keys() - there:
        column = f"ADD COLUMN {name} {table.columns[name]}"
        if not cluster:
            yield f"ALTER TABLE {table.name} {column}"
            continue
        for local in (f"{table.name}_here", table.name) if table.shard_by else (table.name,):
            yield f"ALTER TABLE {database}.{local} ON CLUSTER {cluster} {column}"


def statements(table: Table, database: str, cluster: str) -> Iterator[str]:
    """What makes the table where it is not yet."""
    columns = ", ".join(f"{name} {kind}" for name, kind in table.columns.items())
    family = "" if table.engine == "MergeTree" else table.engine
    layout = f"PARTITION BY day ORDER BY {table.order}" if table.shard_by else f"ORDER BY {table.order}"
    if not cluster:
        yield f"CREATE TABLE IF NOT EXISTS {table.name} ({columns}) ENGINE = {family}MergeTree({table.argument}) {layout}"
        return
    local, path, replica = table.name, "everywhere", "{shard}-{replica}"
    if table.shard_by:
        local, path, replica = f"{table.name}_here", "{shard}", "{replica}"
    arguments = f"'/clickhouse/tables/{path}/{database}/{table.name}', '{replica}'" + (f", {table.argument}" if table.argument else "")
    yield (
        f"CREATE TABLE IF NOT EXISTS {database}.{local} ON CLUSTER {cluster} ({columns}) "
        f"ENGINE = Replicated{family}MergeTree({arguments}) {layout}"
    )
    if table.shard_by:
        yield (
            f"CREATE TABLE IF NOT EXISTS {database}.{table.name} ON CLUSTER {cluster} ({columns}) "
            f"ENGINE = Distributed({cluster}, {database}, {local}, {table.shard_by})"
        )
