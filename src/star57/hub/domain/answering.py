"""What an answer means to the hop that gave it: its fact, and whom it names. Tables over the wire's answers; pure."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from star57.hub.domain.facts import HopFact, HopStatus
from star57.wire.answers import Answer, AnswerKind, CustomerKind, NoRecordFound, OwnCustomer
from star57.wire.messages import RequestState
from star57.wire.values import Direction, ProviderRef


class Channel(StrEnum):
    """How an answer was given that staff entered."""

    TELEPHONE = "telephone"
    LETTER = "letter"
    REPLY_MAIL = "reply_mail"


def _customer_fact(answer: OwnCustomer) -> HopFact:
    return HopFact.RESELLER_NAMED if answer.customer.kind is CustomerKind.RESELLER else HopFact.CUSTOMER_NAMED


def _no_record_fact(answer: NoRecordFound) -> HopFact:
    return HopFact.RECORDS_EXPIRED if answer.records_expired else HopFact.NO_RECORD_FOUND


ANSWER_FACTS: Mapping[AnswerKind, Callable[[Any], HopFact]] = MappingProxyType({
    AnswerKind.RECEIVED_FROM_PROVIDER: lambda _answer: HopFact.UPSTREAM_NAMED,
    AnswerKind.OWN_CUSTOMER: _customer_fact,
    AnswerKind.RECEIVED_FROM_ABROAD: lambda _answer: HopFact.FOREIGN_UPSTREAM_NAMED,
    AnswerKind.NOT_OUR_NUMBER: lambda _answer: HopFact.OTHER_SERVER_NAMED,
    AnswerKind.NO_RECORD_FOUND: _no_record_fact,
    AnswerKind.DECLINED: lambda _answer: HopFact.ANSWER_DECLINED,
})  # fmt: skip


def _reseller(answer: OwnCustomer) -> ProviderRef | None:
    customer = answer.customer
    if customer.kind is CustomerKind.CALLER:
        return None
    return ProviderRef(provider=customer.provider, name=customer.name, country=customer.country, contact=customer.contact)


NAMED_BY: Mapping[AnswerKind, Callable[[Any], ProviderRef | None]] = MappingProxyType({
    AnswerKind.RECEIVED_FROM_PROVIDER: lambda answer: answer.upstream,
    AnswerKind.OWN_CUSTOMER: _reseller,
    AnswerKind.RECEIVED_FROM_ABROAD: lambda answer: answer.upstream,
    AnswerKind.NOT_OUR_NUMBER: lambda answer: answer.served_by,
    AnswerKind.NO_RECORD_FOUND: lambda _answer: None,
    AnswerKind.DECLINED: lambda _answer: None,
})  # fmt: skip

NAMING_FIELD: Mapping[AnswerKind, str] = MappingProxyType({
    AnswerKind.RECEIVED_FROM_PROVIDER: "answer.upstream.provider",
    AnswerKind.OWN_CUSTOMER: "answer.customer.provider",
    AnswerKind.RECEIVED_FROM_ABROAD: "answer.upstream.provider",
    AnswerKind.NOT_OUR_NUMBER: "answer.served_by.provider",
})  # fmt: skip

ANSWERS_TO: Mapping[Direction, frozenset[AnswerKind]] = MappingProxyType({
    Direction.UPSTREAM: frozenset(AnswerKind),
    Direction.FORWARD: frozenset({AnswerKind.OWN_CUSTOMER, AnswerKind.NOT_OUR_NUMBER, AnswerKind.NO_RECORD_FOUND, AnswerKind.DECLINED}),
})  # fmt: skip

REQUEST_STATES: Mapping[HopStatus, RequestState] = MappingProxyType({
    **dict.fromkeys(
        (HopStatus.REQUESTED, HopStatus.UNREACHED, HopStatus.RUNNING, HopStatus.OVERDUE, HopStatus.ESCALATED, HopStatus.LAPSED),
        RequestState.OPEN,
    ),
    **dict.fromkeys((HopStatus.DISPUTED, HopStatus.RETRACTED), RequestState.OPEN),
    HopStatus.SENT_BACK: RequestState.SENT_BACK,
    HopStatus.UPSTREAM_NAMED: RequestState.ANSWERED,
    HopStatus.RESELLER_NAMED: RequestState.ANSWERED,
    HopStatus.FOREIGN_UPSTREAM_NAMED: RequestState.ANSWERED,
    HopStatus.OTHER_SERVER_NAMED: RequestState.ANSWERED,
    HopStatus.CUSTOMER_NAMED: RequestState.ANSWERED,
    HopStatus.NO_RECORD: RequestState.ANSWERED,
    HopStatus.DECLINED: RequestState.ANSWERED,
    HopStatus.NON_RESPONSIVE: RequestState.CLOSED,
    HopStatus.WITHDRAWN: RequestState.CLOSED,
})  # fmt: skip

VISIBLE_TO_PROVIDER = frozenset(REQUEST_STATES)  # a hop that is held, unidentified or looped has no request yet


def fact_of(answer: Answer) -> HopFact:
    """The fact that this answer is."""
    return ANSWER_FACTS[answer.kind](answer)


def named_by(answer: Answer) -> ProviderRef | None:
    """Whom the answer names, as it was written; None where it names nobody or only the caller."""
    return NAMED_BY[answer.kind](answer)
