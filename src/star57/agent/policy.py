"""What may leave without a person: the rules a carrier's administrator wrote, applied to what the records showed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from star57.agent.answers import answer_naming, evidence_for, no_record, response_of
from star57.agent.auto_rules import AutoRule, Mode, ruling_on, ways_in
from star57.agent.ends import CustomerEnd, End, ForeignEnd, Neighbour
from star57.agent.matching import Decision, Verdict
from star57.wire.answers import ActionTaken
from star57.wire.messages import RequestState, TracebackRequest, TracebackResponse
from star57.wire.values import Direction

__all__ = ["Mode", "Policy", "Proposal", "ReleaseRule", "WaitsFor", "decide"]


class WaitsFor(StrEnum):
    """Why an answer waits for a person, in the words the demo's result uses."""

    REVIEW = "review"
    TWO_CALLS_FIT = "two_calls_fit"
    UNKNOWN_UPSTREAM = "unknown_upstream"


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """Customers (globs over their names; case counts) whose identity may leave by itself, and what was done about them."""

    customers: tuple[str, ...]
    action_taken: ActionTaken

    def covers(self, customer: CustomerEnd) -> bool:
        return any(fnmatchcase(customer.name, glob) for glob in self.customers)


@dataclass(frozen=True, slots=True)
class Policy:
    """`mode` where no row of `auto` fits. `providers`: registry ids answered for; `names`: neighbours' names by registry id;
    `systems`: what a search covers."""

    mode: Mode
    rules: tuple[ReleaseRule, ...]
    providers: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)
    systems: tuple[str, ...] = ("call records kept by the agent",)
    retention_days: int | None = None
    auto: tuple[AutoRule, ...] = ()

    def rule_for(self, customer: CustomerEnd) -> ReleaseRule | None:
        return next((rule for rule in self.rules if rule.covers(customer)), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer, or none, and one sentence that says why it may leave by itself or what a person must decide."""

    response: TracebackResponse | None
    waits_for: WaitsFor | None
    reason: str

    @property
    def leaves_by_itself(self) -> bool:
        return self.response is not None and self.waits_for is None


def decide(verdict: Verdict, request: TracebackRequest, policy: Policy, *, is_complete: bool) -> Proposal:
    """`is_complete`: the carrier declared that its store holds every call of every span the verdict searched."""
    found = _for_one_answer(verdict, request, policy) or _for_none(verdict, request, policy, is_complete=is_complete)
    doubt = _doubt_about(request, policy)
    if doubt:
        return Proposal(found.response, found.waits_for or WaitsFor.REVIEW, doubt)
    return _as_ruled(found, verdict, request, policy) if found.leaves_by_itself else found


def _as_ruled(found: Proposal, verdict: Verdict, request: TracebackRequest, policy: Policy) -> Proposal:
    """What may leave at all leaves as the first [[auto]] row that fits says; where none fits, as `policy` says."""
    ruling = ruling_on(policy.auto, request.campaign.name, ways_in(verdict))
    mode = ruling.rule.mode if ruling else policy.mode
    if mode is Mode.REVIEW:
        words = f"under {ruling}" if ruling else "a person approves every answer here (policy = review)"
        return Proposal(found.response, WaitsFor.REVIEW, f"{words}. {verdict.summary()}")
    return Proposal(found.response, None, f"under {ruling}. {found.reason}") if ruling else found


def _doubt_about(request: TracebackRequest, policy: Policy) -> str:
    """Why this request is not one to be answered by itself, whatever the records show."""
    if request.provider.provider not in policy.providers:
        return f"it asks {request.provider.name}, which this agent does not answer for: add its id to providers, or decline"
    if request.direction is Direction.FORWARD:
        return "it asks whom a call-back number is served to, which call records do not tell: answer by hand"
    if request.missing:
        return f"the hub's staff sent the last answer back: {request.missing}"
    if request.state is not RequestState.OPEN:
        return f"the request is {request.state.value.replace('_', ' ')}, and not a first question"
    return ""


def _for_one_answer(verdict: Verdict, request: TracebackRequest, policy: Policy) -> Proposal | None:
    end = verdict.answer
    if end is None:
        return None
    found = _for_an_end(end, verdict, request, policy)
    dialled = next((one.came_in_for for one in verdict.confident if one.came_in_for), "")
    told = found.response.evidence if found.response else None
    if not dialled or (told and told.came_in_for):
        return found
    words = f"the call came in for {dialled} and was forwarded here: the carrier before knows it under that number, so tell the hub"
    return Proposal(found.response, found.waits_for or WaitsFor.REVIEW, words)


def _for_an_end(end: End, verdict: Verdict, request: TracebackRequest, policy: Policy) -> Proposal:
    match end:
        case CustomerEnd():
            return _for_a_customer(end, verdict, request, policy)
        case Neighbour() if end.provider in policy.providers:
            words = "the trunk table names this provider itself as the upstream: correct the [[trunk]]"
            return Proposal(None, WaitsFor.UNKNOWN_UPSTREAM, words)
        case ForeignEnd() if not end.country:
            return Proposal(None, WaitsFor.REVIEW, f"{end} has no country in its [[trunk]]: write it there, or answer by hand")
        case _:
            return Proposal(_response(end, ActionTaken.NONE, verdict, request, policy), None, verdict.summary())


def _for_a_customer(end: CustomerEnd, verdict: Verdict, request: TracebackRequest, policy: Policy) -> Proposal:
    """A customer's identity leaves only under a rule written for it."""
    rule = policy.rule_for(end)
    response = _response(end, rule.action_taken if rule else ActionTaken.NONE, verdict, request, policy)
    if rule is None:
        return Proposal(response, WaitsFor.REVIEW, f"the call came from {end}, and no [[rule]] lets that name leave by itself")
    return Proposal(response, None, f"under the rule for {', '.join(rule.customers)}. {verdict.summary()}")


def _for_none(verdict: Verdict, request: TracebackRequest, policy: Policy, *, is_complete: bool) -> Proposal:
    match verdict.decision:
        case Decision.TWO_CALLS_FIT:
            return Proposal(None, WaitsFor.TWO_CALLS_FIT, verdict.summary())
        case Decision.UNMAPPED_TRUNK:
            return Proposal(None, WaitsFor.UNKNOWN_UPSTREAM, f"no [[trunk]] says who handed the call over. {verdict.summary()}")
        case Decision.NOTHING_FOUND:
            return _for_nothing_found(verdict, request, policy, is_complete=is_complete)
        case _:
            return Proposal(None, WaitsFor.REVIEW, verdict.summary())


def _for_nothing_found(verdict: Verdict, request: TracebackRequest, policy: Policy, *, is_complete: bool) -> Proposal:
    if not is_complete:
        words = f"{verdict.summary()} Nobody declared the store complete for the time searched, so that is no answer yet"
        return Proposal(None, WaitsFor.REVIEW, words)
    answer = no_record(verdict.searched, request, systems=policy.systems, retention_days=policy.retention_days)
    words = f"{verdict.summary()} The store is complete for the time searched"
    return Proposal(response_of(answer, request, evidence=None), None, words)


def _response(end: End, action_taken: ActionTaken, verdict: Verdict, request: TracebackRequest, policy: Policy) -> TracebackResponse:
    answer = answer_naming(end, names=policy.names, action_taken=action_taken)
    return response_of(answer, request, evidence=evidence_for(verdict))
