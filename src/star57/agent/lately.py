"""What the newest records of an embedded store say about its trunk table. Other stores' records are counted where they are kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from star57.agent.cdr import Cdr
from star57.agent.stores.contract import CdrStore, Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.trunks import TrunkTable
from star57.agent.unmapped import Mapping, mapping_of

AT_MOST = 50_000  # records; a busy day has a hundred times as many, and a share needs no more


def mapped_lately(store: CdrStore, trunks: TrunkTable, at_most: int = AT_MOST) -> Mapping | None:
    """Of the newest days' records, so many; None for a store whose records another system keeps."""
    return mapping_of(newest(store, at_most), trunks) if isinstance(store, EmbeddedStore) else None


def newest(store: EmbeddedStore, at_most: int = AT_MOST) -> Iterator[Cdr]:
    """Records of the newest days, so many, in no order within a day."""
    return islice(_by_day(store), at_most)


def _by_day(store: EmbeddedStore) -> Iterator[Cdr]:
    for kept in store.days():
        begin = datetime.fromisoformat(kept.day).replace(tzinfo=UTC)
        for portion in store.every_record(Span(begin, begin + timedelta(days=1))):
            yield from portion
