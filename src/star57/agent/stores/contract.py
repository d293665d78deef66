"""What every store of call records promises. Each store passes the same contract tests."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from star57.agent.cdr import Cdr


@dataclass(frozen=True, slots=True)
class Span:
    """A time span, [since, until), aware UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """What the store holds: records kept, the instants of the first and last start, bytes on disk."""

    records: int
    first_started_at: datetime | None
    last_started_at: datetime | None
    size_bytes: int


class CdrStore(Protocol):
    """Call records of one provider. Look-ups see every record whose add() has returned."""

    def add(self, records: Iterable[Cdr]) -> int:
        """Keep the records that are not here yet (by record_id); all or none of them. Returns how many were new."""
        ...

    def by_called(self, key: str, span: Span) -> Sequence[Cdr]:
        """Records whose called number, in or out, has this number_key (star57.numbers) and whose start may lie in span."""
        ...

    def by_calling(self, keys: Collection[str], span: Span) -> Sequence[Cdr]:
        """The same of calling numbers: a campaign's, or one alone."""
        ...

    def by_call_id(self, call_id: str) -> Sequence[Cdr]:
        """Records that carry this SIP Call-ID on either leg."""
        ...

    def by_origid(self, origid: str) -> Sequence[Cdr]:
        """Records whose Identity header carries a PASSporT with this origid (RFC 8588)."""
        ...

    def declare_complete(self, span: Span) -> None:
        """The carrier says that the store holds every call of this span (kept; spans are merged)."""
        ...

    def is_complete(self, span: Span) -> bool:
        """Whether declared spans cover this one wholly."""
        ...

    def health(self) -> StoreHealth:
        """Counts and bounds, for people and monitors."""
        ...
