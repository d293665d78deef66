"""From what was found to what is sent: the wire's answer for an end of a trunk, and the little evidence that may go with it. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from star57.agent.cdr import Cdr
from star57.agent.ends import CustomerEnd, End, ForeignEnd, Neighbour
from star57.agent.matching import Candidate, Verdict
from star57.agent.matching.passport import claims_of
from star57.agent.stores.contract import Span
from star57.numbers import other_number
from star57.wire.answers import (
    ActionTaken,
    Answer,
    AnswerKind,
    CallEvidence,
    Customer,
    CustomerKind,
    NoRecordFound,
    OwnCustomer,
    ReceivedFromAbroad,
    ReceivedFromProvider,
    Searched,
)
from star57.wire.messages import Responder, TracebackRequest, TracebackResponse
from star57.wire.values import WIRE_VERSION, ProviderRef

_REGISTRY_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_LONGEST_DURATION_S = 864_000.0
_KNOWN_START_S = 5.0  # a record that only says when the call ended, or a local hour that came twice, does not know


def provider_named(text: str, names: Mapping[str, str]) -> ProviderRef:
    """A registry id, with its name where it is known; anything else is the name of a provider the registry may not know."""
    if _REGISTRY_ID.fullmatch(text):
        return ProviderRef(provider=text, name=names.get(text, text))
    return ProviderRef(name=text)


def answer_naming(end: End, *, names: Mapping[str, str], action_taken: ActionTaken) -> Answer:
    """Raises pydantic.ValidationError for a foreign end without a country."""
    match end:
        case Neighbour():
            return ReceivedFromProvider(kind=AnswerKind.RECEIVED_FROM_PROVIDER, upstream=provider_named(end.provider, names))
        case ForeignEnd():
            abroad = ProviderRef(name=end.name, country=end.country or None)
            return ReceivedFromAbroad(kind=AnswerKind.RECEIVED_FROM_ABROAD, upstream=abroad)
        case CustomerEnd():
            return OwnCustomer(kind=AnswerKind.OWN_CUSTOMER, customer=_customer(end), action_taken=action_taken)


def _customer(end: CustomerEnd) -> Customer:
    return Customer(
        name=end.name, kind=CustomerKind(end.kind), address=end.address or None, contact=end.contact or None, provider=end.provider
    )


def no_record(
    searched: Sequence[Span], request: TracebackRequest, *, systems: tuple[str, ...], retention_days: int | None
) -> NoRecordFound:
    """States the unbroken span around the call's time that was searched, and never time between spans that was not."""
    span = _around(request, searched)
    kept = retention_days is None or request.asked_at - request.call.call_at <= timedelta(days=retention_days)
    window = Searched(systems=systems, since=span.since, until=span.until, retention_days=retention_days)
    return NoRecordFound(kind=AnswerKind.NO_RECORD_FOUND, searched=window, records_expired=not kept)


def _around(request: TracebackRequest, searched: Sequence[Span]) -> Span:
    merged: list[Span] = []
    for span in sorted(searched, key=lambda one: one.since):
        if merged and span.since <= merged[-1].until:
            merged[-1] = Span(merged[-1].since, max(merged[-1].until, span.until))
        else:
            merged.append(span)
    at = request.call.call_at
    return next((span for span in merged if span.since <= at < span.until), merged[0])


def response_of(answer: Answer, request: TracebackRequest, *, evidence: CallEvidence | None) -> TracebackResponse:
    return TracebackResponse(
        version=WIRE_VERSION, facts_version=request.facts_version, answer=answer, made_by=Responder.AGENT, evidence=evidence
    )


def evidence_for(verdict: Verdict) -> CallEvidence | None:
    """Of the one call the answer rests on. Where it rests on several, nothing but other numbers that all of them went under."""
    if verdict.is_same_call:
        return evidence_of(verdict.confident[0])
    numbers = {(came_in_for(one), one.diverted_from or None) for one in verdict.confident}
    dialled, diverted = numbers.pop() if len(numbers) == 1 else (None, None)
    return CallEvidence(came_in_for=dialled, diverted_from=diverted) if dialled or diverted else None


def came_in_for(candidate: Candidate) -> str | None:
    """E.164: the number the carrier before knows the call under, where it is another than the one asked and can be told."""
    return other_number(candidate.came_in_for, candidate.called_number) or None if candidate.came_in_for else None


def evidence_of(candidate: Candidate) -> CallEvidence:
    """Start (where the record knows it), length, numbers on the wire, Call-ID and signature of one call. Never a whole record,
    a trunk or an address."""
    records = candidate.records
    claims = [claims_of(record.identity) for record in records]
    attestation = _first(claim.attestation for claim in claims)
    return CallEvidence(
        started_at=candidate.started_at if candidate.within_s <= _KNOWN_START_S else None,
        duration_s=min(max(record.duration_s for record in records), _LONGEST_DURATION_S),
        called_on_wire=_text(records, "called_in", 200),
        calling_on_wire=_text(records, "calling_in", 200),
        came_in_for=came_in_for(candidate),
        diverted_from=candidate.diverted_from or None,
        call_id=_text(records, "call_id", 300),
        attestation=attestation if attestation in ("A", "B", "C") else None,
        origid=(_first(claim.origid for claim in claims) or "")[:100] or None,
    )


def _text(records: Sequence[Cdr], field: str, longest: int) -> str | None:
    """The first thing a record says; a text too long for the wire is left out, for a cut one would be another."""
    found = _first(str(getattr(record, field)) for record in records)
    return found if found and len(found) <= longest else None


def _first(texts: Iterable[str]) -> str | None:
    return next((text for text in texts if text), None)
