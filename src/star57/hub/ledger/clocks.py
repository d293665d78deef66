"""What a step does to a hop's clock: columns to change, worked out from the rules and stored when set (47 CFR 64.1200(n)(1))."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from star57.hub.domain.deadlines import Deadline, Pause, deadline_for, shifted
from star57.hub.domain.facts import Effect, HopFact, HopStatus
from star57.hub.domain.follow_ups import STANDARD, FollowUpKind, follow_ups_for, next_follow_up
from star57.hub.domain.jurisdiction import Jurisdiction
from star57.hub.domain.jurisdictions import jurisdiction_for, jurisdiction_under
from star57.hub.domain.lifecycle import Step
from star57.hub.records.models import Hop

Changes = dict[str, Any]
JUST_AFTER = timedelta(microseconds=1)
FOLLOWED_BY: Mapping[HopFact, FollowUpKind] = MappingProxyType({
    HopFact.DEADLINE_PASSED: FollowUpKind.ESCALATION,
    HopFact.REQUEST_ESCALATED: FollowUpKind.LAPSE,
})  # fmt: skip


def _jurisdiction(hop: Hop) -> Jurisdiction:
    return jurisdiction_for(hop.provider.country if hop.provider else "ZZ")


def _columns(deadline: Deadline, now: datetime, row: Jurisdiction) -> Changes:
    return {
        "received_at": deadline.received_at,
        "clock_started_at": deadline.clock_started_at,
        "due_at": deadline.due_at,
        "clock_rule": deadline.rule_id,
        "clock_version": deadline.rule_version,
        "clock_zone": deadline.zone,
        "clock_calendar": deadline.calendar,
        "wakes_at": wakes_at(deadline, now, row),
    }


def wakes_at(deadline: Deadline, after: datetime, row: Jurisdiction) -> datetime | None:
    """The next instant at which the clock process must look at a hop: a follow-up, or the due instant itself."""
    follow_up = next_follow_up(after, deadline, policy=STANDARD, jurisdiction=row)
    instants = [follow_up.at] if follow_up else []
    if deadline.due_at >= after:
        instants.append(deadline.due_at + JUST_AFTER)  # an answer at the due instant itself is on time
    return min(instants, default=None)


def set_deadline(hop: Hop) -> Deadline:
    """The deadline as it was first set, read back from the hop's columns: nothing is worked out again."""
    if hop.received_at is None or hop.clock_started_at is None or hop.first_due_at is None:
        raise ValueError(f"{hop.public_id} has no running clock")
    return Deadline(
        received_at=hop.received_at,
        clock_started_at=hop.clock_started_at,
        due_at=hop.first_due_at,
        zone=hop.clock_zone,
        rule_id=hop.clock_rule,
        rule_version=hop.clock_version,
        calendar=hop.clock_calendar,
    )


def current_deadline(hop: Hop) -> Deadline:
    """The deadline with all pauses counted."""
    row = jurisdiction_under(hop.clock_rule, hop.clock_version)
    return shifted(set_deadline(hop), pauses_of(hop), jurisdiction=row)


def followed_deadline(hop: Hop) -> Deadline:
    """What our own follow-ups go by: the deadline, or later where more time was granted. The legal due time stands beside it."""
    deadline = current_deadline(hop)
    return replace(deadline, due_at=max(deadline.due_at, hop.extended_to)) if hop.extended_to else deadline


def extended(hop: Hop, until: datetime, now: datetime) -> Changes:
    """The columns when more time is granted."""
    deadline = replace(current_deadline(hop), due_at=until)
    return {"extended_to": until, "wakes_at": wakes_at(deadline, now, jurisdiction_under(hop.clock_rule, hop.clock_version))}


def pauses_of(hop: Hop) -> tuple[Pause, ...]:
    """Time that does not count against the provider."""
    spans = json.loads(hop.pauses) if hop.pauses else []
    return tuple(Pause(datetime.fromisoformat(began), datetime.fromisoformat(ended)) for began, ended in spans)


def paused(hop: Hop, pause: Pause, now: datetime) -> Changes:
    """The columns after one more pause."""
    pauses = (*pauses_of(hop), pause)
    row = jurisdiction_under(hop.clock_rule, hop.clock_version)
    deadline = shifted(set_deadline(hop), pauses, jurisdiction=row)
    spans = [[each.began_at.isoformat(), each.ended_at.isoformat()] for each in pauses]
    return {**_columns(deadline, now, row), "pauses": json.dumps(spans)}


def next_wake(hop: Hop, fact: HopFact) -> datetime | None:
    """When the clock process must look at a hop again after this fact; nothing that came due unseen is passed over."""
    deadline = followed_deadline(hop)
    if fact is HopFact.REMINDER_SENT:
        return deadline.due_at + JUST_AFTER
    follow_ups = follow_ups_for(deadline, policy=STANDARD, jurisdiction=jurisdiction_under(hop.clock_rule, hop.clock_version))
    return next((each.at for each in follow_ups if each.kind is FOLLOWED_BY.get(fact)), None)


def _start(hop: Hop, now: datetime) -> Changes:
    row = _jurisdiction(hop)
    zone = hop.provider.time_zone if hop.provider and hop.provider.time_zone else None
    deadline = deadline_for(now, jurisdiction=row, zone=zone)
    return {**_columns(deadline, now, row), "first_due_at": deadline.due_at, "pauses": "", "extended_to": None}


def _stop(_hop: Hop, _now: datetime) -> Changes:
    return {"wakes_at": None}


def _clear(_hop: Hop, _now: datetime) -> Changes:
    instants: Changes = dict.fromkeys(("received_at", "clock_started_at", "due_at", "wakes_at", "answered_at", "extended_to"))
    return {**instants, "is_late": False, "pauses": ""}


CLOCK_EFFECTS: Mapping[Effect, Callable[[Hop, datetime], Changes]] = MappingProxyType({
    Effect.START_CLOCK: _start,
    Effect.STOP_CLOCK: _stop,
    Effect.CLEAR_CLOCK: _clear,
})  # fmt: skip


def changes(hop: Hop, step: Step, now: datetime) -> Changes:
    """The columns that the step's effects set. A hop that is asked (again) is asked now."""
    found: Changes = {"asked_at": now} if step.to is HopStatus.REQUESTED else {}
    for effect in step.effects:
        if effect in CLOCK_EFFECTS:
            found.update(CLOCK_EFFECTS[effect](hop, now))
    return found
