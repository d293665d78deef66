"""What a carrier's operator does about requests that wait: approve the answer proposed, choose a call, answer otherwise."""

from datetime import datetime
from uuid import uuid4

from star57.agent.answers import response_of
from star57.agent.cases import AWAITS_PERSON, Case, CaseState, ToSend
from star57.agent.journal import Journal
from star57.agent.journal_steps import NoLongerWaiting
from star57.wire.answers import (
    Answer,
    Declined,
    NoRecordFound,
    NotOurNumber,
    OwnCustomer,
    ReceivedFromAbroad,
    ReceivedFromProvider,
)
from star57.wire.messages import Responder, TracebackResponse
from star57.wire.values import ProviderRef

__all__ = ["NoLongerWaiting", "NothingProposed", "UnknownRequest", "approve", "case_waiting", "choose", "give_answer", "sentence"]


class UnknownRequest(LookupError):
    """This agent has no such request."""


class NothingProposed(LookupError):
    """There is no answer here to approve; one must be chosen or written."""


def case_of(journal: Journal, request_id: str) -> Case:
    case = journal.latest(request_id)
    if case is None:
        raise UnknownRequest(f"{request_id} is not here: `star57 agent review list` shows what waits")
    return case


def case_waiting(journal: Journal, request_id: str) -> Case:
    """The case, if it waits for a person. Raises UnknownRequest, NoLongerWaiting."""
    case = case_of(journal, request_id)
    if case.state not in AWAITS_PERSON:
        raise NoLongerWaiting(f"{request_id} does not wait for a person: it is {_STATE_WORDS[case.state]}")
    return case


def proposed_in(case: Case) -> TracebackResponse:
    """The answer that approving would send. Raises NothingProposed."""
    if case.proposed is None:
        many = "choose a call with `--candidate`, or " if case.options else ""
        raise NothingProposed(f"nothing is proposed for {case.request.id}: {many}write the answer with `star57 agent review answer`")
    return case.proposed


def option_in(case: Case, count: int) -> TracebackResponse:
    """What choosing the candidate (counted from 1) would send. Raises NothingProposed."""
    if not 1 <= count <= len(case.options):
        raise NothingProposed(f"{case.request.id} has {len(case.options)} candidates: there is none with the number {count}")
    response = case.options[count - 1].response
    if response is None:
        raise NothingProposed(
            f"candidate {count} came in {case.options[count - 1].came_from}, which no [[trunk]] maps to one name: answer by hand"
        )
    return TracebackResponse.model_validate_json(response)


def approve(journal: Journal, case: Case, *, by: str, at: datetime) -> ToSend:
    """Send what is proposed. All three raise NoLongerWaiting when the case changed since it was read."""
    return _decided(journal, case, proposed_in(case), by, at)


def choose(journal: Journal, case: Case, count: int, *, by: str, at: datetime) -> ToSend:
    """Send what the candidate's own record says."""
    return _decided(journal, case, option_in(case, count), by, at)


def give_answer(journal: Journal, case: Case, answer: Answer, *, comment: str | None, by: str, at: datetime) -> ToSend:
    """Send the operator's own answer; the search's evidence does not go with it."""
    response = response_of(answer, case.request, evidence=None).model_copy(update={"comment": comment})
    return _decided(journal, case, response, by, at)


def _decided(journal: Journal, case: Case, response: TracebackResponse, by: str, at: datetime) -> ToSend:
    by_person = response.model_copy(update={"made_by": Responder.PERSON})
    return journal.decide(case, by_person, uuid4().hex, by, at)


def sentence(answer: Answer, provider: str) -> str:
    """What will stand in the record."""
    match answer:
        case ReceivedFromProvider():
            return f"{provider} states that it received this call from {_named(answer.upstream)}."
        case ReceivedFromAbroad():
            return f"{provider} states that it received this call from abroad, from {_named(answer.upstream)}."
        case OwnCustomer():
            who = f"{answer.customer.name} ({answer.customer.kind.value})"
            return f"{provider} states that its own customer {who} placed this call; action taken: {answer.action_taken.value}."
        case NotOurNumber():
            return f"{provider} states that it did not serve this number then, and that {_named(answer.served_by)} did."
        case NoRecordFound():
            where = ", ".join(answer.searched.systems)
            return f"{provider} states that it found no record of this call in {where}, {answer.searched.since} to {answer.searched.until}."
        case Declined():
            return f"{provider} declines to answer: {answer.reason}"


def _named(provider: ProviderRef) -> str:
    known = f" ({provider.provider})" if provider.provider and provider.provider != provider.name else ""
    return f"{provider.name}{known}" + (f" in {provider.country}" if provider.country else "")


_STATE_WORDS = {
    CaseState.PROPOSED: "waiting",
    CaseState.DECIDED: "decided and on its way to the hub",
    CaseState.SENT: "answered, and the hub's receipt is here",
    CaseState.REFUSED: "refused by the hub, and waiting",
    CaseState.SUPERSEDED: "superseded by corrected call facts",
    CaseState.CLOSED: "no longer asked",
}
