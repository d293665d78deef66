"""The lamp on a hop: four colours that also differ by shape and word, and three quiet ones. Knows the instant it is handed, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from star57.hub.domain.facts import HopStatus
from star57.hub.domain.lifecycle import NAMED
from star57.hub.domain.tracing import Outcome
from star57.wire.messages import RequestState

DUE_SOON_FOR = timedelta(hours=4)


class Light(StrEnum):
    """What a lamp shows; the value names its colour and shape in the style sheets."""

    RUNNING = "running"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    FOUND = "found"
    WAITING = "waiting"
    PERSON = "person"
    CLOSED = "closed"


SHAPES: Mapping[Light, str] = MappingProxyType({
    Light.RUNNING: "M0 -5.5A5.5 5.5 0 0 0 0 5.5A5.5 5.5 0 0 0 0 -5.5M0 -4A4 4 0 0 1 0 4Z",
    Light.DUE_SOON: "M0 -6L6.2 4.8H-6.2Z",
    Light.OVERDUE: "M0 -6.5L6.5 0L0 6.5L-6.5 0Z",
    Light.FOUND: "M-5 .4L-1.6 3.8L5 -3.6",
    Light.WAITING: "M0 -2.2A2.2 2.2 0 0 1 0 2.2A2.2 2.2 0 0 1 0 -2.2Z",
    Light.PERSON: "M-3 -2.6C-3 -6.6 3.2 -6.6 3.2 -2.6C3.2 -.4 .1 -.6 .1 2M.1 4.6V5.4",
    Light.CLOSED: "M-4.5 0H4.5",
})  # fmt: skip

OF_STATUS: Mapping[HopStatus, tuple[Light, str]] = MappingProxyType({
    HopStatus.HELD: (Light.WAITING, gettext_noop("held by a weekly cap")),
    HopStatus.REQUESTED: (Light.WAITING, gettext_noop("asked")),
    HopStatus.RUNNING: (Light.RUNNING, gettext_noop("running")),
    HopStatus.SENT_BACK: (Light.RUNNING, gettext_noop("sent back")),
    HopStatus.OVERDUE: (Light.OVERDUE, gettext_noop("overdue")),
    HopStatus.ESCALATED: (Light.OVERDUE, gettext_noop("overdue, escalated")),
    HopStatus.LAPSED: (Light.OVERDUE, gettext_noop("overdue, to be confirmed")),
    HopStatus.NON_RESPONSIVE: (Light.OVERDUE, gettext_noop("non-responsive")),
    HopStatus.UNIDENTIFIED: (Light.PERSON, gettext_noop("not identified yet")),
    HopStatus.UNREACHED: (Light.PERSON, gettext_noop("notice bounced")),
    HopStatus.DISPUTED: (Light.PERSON, gettext_noop("disputes the claim")),
    HopStatus.LOOPED: (Light.PERSON, gettext_noop("path turns in a loop")),
    HopStatus.RETRACTED: (Light.WAITING, gettext_noop("took its answer back")),
    HopStatus.NO_RECORD: (Light.CLOSED, gettext_noop("no record found")),
    HopStatus.DECLINED: (Light.CLOSED, gettext_noop("declined")),
    HopStatus.WITHDRAWN: (Light.CLOSED, gettext_noop("withdrawn")),
    **dict.fromkeys(NAMED, (Light.FOUND, gettext_noop("answered"))),
})  # fmt: skip

OF_OUTCOME: Mapping[Outcome, tuple[Light, str]] = MappingProxyType({
    Outcome.ORIGINATOR_IDENTIFIED: (Light.FOUND, gettext_noop("originator identified")),
    Outcome.POINT_OF_ENTRY_IDENTIFIED: (Light.FOUND, gettext_noop("point of entry identified")),
    Outcome.NON_RESPONSIVE: (Light.OVERDUE, gettext_noop("non-responsive provider")),
    Outcome.DECLINED: (Light.CLOSED, gettext_noop("provider declined")),
    Outcome.NO_RECORD: (Light.CLOSED, gettext_noop("no record found")),
    Outcome.WITHDRAWN: (Light.CLOSED, gettext_noop("withdrawn")),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lamp:
    """A light and the word beside it."""

    light: Light
    word: str

    @property
    def shape(self) -> str:
        """SVG path data around 0,0, within 8 units."""
        return SHAPES[self.light]


def lamp_of_hop(status: HopStatus, due_at: datetime | None, now: datetime) -> Lamp:
    """The lamp of one hop; a running clock turns "due soon" four hours before it ends."""
    light, word = OF_STATUS[status]
    if light is Light.RUNNING and due_at is not None and due_at - now <= DUE_SOON_FOR:
        return Lamp(Light.DUE_SOON, _("due soon"))
    return Lamp(light, _(word))


def lamp_of_outcome(outcome: Outcome) -> Lamp:
    """The lamp of a traceback that has ended."""
    light, word = OF_OUTCOME[outcome]
    return Lamp(light, _(word))


def lamp_of_request(state: RequestState, due_at: datetime | None, now: datetime) -> Lamp:
    """The lamp of one request, as its provider sees it."""
    if state is RequestState.ANSWERED:
        return Lamp(Light.FOUND, _("answered"))
    if state is RequestState.CLOSED:
        return Lamp(Light.CLOSED, _("closed"))
    if due_at is None:
        return Lamp(Light.WAITING, _("new"))
    if due_at <= now:
        return Lamp(Light.OVERDUE, _("overdue"))
    soon = due_at - now <= DUE_SOON_FOR
    return Lamp(Light.DUE_SOON, _("due soon")) if soon else Lamp(Light.RUNNING, _("running"))
