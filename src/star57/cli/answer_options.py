"""From the options of `star57 agent review answer` to one answer of the wire."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from star57.agent.answers import no_record, provider_named
from star57.agent.matching import search_spans
from star57.agent.policy import Policy
from star57.agent.requests import sought_in
from star57.cli.failures import Misused
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


@dataclass(frozen=True, slots=True)
class AnswerOptions:
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


def answer_from(options: AnswerOptions, request: TracebackRequest, policy: Policy) -> Answer:
    """The one answer the options say. Raises Misused when they say none, or two, or lack something."""
    ways: dict[str, Callable[[], Answer]] = {
        "provider": lambda: _from_provider(options, policy),
        "foreign": lambda: _from_abroad(options, policy),
        "customer": lambda: OwnCustomer(kind=AnswerKind.OWN_CUSTOMER, customer=_customer(options), action_taken=options.action),
        "not_ours": lambda: NotOurNumber(kind=AnswerKind.NOT_OUR_NUMBER, served_by=_named(options, options.not_ours, policy)),
        "no_record": lambda: _none(request, policy),
        "declined": lambda: Declined(kind=AnswerKind.DECLINED, reason=options.declined or ""),
    }
    given = [way for way in ways if getattr(options, way)]
    if len(given) != 1:
        raise Misused("give exactly one of --provider, --foreign, --customer, --not-ours, --no-record, --declined")
    try:
        return ways[given[0]]()
    except ValidationError as problem:
        error = problem.errors()[0]
        where = ".".join(map(str, error["loc"]))
        raise Misused(
            f"--{given[0].replace('_', '-')}: {f'{where}: ' if where else ''}{error['msg'].removeprefix('Value error, ')}"
        ) from problem


def _from_provider(options: AnswerOptions, policy: Policy) -> ReceivedFromProvider:
    return ReceivedFromProvider(kind=AnswerKind.RECEIVED_FROM_PROVIDER, upstream=_named(options, options.provider, policy))


def _from_abroad(options: AnswerOptions, policy: Policy) -> ReceivedFromAbroad:
    return ReceivedFromAbroad(kind=AnswerKind.RECEIVED_FROM_ABROAD, upstream=_named(options, options.foreign, policy))


def _none(request: TracebackRequest, policy: Policy) -> NoRecordFound:
    return no_record(search_spans(sought_in(request)), request, systems=policy.systems, retention_days=policy.retention_days)


def _named(options: AnswerOptions, text: str | None, policy: Policy) -> ProviderRef:
    known = provider_named(text or "", policy.names)
    return ProviderRef(provider=known.provider, name=options.name or known.name, country=options.country, contact=options.contact)


def _customer(options: AnswerOptions) -> Customer:
    return Customer(name=options.customer or "", kind=options.kind, address=options.address, contact=options.contact)
