"""What statuses, facts and answers are called when people read them. One table each; no rule hangs on them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.tracing import TracebackFact
from star57.wire.answers import (
    ActionTaken,
    Answer,
    AnswerKind,
    CustomerKind,
    Declined,
    NoRecordFound,
    NotOurNumber,
    OwnCustomer,
    ReceivedFromAbroad,
    ReceivedFromProvider,
)
from star57.wire.values import ProviderRef

STATUS_WORDS: Mapping[HopStatus, str] = MappingProxyType({
    HopStatus.HELD: "Held back by the weekly cap",
    HopStatus.UNIDENTIFIED: "Named, not yet identified",
    HopStatus.REQUESTED: "Asked, not yet received",
    HopStatus.UNREACHED: "Notice did not arrive",
    HopStatus.RUNNING: "Clock is running",
    HopStatus.SENT_BACK: "Sent back as incomplete",
    HopStatus.OVERDUE: "Overdue",
    HopStatus.ESCALATED: "Overdue, escalated",
    HopStatus.LAPSED: "Silent after escalation",
    HopStatus.DISPUTED: "Says it did not hand this call on",
    HopStatus.LOOPED: "Named again: a loop",
    HopStatus.RETRACTED: "Took its answer back",
    HopStatus.UPSTREAM_NAMED: "Named who handed it the call",
    HopStatus.RESELLER_NAMED: "Named a customer that carries for others",
    HopStatus.FOREIGN_UPSTREAM_NAMED: "Received it from abroad",
    HopStatus.OTHER_SERVER_NAMED: "Number served by another",
    HopStatus.CUSTOMER_NAMED: "Named its customer",
    HopStatus.NO_RECORD: "Not found in its records",
    HopStatus.DECLINED: "Declined to answer",
    HopStatus.NON_RESPONSIVE: "Non-responsive",
    HopStatus.WITHDRAWN: "Withdrawn",
})  # fmt: skip

FACT_WORDS: Mapping[str, str] = MappingProxyType({
    TracebackFact.TRACEBACK_OPENED.value: "Traceback opened",
    TracebackFact.CALL_FACTS_CORRECTED.value: "Call facts corrected",
    TracebackFact.OUTCOME_REACHED.value: "Outcome reached",
    TracebackFact.TRACEBACK_REOPENED.value: "Traceback reopened",
    TracebackFact.TRACEBACK_WITHDRAWN.value: "Traceback withdrawn",
    TracebackFact.TRACEBACK_MERGED.value: "Merged into another traceback of the same call",
    TracebackFact.TRACEBACK_UNMERGED.value: "Merging taken back",
    TracebackFact.DUPLICATE_TAKEN_IN.value: "A duplicate was merged into this traceback",
    TracebackFact.DUPLICATE_LET_GO.value: "A duplicate was let go again",
    TracebackFact.TRACEBACK_ASSIGNED.value: "Assigned",
    TracebackFact.TAGS_CHANGED.value: "Tags changed",
    TracebackFact.NOTE_WRITTEN.value: "Note",
    TracebackFact.TRACEBACK_REVIEWED.value: "Looked at",
    HopFact.PROVIDER_ASKED.value: "Asked",
    HopFact.CAP_REACHED.value: "Held back: weekly cap reached",
    HopFact.UNKNOWN_PROVIDER_NAMED.value: "Named, but nobody here knows it yet",
    HopFact.PROVIDER_NAMED_AGAIN.value: "Named again; asked once more",
    HopFact.LOOP_FOUND.value: "Named again: a loop, for an analyst to decide",
    HopFact.HOP_LIMIT_REACHED.value: "25 hops reached, for an analyst to decide",
    HopFact.CAP_LIFTED.value: "Asked: the weekly cap has room again",
    HopFact.PROVIDER_IDENTIFIED.value: "Identified and asked",
    HopFact.REQUEST_RECEIVED.value: "Request received",
    HopFact.NOTICE_ACCEPTED.value: "Notice accepted",
    HopFact.NOTICE_BOUNCED.value: "Notice came back",
    HopFact.NOTICE_FAILED.value: "A later notice came back",
    HopFact.PROVIDER_WROTE.value: "Message from the provider",
    HopFact.STAFF_WROTE.value: "Message from the consortium",
    HopFact.MORE_TIME_ASKED.value: "Asked for more time",
    HopFact.MORE_TIME_GRANTED.value: "More time granted; the legal due time stands",
    HopFact.MORE_TIME_REFUSED.value: "More time refused",
    HopFact.CONTACT_REPLACED.value: "Contact replaced, asked again",
    HopFact.REMINDER_SENT.value: "Reminded",
    HopFact.DEADLINE_PASSED.value: "Deadline passed",
    HopFact.OUTAGE_CREDITED.value: "Outage credited to the clock",
    HopFact.REQUEST_ESCALATED.value: "Escalated",
    HopFact.ESCALATION_LAPSED.value: "Escalation stayed unanswered",
    HopFact.NON_RESPONSE_CONFIRMED.value: "Confirmed as non-responsive",
    HopFact.UPSTREAM_NAMED.value: "Named who handed it the call",
    HopFact.RESELLER_NAMED.value: "Named a customer that carries for others",
    HopFact.FOREIGN_UPSTREAM_NAMED.value: "Stated that the call came from abroad",
    HopFact.OTHER_SERVER_NAMED.value: "Stated that another serves the number",
    HopFact.CUSTOMER_NAMED.value: "Named its customer",
    HopFact.NO_RECORD_FOUND.value: "Found no record",
    HopFact.RECORDS_EXPIRED.value: "Records of that time have expired",
    HopFact.ANSWER_DECLINED.value: "Declined to answer",
    HopFact.ANSWER_RETRACTED.value: "Took its answer back",
    HopFact.ANSWER_SENT_BACK.value: "Answer sent back as incomplete",
    HopFact.ANSWER_CONTESTED.value: "Contested by the provider it named",
    HopFact.SECOND_ANSWER_KEPT.value: "Second answer kept beside the first",
    HopFact.FACTS_CORRECTED.value: "Told of corrected call facts",
    HopFact.CLAIM_DISPUTED.value: "Disputes having handed the call on",
    HopFact.CLAIM_CONFIRMED.value: "Confirms having handed the call on",
    HopFact.CLAIM_RETRACTED.value: "No longer named",
    HopFact.DISPUTE_UPHELD.value: "Dispute upheld",
    HopFact.DISPUTE_REJECTED.value: "Dispute rejected, asked again",
    HopFact.LOOP_OVERRULED.value: "Asked although the trace was there before",
    HopFact.HOP_WITHDRAWN.value: "Request withdrawn",
    HopFact.HOP_REOPENED.value: "Asked again",
    HopFact.HANDED_OVER.value: "Handed over to another provider of the same organisation",
})  # fmt: skip


Names = Mapping[str, str]


def answer_words(answerer: str, answer: Answer, registered: Names) -> str:
    """The sentence that stands in the record for an answer: "X states that …". registered: names by registry id."""
    return f"{answerer} {ANSWER_WORDS[answer.kind](answer, registered)}"


def _from_provider(answer: ReceivedFromProvider, registered: Names) -> str:
    return f"states that it received this call from {_name(answer.upstream, registered)}."


def _from_abroad(answer: ReceivedFromAbroad, registered: Names) -> str:
    place = f" ({answer.upstream.country})" if answer.upstream.country else ""
    return f"states that it received this call from abroad, from {_name(answer.upstream, registered)}{place}."


def _own_customer(answer: OwnCustomer, _registered: Names) -> str:
    if answer.customer.kind is CustomerKind.RESELLER:
        return f"states that its customer {answer.customer.name}, which carries for others, handed it this call."
    done = "It took no action yet." if answer.action_taken is ActionTaken.NONE else f"Action taken: {answer.action_taken.value}."
    return f"states that its customer {answer.customer.name} placed this call. {done}"


def _not_ours(answer: NotOurNumber, registered: Names) -> str:
    return f"states that {_name(answer.served_by, registered)} served the called number."


def _no_record(answer: NoRecordFound, _registered: Names) -> str:
    if answer.records_expired:
        return "states that its records of that time have expired."
    return f"states that it found no record of this call in {', '.join(answer.searched.systems)}."


def _declined(answer: Declined, _registered: Names) -> str:
    return f"declines to answer: {answer.reason}"


ANSWER_WORDS: Mapping[AnswerKind, Callable[[Any, Names], str]] = MappingProxyType({
    AnswerKind.RECEIVED_FROM_PROVIDER: _from_provider,
    AnswerKind.RECEIVED_FROM_ABROAD: _from_abroad,
    AnswerKind.OWN_CUSTOMER: _own_customer,
    AnswerKind.NOT_OUR_NUMBER: _not_ours,
    AnswerKind.NO_RECORD_FOUND: _no_record,
    AnswerKind.DECLINED: _declined,
})  # fmt: skip


def _name(reference: ProviderRef, registered: Names) -> str:
    """The registry's name for a known provider, else the name as written."""
    return registered.get(reference.provider or "", reference.name)
