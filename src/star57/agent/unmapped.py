"""Which ways into a switch no trunk rule names, and how much comes in by each: found before a traceback asks about one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from star57.agent.cdr import Cdr
from star57.agent.matching import ingress_of
from star57.agent.trunks import TrunkTable

NOT_SHOWN = "not shown in the record"


@dataclass(frozen=True, slots=True)
class UnmappedWay:
    """`way`: the ingress as the switch wrote it; `between`: ends that rules name for one record, none where no rule fits."""

    way: str
    between: tuple[str, ...]
    records: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Mapping:
    """`unmapped`: the largest first."""

    records: int
    unmapped: tuple[UnmappedWay, ...]

    @property
    def unmapped_records(self) -> int:
        return sum(one.records for one in self.unmapped)


def mapping_of(records: Iterable[Cdr], trunks: TrunkTable) -> Mapping:
    """Every record counts: a call may have several."""
    total, found = 0, dict[tuple[str, tuple[str, ...]], UnmappedWay]()
    for total, record in enumerate(records, start=1):  # noqa: B007  the last number is the count
        side = ingress_of((record,), trunks)
        if len(side.ends) == 1:
            continue
        key, at = (side.written or NOT_SHOWN, tuple(map(str, side.ends))), record.started_at
        known = found.get(key, UnmappedWay(*key, 0, at, at))
        found[key] = UnmappedWay(*key, known.records + 1, min(known.since, at), max(known.until, at))
    return Mapping(total, tuple(sorted(found.values(), key=lambda one: (-one.records, one.way))))
