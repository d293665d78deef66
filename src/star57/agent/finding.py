"""Searches a store for the call a request asks about and judges what it holds."""

from star57.agent.matching import CallSought, Verdict, judge, search_spans
from star57.agent.stores.contract import CdrStore
from star57.agent.trunks import TrunkTable
from star57.numbers import number_key


def find(sought: CallSought, store: CdrStore, trunks: TrunkTable) -> Verdict:
    """Every record of the called number in the spans, and those with the Call-ID asked; then judged."""
    key = number_key(sought.called_number)
    records = [record for span in search_spans(sought) for record in store.by_called(key, span)]
    if sought.call_id:
        records.extend(store.by_call_id(sought.call_id))
    return judge(sought, records, trunks)
