"""From what an operator wrote, in a terminal or on a page, to one answer of the wire."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from star57.agent.answers import no_record, provider_named
from star57.agent.matching import search_spans
from star57.agent.policy import Policy
from star57.agent.requests import sought_in
from star57.wire.answers import (
    ActionTaken,
    Answer,
    AnswerKind,
    Customer,
    CustomerKind,
    Declined,
    NoRecordFound,
    NotOurNumber,
    OwnCustomer,
    ReceivedFromAbroad,
    ReceivedFromProvider,
)
from star57.wire.messages import TracebackRequest
from star57.wire.values import ProviderRef


class NotAnAnswer(ValueError):
    """`way`: the field that says which answer it is, "" when not exactly one was given; `words` say what is wrong with it."""

    def __init__(self, way: str, words: str) -> None:
        super().__init__(words)
        self.way, self.words = way, words


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """Exactly one of provider, foreign, customer, not_ours, no_record, declined says which answer it is."""

    provider: str | None
    foreign: str | None
    customer: str | None
    not_ours: str | None
    no_record: bool
    declined: str | None
    name: str | None
    country: str | None
    contact: str | None
    address: str | None
    kind: CustomerKind
    action: ActionTaken


def answer_from(written: WrittenAnswer, request: TracebackRequest, policy: Policy) -> Answer:
    """The one answer is written. Raises NotAnAnswer when they say none, or two, or lack something."""
    ways: dict[str, Callable[[], Answer]] = {
        "provider": lambda: _from_provider(written, policy),
        "foreign": lambda: _from_abroad(written, policy),
        "customer": lambda: OwnCustomer(kind=AnswerKind.OWN_CUSTOMER, customer=_customer(written), action_taken=written.action),
        "not_ours": lambda: NotOurNumber(kind=AnswerKind.NOT_OUR_NUMBER, served_by=_named(written, written.not_ours, policy)),
        "no_record": lambda: _none(request, policy),
        "declined": lambda: Declined(kind=AnswerKind.DECLINED, reason=written.declined or ""),
    }
    given = [way for way in ways if getattr(written, way)]
    if len(given) != 1:
        raise NotAnAnswer("", "give exactly one answer")
    try:
        return ways[given[0]]()
    except ValidationError as problem:
        error = problem.errors()[0]
        where = ".".join(map(str, error["loc"]))
        raise NotAnAnswer(given[0], f"{f'{where}: ' if where else ''}{error['msg'].removeprefix('Value error, ')}") from problem


def _from_provider(written: WrittenAnswer, policy: Policy) -> ReceivedFromProvider:
    return ReceivedFromProvider(kind=AnswerKind.RECEIVED_FROM_PROVIDER, upstream=_named(written, written.provider, policy))


def _from_abroad(written: WrittenAnswer, policy: Policy) -> ReceivedFromAbroad:
    return ReceivedFromAbroad(kind=AnswerKind.RECEIVED_FROM_ABROAD, upstream=_named(written, written.foreign, policy))


def _none(request: TracebackRequest, policy: Policy) -> NoRecordFound:
    return no_record(search_spans(sought_in(request)), request, systems=policy.systems, retention_days=policy.retention_days)


def _named(written: WrittenAnswer, text: str | None, policy: Policy) -> ProviderRef:
    known = provider_named(text or "", policy.names)
    return ProviderRef(provider=known.provider, name=written.name or known.name, country=written.country, contact=written.contact)


def _customer(written: WrittenAnswer) -> Customer:
    return Customer(name=written.customer or "", kind=written.kind, address=written.address, contact=written.contact)
