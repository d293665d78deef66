"""Records grouped into calls: attempts, legs, retries by the switch and duplicates of one call. Knows no request and no trunk table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from star57.agent.cdr import Cdr

SAME_CALL_S = 600.0  # records that share a call_ref but start further apart are different calls: references are used again

_CLOCK_CHANGE_S = 3600.0
_WIDEST_READING_S = 60.0  # of a time written without seconds
_TOLD = timedelta(seconds=5)  # wider: a record that only says when the call or the attempt ended


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An instant known to lie in [since, until]."""

    since: datetime
    until: datetime

    def gap_s(self, other: "Moment") -> float:
        """Seconds between the two, 0 when they meet."""
        return max((other.since - self.until).total_seconds(), (self.since - other.until).total_seconds(), 0.0)

    def shifted(self, by_s: float) -> "Moment":
        by = timedelta(seconds=by_s)
        return Moment(self.since + by, self.until + by)

    @property
    def width(self) -> timedelta:
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Call:
    """One call on this switch: its records in a fixed order, and when it or each of its attempts may have begun."""

    records: tuple[Cdr, ...]
    moments: tuple[Moment, ...]  # at least one, earliest first


def call_of(records: Iterable[Cdr]) -> Call:
    ordered = tuple(sorted(records, key=_order))
    return Call(ordered, _moments(ordered))


def calls_among(records: Iterable[Cdr]) -> tuple[Call, ...]:
    """Every record in exactly one call: same call_ref and starts near each other; without call_ref, duplicates across files."""
    unique = sorted({record.record_id: record for record in records}.values(), key=_order)
    referred = sorted((record for record in unique if record.call_ref), key=lambda record: (record.call_ref, _order(record)))
    groups: list[list[Cdr]] = []
    for _, sharing in groupby(referred, key=lambda record: record.call_ref):
        groups.extend(_near_in_time(list(sharing)))
    groups.extend(_duplicates([record for record in unique if not record.call_ref]))
    return tuple(sorted((call_of(group) for group in groups), key=lambda call: (call.moments[0], call.records[0].record_id)))


def refs_without_ingress(records: Iterable[Cdr]) -> frozenset[str]:
    """Calls of which these records show only what was sent on. A switch that keeps a leg's record apart has the other one elsewhere."""
    sent_on: set[str] = set()
    came_in: set[str] = set()
    for record in records:
        shows_ingress = record.called_in or record.source or record.trunk_in or record.channel_in
        (came_in if shows_ingress else sent_on).add(record.call_ref)
    return frozenset(sent_on - came_in - {""})


def _near_in_time(sharing: Sequence[Cdr]) -> Iterable[list[Cdr]]:
    group: list[Cdr] = []
    for record in sharing:
        if group and _whole(group[0]).gap_s(_whole(record)) > SAME_CALL_S:
            yield group
            group = []
        group.append(record)
    if group:
        yield group


def _duplicates(loose: Sequence[Cdr]) -> Iterable[list[Cdr]]:
    """Records that another file of the same switch writes again: same numbers, same ingress, starts that may be one instant."""
    alike: dict[tuple[str, ...], list[list[Cdr]]] = {}
    for record in loose:
        groups = alike.setdefault(_numbers_and_ingress(record), [])
        same = next((group for group in reversed(groups) if all(_may_be_one_record(record, known) for known in group)), None)
        if same is None:
            groups.append([record])
        else:
            same.append(record)
    return [group for groups in alike.values() for group in groups]


def _may_be_one_record(one: Cdr, other: Cdr) -> bool:
    return _file(one) != _file(other) and _whole(one).gap_s(_whole(other)) == 0


def _numbers_and_ingress(record: Cdr) -> tuple[str, ...]:
    numbers = (record.called_in, record.called_out, record.calling_in)
    return (*numbers, record.source, record.trunk_in, record.account, record.channel_in)


def _file(record: Cdr) -> str:
    return record.origin.rsplit(":", 1)[0]


def _moments(records: Sequence[Cdr]) -> tuple[Moment, ...]:
    """Narrowest first: a wide moment that holds a narrow one says nothing more; one that meets none is another attempt, and so is a
    wide one that went elsewhere than another wide one: the attempts followed each other, and neither narrows the other."""
    kept: list[tuple[Moment, tuple[str, str, str]]] = []
    each = [(moment, (record.next_hop, record.trunk_out, record.channel_out)) for record in records for moment in _each(record)]
    for moment, way in sorted(each, key=lambda one: (one[0].width, one)):
        meets = next((i for i, (known, by) in enumerate(kept) if known.gap_s(moment) == 0 and (by == way or known.width <= _TOLD)), None)
        if meets is None:
            kept.append((moment, way))
        else:
            known, by = kept[meets]
            kept[meets] = Moment(max(known.since, moment.since), min(known.until, moment.until)), by
    return tuple(sorted(moment for moment, _ in kept))


def _whole(record: Cdr) -> Moment:
    return Moment(record.started_at, record.started_at + timedelta(seconds=record.within_s))


def _each(record: Cdr) -> tuple[Moment, ...]:
    """A local hour that a clock change brings twice leaves two instants an hour apart, and nothing between them."""
    whole, rest_s = _whole(record), record.within_s - _CLOCK_CHANGE_S
    if not 0 <= rest_s <= _WIDEST_READING_S:
        return (whole,)
    rest = timedelta(seconds=rest_s)
    return (Moment(whole.since, whole.since + rest), Moment(whole.until - rest, whole.until))


def _order(record: Cdr) -> tuple[datetime, float, str]:
    return (record.started_at, record.within_s, record.record_id)
