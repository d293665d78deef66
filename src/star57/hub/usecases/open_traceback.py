"""Open a traceback: the terminating provider is asked who handed it the call. One, or thousands from a list."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Invalid
from star57.hub.ledger import registry
from star57.hub.ledger.asking import open_hop, plainly
from star57.hub.ledger.registry import CampaignRow
from star57.hub.ledger.tracebacks import Call, new_case
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.permission import permit
from star57.numbers import NotANumber, parse_e164
from star57.wire.values import Direction

MAX_UNCERTAINTY_S = 86_400.0
CLOCK_SKEW = timedelta(minutes=10)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CampaignWords:
    """A campaign by its words. harm_rank 0 is the gravest harm."""

    name: str
    why_suspicious: str
    transcript: str
    harm_rank: int


@dataclass(frozen=True, slots=True)
class CallReport:
    """A call as somebody reports it. Numbers as written; calling None when withheld; terminating is a registry id."""

    called_number: str
    calling_number: str | None
    call_at: datetime
    uncertainty_s: float
    call_id: str | None
    origid: str | None


def open_traceback(
    *,
    actor: Actor,
    report: CallReport,
    terminating: str,
    campaign: str | CampaignWords,
    direction: Direction,
    now: datetime,
    source: str | None = None,
) -> str:
    """Open one traceback and ask the terminating provider (forward: the one that serves the call-back number). Returns its id.

    source: the organisation that handed the call in, when it is not the actor's own.

    Raises Invalid naming the field, NotAllowed.
    """
    permit(actor, Action.OPEN_TRACEBACK)
    call = checked_call(report, now)
    provider = registry.provider_by_id(terminating)
    if provider is None:
        raise Invalid(
            "No provider %(terminating)s in the registry. Register it first, or look its id up.", "terminating", terminating=terminating
        )
    with transaction():
        chosen = _campaign(campaign, actor, now)
        handed_in_by = registry.organisation_by_id(source or actor.organisation)
        if source and handed_in_by is None:
            raise Invalid("There is no organisation %(source)s.", "source", source=source)
        with new_case(call, chosen, handed_in_by, direction, actor=actor, now=now) as case:
            open_hop(case, plainly(provider), named_by=None)
        return case.traceback.public_id


def checked_call(report: CallReport, now: datetime) -> Call:
    """The call with E.164 numbers and an aware UTC time, or Invalid naming the field."""
    if report.call_at.tzinfo is None:
        raise Invalid("The call's time needs an offset: write 2026-11-22T13:49:17Z.", "call_at")
    if report.call_at < EARLIEST:
        raise Invalid("No provider keeps records of that time. Check the year.", "call_at")
    if report.call_at > now + CLOCK_SKEW:
        raise Invalid("The call's time lies in the future. Check the day and the offset.", "call_at")
    if not 0 <= report.uncertainty_s <= MAX_UNCERTAINTY_S:
        raise Invalid("Say within how many seconds the time is known: 0 to 86400.", "uncertainty_s")
    return Call(
        called_number=_e164(report.called_number, "called_number"),
        calling_number=_e164(report.calling_number, "calling_number") if report.calling_number else "",
        call_at=report.call_at,
        uncertainty_s=float(report.uncertainty_s),
        call_id=report.call_id or "",
        origid=report.origid or "",
    )


def _e164(text: str, field: str) -> str:
    try:
        return parse_e164(text)
    except NotANumber:
        raise Invalid(
            "%(number)r is not a whole telephone number: write it with + and the country code, as in +16175550172.", field, number=text
        ) from None


def _campaign(campaign: str | CampaignWords, actor: Actor, now: datetime) -> CampaignRow:
    if isinstance(campaign, str):
        found = registry.campaign_by_id(campaign)
        if found is None:
            raise Invalid("There is no campaign %(campaign)s.", "campaign_id", campaign=campaign)
        return found
    known = registry.campaign_by_words(campaign.name, campaign.why_suspicious, campaign.transcript)
    if known:
        return known
    made = registry.new_campaign(campaign.name, campaign.why_suspicious, campaign.transcript, campaign.harm_rank)
    registry.enter(made, "campaign", "campaign_opened", actor=actor, now=now, secret_texts={})
    return made
