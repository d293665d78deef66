"""Searches a store for the call a request asks about and judges what it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from star57.agent.cdr import Cdr
from star57.agent.matching import CallSought, Decision, Egress, Verdict, judge, refs_without_ingress, search_spans, zones_span
from star57.agent.matching.clocks import ClockOffset, on_our_clock
from star57.agent.stores.contract import CdrStore, Span
from star57.agent.trunks import TrunkTable
from star57.numbers import number_key


def find(sought: CallSought, store: CdrStore, trunks: TrunkTable, offset: ClockOffset | None = None) -> Verdict:
    """`offset`: of the clock of the neighbour that asks, or of complaints. Its start is then read on our clock; where the time as given
    names another end, neither is named."""
    as_given = _by_number(sought, store, trunks)
    on_ours = on_our_clock(sought, offset) if offset else sought
    if offset is None or on_ours == sought:
        return as_given
    found = _by_number(on_ours, store, trunks)
    if found.decision is Decision.NOTHING_FOUND:
        doubt = f"{as_given.why}, but only by the time as given: {offset}"
        return as_given if as_given.answer is None else replace(as_given, decision=Decision.NOT_SURE, why=doubt)
    candidates, confident = (
        tuple(replace(one, reasons=(*one.reasons[:3], str(offset), *one.reasons[3:])) for one in pool)
        for pool in (found.candidates, found.confident)
    )
    told = replace(found, candidates=candidates, confident=confident, why=f"{found.why}; {offset}")
    if as_given.answer is None or found.answer is None or as_given.answer == found.answer:
        return told
    why = f"{as_given.answer} by the time as given, {found.answer} by our clock: {offset}"
    return replace(told, decision=Decision.NOT_SURE, why=why)


def _by_number(sought: CallSought, store: CdrStore, trunks: TrunkTable) -> Verdict:
    """The call under the number it was handed on as, else under the one that complains, else under the one it was diverted from."""
    if sought.handed_as:
        verdict = _found(replace(sought, called_number=sought.handed_as), store, trunks)
        if verdict.decision is not Decision.NOTHING_FOUND:
            return verdict
    verdict = _found(sought, store, trunks)
    if verdict.decision is not Decision.NOTHING_FOUND:
        return verdict
    if sought.diverted_from and sought.diverted_from not in (sought.handed_as, sought.called_number):
        found = _found(replace(sought, called_number=sought.diverted_from), store, trunks)
        return _forwarded(verdict, found, sought, sought.diverted_from)
    return verdict


def _forwarded(nothing: Verdict, found: Verdict, sought: CallSought, number: str) -> Verdict:
    """A switch that records only the number dialled: the call counts when the trunk table shows that it went to who asks."""
    if found.decision is Decision.NOTHING_FOUND:
        return nothing
    words = f"came in for {number}, from which signalling farther down says it was diverted"
    candidates, confident = (
        tuple(replace(one, came_in_for=number, called_number=sought.called_number, reasons=(words, *one.reasons[1:])) for one in pool)
        for pool in (found.candidates, found.confident)
    )
    told = replace(found, candidates=candidates, confident=confident)
    if found.decision is not Decision.ONE_ANSWER or all(one.egress is Egress.SENT for one in confident):
        return told
    return replace(told, decision=Decision.NOT_SURE, why=f"{words}, but no trunk rule shows that it went on to who asks")


def _found(sought: CallSought, store: CdrStore, trunks: TrunkTable) -> Verdict:
    """By the records in the spans; where nothing fits, by those at which the call lies if its time is of another zone."""
    verdict = judge(sought, _fetched(sought, store, search_spans(sought)), trunks)
    zones = zones_span(sought) if verdict.decision is Decision.NOTHING_FOUND else None
    if zones is None:
        return verdict
    in_a_zone = judge(sought, _fetched(sought, store, (zones,)), trunks)
    return verdict if in_a_zone.decision is Decision.NOTHING_FOUND else in_a_zone


def _fetched(sought: CallSought, store: CdrStore, spans: Sequence[Span]) -> Sequence[Cdr]:
    """Every record of the called number in the spans, and those with the Call-ID asked."""
    key = number_key(sought.called_number)
    records = [record for span in spans for record in store.by_called(key, span)]
    if sought.call_id:
        records.extend(store.by_call_id(sought.call_id))
    records.extend(_ingress_legs(records, sought, store, spans))
    return records


def _ingress_legs(records: Sequence[Cdr], sought: CallSought, store: CdrStore, spans: Sequence[Span]) -> Iterator[Cdr]:
    """Of calls forwarded here by a switch that keeps each leg apart: the leg that came in was for another number."""
    refs = refs_without_ingress(records)
    calling = number_key(sought.calling_number or "")
    if not refs or not calling:
        return
    for span in spans:
        yield from (record for record in store.by_calling({calling}, span) if record.call_ref in refs)
