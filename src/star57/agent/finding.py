"""Searches a store for the call a request asks about and judges what it holds."""

from collections.abc import Iterator, Sequence

from star57.agent.cdr import Cdr
from star57.agent.matching import CallSought, Verdict, judge, refs_without_ingress, search_spans
from star57.agent.stores.contract import CdrStore
from star57.agent.trunks import TrunkTable
from star57.numbers import number_key


def find(sought: CallSought, store: CdrStore, trunks: TrunkTable) -> Verdict:
    """Every record of the called number in the spans, and those with the Call-ID asked; then judged."""
    key = number_key(sought.called_number)
    records = [record for span in search_spans(sought) for record in store.by_called(key, span)]
    if sought.call_id:
        records.extend(store.by_call_id(sought.call_id))
    records.extend(_ingress_legs(records, sought, store))
    return judge(sought, records, trunks)


def _ingress_legs(records: Sequence[Cdr], sought: CallSought, store: CdrStore) -> Iterator[Cdr]:
    """Of calls forwarded here by a switch that keeps each leg apart: the leg that came in was for another number."""
    refs = refs_without_ingress(records)
    calling = number_key(sought.calling_number or "")
    if not refs or not calling:
        return
    for span in search_spans(sought):
        yield from (record for record in store.by_calling({calling}, span) if record.call_ref in refs)
