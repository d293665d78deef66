"""Answer a request. A second answer to the same request is kept but changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.answering import ANSWERS_TO, NAMING_FIELD, REQUEST_STATES, named_by
from star57.hub.domain.facts import HopStatus
from star57.hub.domain.lifecycle import ANSWERED, TAKES_ANSWER
from star57.hub.domain.refusals import Invalid, NotFound, Refused, WrongState, told
from star57.hub.domain.tracing import TracebackStatus
from star57.hub.ledger.answers import Given, keep_second_answer, record_answer
from star57.hub.ledger.case import Case, HopRow
from star57.hub.ledger.entries import EntryRow
from star57.hub.ledger.locking import case_of_hop
from star57.hub.usecases.own_names import with_own_names
from star57.hub.usecases.permission import NOT_YOURS, permit_hop
from star57.wire.messages import Receipt, TracebackResponse
from star57.wire.values import WIRE_VERSION, Direction


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an answer: its receipt, and, for a second answer, the refusal to raise once it is safely kept."""

    receipt: Receipt
    refusal: Refused | None

    def raised(self) -> Receipt:
        """The receipt, or the refusal raised."""
        if self.refusal:
            raise self.refusal
        return self.receipt


def respond_to_request(*, actor: Actor, request: str, response: TracebackResponse, how: str, now: datetime) -> Outcome:
    """Record the provider's own answer. how is api or portal. Raises NotFound, NotAllowed, WrongState, Invalid."""
    with case_of_hop(request, actor=actor, now=now) as (case, hop):
        permit_hop(actor, Action.ANSWER_REQUEST, hop)
        return give_answer(case, hop, with_own_names(hop, response), Given(how, "", None, ""))


def give_answer(case: Case, hop: HopRow, response: TracebackResponse, given: Given) -> Outcome:
    """Record an answer, whoever brought it."""
    check_answer(case, hop, response)
    status = HopStatus(hop.status)
    if status in ANSWERED:
        entry = keep_second_answer(case, hop, response, given)
        text = told("This request was already answered. Your answer is kept beside the first; to replace the first, send a correction.")
        return Outcome(receipt_for(hop, entry), WrongState(text))
    if status not in TAKES_ANSWER:
        raise WrongState("Request %(id)s is %(status)s: it takes no answer now.", id=hop.public_id, status=status.value.replace("_", " "))
    return Outcome(receipt_for(hop, record_answer(case, hop, response, given)), None)


def check_answer(case: Case, hop: HopRow, response: TracebackResponse) -> None:
    """Refuse an answer that cannot be true of this request."""
    if hop.status not in REQUEST_STATES:
        raise NotFound(NOT_YOURS, id=hop.public_id)
    if case.traceback.status == TracebackStatus.WITHDRAWN.value:
        raise WrongState("The traceback of request %(id)s was withdrawn: it takes no answer any more.", id=hop.public_id)
    if response.facts_version > hop.facts_version:
        raise Invalid(
            "The call facts of this request stand at version %(facts_version)s.", "facts_version", facts_version=hop.facts_version
        )
    if response.facts_version < hop.facts_version:
        raise WrongState(
            "The call facts were corrected (version %(facts_version)s). Read the request again and answer that.",
            "facts_version",
            facts_version=hop.facts_version,
        )
    if response.answer.kind not in ANSWERS_TO[Direction(case.traceback.direction)]:
        raise Invalid(
            "This request asks whom a call-back number is served to: name the customer, who serves it, or decline.", "answer.kind"
        )
    reference = named_by(response.answer)
    if reference and hop.provider and reference.provider == hop.provider.public_id:
        field = NAMING_FIELD[response.answer.kind]
        raise Invalid("You named yourself. Name who handed you the call, or your own customer.", field)


def receipt_for(hop: HopRow, entry: EntryRow) -> Receipt:
    """Proof that something stands on the record."""
    return Receipt(
        version=WIRE_VERSION,
        request=hop.public_id,
        fact=entry.fact,
        recorded_at=entry.at,
        entry=entry.public_id,
        entry_hash=entry.hash,
        state=REQUEST_STATES[HopStatus(hop.status)],
    )
