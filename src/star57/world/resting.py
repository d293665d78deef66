"""Whether a traceback has come to rest, where, and what the result says of it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from star57.wire.answers import CustomerKind, OwnCustomer, ReceivedFromAbroad
from star57.world.callsfile import Call
from star57.world.results import CallOutcome, CallResult, HopResult, Source, WaitingFor, WaitReason
from star57.world.searches import Search
from star57.world.sightings import Hop, Sighting

_OF_STATUS: Mapping[str, WaitReason] = MappingProxyType({"unidentified": WaitReason.UNKNOWN_UPSTREAM, "looped": WaitReason.LOOP})
_NOT_ASKED = frozenset({"unidentified", "looped", "held"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the hub does not know: which providers have no agent, and what each agent's search showed."""

    silent: frozenset[str]
    search_of: Callable[[str], Search | None]


def is_over(sighting: Sighting) -> bool:
    """Whether the hub says that it ended."""
    return sighting.status != "open"


def waiting_for(sighting: Sighting, knowledge: Knowledge) -> WaitingFor | None:
    """The first hop that a person must act on, when nothing else moves any more; None while an agent may still answer."""
    found = [(hop, _reason(hop, knowledge)) for hop in sighting.standing if hop.waits_for != "nobody"]
    if is_over(sighting) or not found or any(reason is None for _, reason in found):
        return None
    hop, reason = found[0]
    return WaitingFor(hop.provider or hop.name, reason or WaitReason.REVIEW)


def _reason(hop: Hop, knowledge: Knowledge) -> WaitReason | None:
    if hop.waits_for == "staff":
        return _OF_STATUS.get(hop.status, WaitReason.REVIEW)
    search = knowledge.search_of(hop.id)
    if search and search.waits_for:
        return WaitReason(search.waits_for)
    if hop.provider in knowledge.silent:
        return WaitReason.SILENT
    return WaitReason.REVIEW if hop.status == "held" else None


def result_of(call: Call, sighting: Sighting, waiting: WaitingFor | None, knowledge: Knowledge) -> CallResult:
    """The call's row of the result."""
    asked = [hop for hop in sighting.standing if hop.provider and hop.status not in _NOT_ASKED]
    ended_at = max([sighting.updated_at, *(search.ended_at for hop in asked if waiting and (search := knowledge.search_of(hop.id)))])
    return CallResult(
        line=call.line,
        called=call.raw.called,
        calling=call.raw.calling,
        time=call.raw.time,
        terminating=call.raw.terminating,
        outcome=CallOutcome.NEEDS_PERSON if waiting else CallOutcome(sighting.outcome or "needs_person"),
        path=tuple(hop.provider for hop in asked if hop.provider),
        source=source_of(sighting),
        seconds=_rounded((ended_at - sighting.opened_at).total_seconds()),
        waiting_for=waiting,
        hops=tuple(_hop(hop, knowledge.search_of(hop.id)) for hop in asked),
    )


def source_of(sighting: Sighting) -> Source | None:
    """Who placed the call, where the path shows it: the customer if one was named, else the provider abroad."""
    answers = [hop.answer for hop in sighting.standing]
    for answer in answers:
        if isinstance(answer, OwnCustomer) and answer.customer.kind is CustomerKind.CALLER:
            return Source("customer", answer.customer.name, answer.customer.country)
    for answer in answers:
        if isinstance(answer, ReceivedFromAbroad):
            return Source("foreign", answer.upstream.name, answer.upstream.country)
    return None


def _hop(hop: Hop, search: Search | None) -> HopResult:
    answer = hop.answer
    return HopResult(
        provider=hop.provider or hop.name,
        answer=answer.kind.value if answer else None,
        upstream=hop.upstream,
        reasons=search.reasons if search else (),
        seconds=None if hop.took_s is None else _rounded(hop.took_s),
    )


def _rounded(seconds: float) -> float:
    return round(seconds, 4)
