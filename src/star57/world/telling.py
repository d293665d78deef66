"""A traceback in words and as a drawn line, for a terminal. Pure; knows no colour and no width."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import phonenumbers

from star57.wire.answers import Answer, Declined, NoRecordFound, NotOurNumber, OwnCustomer, ReceivedFromAbroad, ReceivedFromProvider
from star57.world.callsfile import Call
from star57.world.resting import Knowledge, source_of
from star57.world.results import CallOutcome, CallResult, WaitReason
from star57.world.sightings import Hop, Sighting

IN_2020 = "about 4 days"  # a traceback by telephone and e-mail, on average; ITG's figure for 2020

_WAITS: Mapping[WaitReason, str] = MappingProxyType({
    WaitReason.REVIEW: "{who}'s operator must look",
    WaitReason.TWO_CALLS_FIT: "two calls fit: a person at {who} must choose",
    WaitReason.UNKNOWN_UPSTREAM: "an analyst must find out who {who} is",
    WaitReason.SILENT: "{who} is silent",
    WaitReason.LOOP: "{who} was named again: a loop, for an analyst",
})  # fmt: skip
_NO_TRUNK_RULE = "{who} found the call, and none of its trunk rules says who handed it over"
_ENDS: Mapping[CallOutcome, str] = MappingProxyType({
    CallOutcome.NO_RECORD: "not found in its records",
    CallOutcome.DECLINED: "declined to answer",
    CallOutcome.NON_RESPONSIVE: "non-responsive",
    CallOutcome.WITHDRAWN: "withdrawn",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class HopRow:
    """One line of the table: who was asked, what their own records showed, what they answered, how long it took."""

    asked: str
    found: str
    answer: str
    took: str


def hop_rows(sighting: Sighting, knowledge: Knowledge) -> tuple[HopRow, ...]:
    """A row for each provider that was asked, the terminating one first."""
    return tuple(_row(hop, knowledge) for hop in sighting.standing)


def _row(hop: Hop, knowledge: Knowledge) -> HopRow:
    search = knowledge.search_of(hop.id)
    found = search.found.rstrip(".") if search else "has no agent" if hop.provider in knowledge.silent else "…"
    if hop.provider is None:
        found = "nobody here knows this name"
    answer = answer_words(hop.answer) if hop.answer else "waits for a person" if search and search.waits_for else ""
    return HopRow(hop.name, found, answer, seconds_words(hop.took_s) if hop.took_s is not None else "")


def answer_words(answer: Answer) -> str:
    """What was answered, in few words."""
    match answer:
        case ReceivedFromProvider():
            return f"from {answer.upstream.name}"
        case ReceivedFromAbroad():
            return f"from abroad: {answer.upstream.name}" + (f" ({answer.upstream.country})" if answer.upstream.country else "")
        case OwnCustomer():
            return f"its customer {answer.customer.name}"
        case NotOurNumber():
            return f"served by {answer.served_by.name}"
        case NoRecordFound():
            return "no record"
        case Declined():
            return "declined"


def call_words(call: Call) -> str:
    """The call as it was reported."""
    calling = number_words(call.calling_number) if call.calling_number else "a withheld number"
    return f"{calling} → {number_words(call.called_number)}, {call.at:%a %H:%M:%S} UTC ± {call.uncertainty_s:g} s"


def path_line(call: Call, sighting: Sighting, result: CallResult) -> str:
    """The drawn path: a line that grows upstream from the called subscriber and ends unmistakably."""
    stations = [hop.name for hop in sighting.standing if hop.provider and hop.provider in result.path]
    return " ◀── ".join([f"○ {number_words(call.called_number)}", *stations, end_words(sighting, result)])


def end_words(sighting: Sighting, result: CallResult) -> str:
    """How it ends: a customer, a border, a silence, a question."""
    waiting = result.waiting_for
    if waiting:
        names = {hop.provider or hop.name: hop.name for hop in sighting.hops}
        words = (
            _NO_TRUNK_RULE if waiting.reason is WaitReason.UNKNOWN_UPSTREAM and waiting.provider in result.path else _WAITS[waiting.reason]
        )
        return "? " + words.format(who=names.get(waiting.provider, waiting.provider))
    source = source_of(sighting)
    if source and source.kind == "customer":
        return f"■ {source.name} (customer)"
    if source:
        return f"┃ border ┃ {source.name}" + (f" ({source.country})" if source.country else "")
    return "· " + _ENDS.get(result.outcome, result.outcome.value.replace("_", " "))


def number_words(e164: str) -> str:
    """+1 617 555 0172"""
    return phonenumbers.format_number(phonenumbers.parse(e164), phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace("-", " ")


def seconds_words(seconds: float) -> str:
    """0.08 s, 12.3 s, 4 min 10 s."""
    if seconds < 100:
        return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"
