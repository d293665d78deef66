"""Whether a record that somebody else found is one of those sought. Pure."""

from collections.abc import Collection
from datetime import timedelta

from star57.agent.cdr import Cdr
from star57.agent.matching.passport import claims_of
from star57.agent.stores.contract import Span
from star57.numbers import number_key


def may_begin_in(record: Cdr, span: Span) -> bool:
    return record.started_at < span.until and record.started_at + timedelta(seconds=record.within_s) >= span.since


def is_called(record: Cdr, key: str) -> bool:
    return key in (number_key(record.called_in), number_key(record.called_out))


def is_calling(record: Cdr, keys: Collection[str]) -> bool:
    return number_key(record.calling_in) in keys or number_key(record.calling_out) in keys


def has_call_id(record: Cdr, call_id: str) -> bool:
    return call_id in (record.call_id, record.call_id_out)


def has_origid(record: Cdr, origid: str) -> bool:
    return bool(record.identity) and claims_of(record.identity).origid == origid
