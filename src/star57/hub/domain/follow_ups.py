"""What follows a deadline: reminder, escalation, the end of waiting.

No public rule gives these times: each policy is a row to configure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from star57.hub.domain.calendars import after_running, before_office_hours
from star57.hub.domain.deadlines import Deadline, OtherRule
from star57.hub.domain.jurisdiction import Jurisdiction
from star57.hub.domain.local_times import utc, zone_named


class FollowUpKind(StrEnum):
    """What is done at a follow-up."""

    REMINDER = "reminder"
    ESCALATION = "escalation"
    LAPSE = "lapse"  # the escalation stayed unanswered too: a person may now confirm the provider as non-responsive


class Measure(StrEnum):
    """How a wait is counted from the due instant, in the office's zone and calendar."""

    OFFICE_HOURS_BEFORE_DUE = "office_hours_before_due"  # business hours only
    RUNNING_HOURS_AFTER_DUE = "running_hours_after_due"  # clock hours, standing still on days that are no business days


@dataclass(frozen=True, slots=True)
class FollowUpRule:
    """One row of a policy."""

    kind: FollowUpKind
    wait: timedelta
    measure: Measure


@dataclass(frozen=True, slots=True)
class FollowUpPolicy:
    """A consortium's choice of follow-ups; its version changes with its rows."""

    policy_id: str
    version: str
    rules: tuple[FollowUpRule, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is done, and its instant (UTC)."""

    at: datetime
    kind: FollowUpKind


STANDARD = FollowUpPolicy(
    policy_id="standard",
    version="1",
    rules=(
        FollowUpRule(FollowUpKind.REMINDER, timedelta(hours=4), Measure.OFFICE_HOURS_BEFORE_DUE),
        FollowUpRule(FollowUpKind.ESCALATION, timedelta(hours=24), Measure.RUNNING_HOURS_AFTER_DUE),
        FollowUpRule(FollowUpKind.LAPSE, timedelta(hours=48), Measure.RUNNING_HOURS_AFTER_DUE),
    ),
)


def _before(deadline: Deadline, wait: timedelta, row: Jurisdiction) -> datetime:
    hours = (row.clock.opens, row.clock.closes)
    return before_office_hours(deadline.due_at, wait, hours, row.calendar, zone_named(deadline.zone))


def _after(deadline: Deadline, wait: timedelta, row: Jurisdiction) -> datetime:
    return after_running(deadline.due_at, wait, row.calendar, zone_named(deadline.zone))


_COUNT: dict[Measure, Callable[[Deadline, timedelta, Jurisdiction], datetime]] = {
    Measure.OFFICE_HOURS_BEFORE_DUE: _before,
    Measure.RUNNING_HOURS_AFTER_DUE: _after,
}


def follow_ups_for(deadline: Deadline, *, policy: FollowUpPolicy, jurisdiction: Jurisdiction) -> tuple[FollowUp, ...]:
    """All follow-ups of a deadline in order of time, less those that would come before its clock has started.

    `jurisdiction` is the deadline's own row; a shifted deadline has follow-ups of its own."""
    if (deadline.rule_id, deadline.rule_version) != (jurisdiction.clock.rule_id, jurisdiction.clock.version):
        raise OtherRule(f"This deadline was set under {deadline.rule_id} version {deadline.rule_version}: hand in that row.")
    each = (FollowUp(_COUNT[rule.measure](deadline, rule.wait, jurisdiction), rule.kind) for rule in policy.rules)
    return tuple(sorted((one for one in each if one.at > deadline.clock_started_at), key=lambda one: one.at))


def next_follow_up(after: datetime, deadline: Deadline, *, policy: FollowUpPolicy, jurisdiction: Jurisdiction) -> FollowUp | None:
    """The first follow-up later than `after`; None when all have passed."""
    each = follow_ups_for(deadline, policy=policy, jurisdiction=jurisdiction)
    return next((one for one in each if one.at > utc(after)), None)
