"""A traceback as one dense row: what it waits for, whose turn it is, when it is due, what to do next. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from star57.hub.domain.access import Actor
from star57.hub.domain.facts import Party
from star57.hub.domain.work import WorkKind
from star57.hub.portal.lamps import Lamp, Light, lamp_of_hop, lamp_of_outcome
from star57.hub.portal.path_drawing import spark
from star57.hub.portal.steps import Step, likely_step
from star57.hub.portal.work_words import KIND_WORDS
from star57.hub.reads.desk import RelatedCall
from star57.hub.reads.views import Station, TracebackRow

OF_KIND = (WorkKind.WROTE, WorkKind.REOPENED)
"""What no hop's lamp can say."""
TURNS: Mapping[Party, str] = MappingProxyType({
    Party.STAFF: gettext_noop("an analyst must look at %(name)s"),
    Party.CLOCK: gettext_noop("the clock, on %(name)s"),
    Party.PROVIDER: gettext_noop("%(name)s must answer"),
})  # fmt: skip
URGENCY = (Light.OVERDUE, Light.PERSON, Light.DUE_SOON, Light.RUNNING, Light.WAITING)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the analyst's list."""

    id: str
    campaign: str
    called_number: str
    calling_number: str
    spark: str
    lamp: Lamp
    waits_for: str
    due_at: datetime | None
    no_due_words: str
    next_step: Step | None
    tags: tuple[str, ...]
    assigned_to: str
    merged_into: str


def queue_row(row: TracebackRow, actor: Actor, now: datetime) -> QueueRow:
    """The row for one traceback."""
    due = min((each.due_at for each in row.waiting if each.due_at and each.waits_for is not Party.STAFF), default=None)
    return QueueRow(
        row.id,
        row.campaign,
        row.called_number,
        row.calling_number,
        spark(row.stations, row.ends, name=f"path-{row.id}", now=now),
        traceback_lamp(row, now),
        waits_for_words(row),
        None if row.outcome else due,
        _("ended") if row.outcome or row.merged_into else _("no clock running"),
        likely_step(row, actor),
        row.tags,
        row.assigned_to.name if row.assigned_to else "",
        row.merged_into or "",
    )


def traceback_lamp(row: TracebackRow, now: datetime) -> Lamp:
    """The outcome once there is one, else the most urgent of what is waited for."""
    if row.outcome:
        return lamp_of_outcome(row.outcome)
    if row.merged_into:
        return Lamp(Light.CLOSED, _("merged"))
    if row.kind in OF_KIND:
        return Lamp(Light.PERSON, str(KIND_WORDS[row.kind]).lower())
    lamps = [lamp_of_hop(station.status, station.due_at, now) for station in row.waiting]
    return min(lamps, key=_urgency, default=Lamp(Light.WAITING, _("opening")))


def waits_for_words(row: TracebackRow) -> str:
    """Whose turn it is; "" when nobody is waited for."""
    if row.merged_into:
        return _("see %(kept)s") % {"kept": row.merged_into}
    if row.outcome:
        return ", ".join(end.name for end in row.ends if end.name)
    return "; ".join(_turn(station) for station in row.waiting)


def _turn(station: Station) -> str:
    name = station.name or _("a provider not identified yet")
    return (_(TURNS[station.waits_for]) if station.waits_for in TURNS else "%(name)s") % {"name": name}


def _urgency(lamp: Lamp) -> int:
    return URGENCY.index(lamp.light) if lamp.light in URGENCY else len(URGENCY)


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Another traceback in one line."""

    call: RelatedCall
    lamp: Lamp


def related_row(call: RelatedCall) -> RelatedRow:
    """One related call with how it stands."""
    if call.outcome:
        return RelatedRow(call, lamp_of_outcome(call.outcome))
    light = Light.RUNNING if call.kind is WorkKind.WAITING else Light.OVERDUE if call.kind is WorkKind.OVERDUE else Light.PERSON
    return RelatedRow(call, Lamp(light, str(KIND_WORDS[call.kind]).lower()))
