"""From the options of `star57 request answer` to one answer of the wire, as JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from star57.cli.failures import Misused
from star57.wire.answers import ActionTaken, AnswerKind


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The options as given."""

    provider: str | None
    foreign: str | None
    customer: str | None
    reseller: str | None
    not_ours: str | None
    no_record: str | None
    decline: str | None
    country: str | None
    action: ActionTaken
    since: datetime | None
    until: datetime | None
    expired: bool


def answer_from(words: AnswerWords) -> dict[str, Any]:
    """The one answer the options say; the hub checks it. Raises Misused when they say none, or two, or lack something."""
    given = [way for way in ANSWERS if getattr(words, way)]
    if len(given) != 1:
        raise Misused(f"give exactly one of {', '.join('--' + way.replace('_', '-') for way in ANSWERS)}, or --file")
    return ANSWERS[given[0]](words)


def _reference(name: str | None, words: AnswerWords) -> dict[str, Any]:
    """A registry id has no spaces; a name nobody registered is left to the hub's staff to identify."""
    known = {} if name is None or " " in name else {"provider": name}
    return {"name": name, **known, **({"country": words.country} if words.country else {})}


def _customer(name: str | None, kind: str, words: AnswerWords) -> dict[str, Any]:
    customer = {"name": name, "kind": kind, **({"country": words.country} if words.country else {})}
    return {"kind": AnswerKind.OWN_CUSTOMER, "customer": customer, "action_taken": words.action}


def _no_record(words: AnswerWords) -> dict[str, Any]:
    if words.since is None or words.until is None:
        raise Misused("--no-record: say which time you searched, with --since and --until like 2026-11-22T13:00:00Z")
    systems = [name.strip() for name in (words.no_record or "").split(",") if name.strip()]
    searched = {"systems": systems, "since": words.since.isoformat(), "until": words.until.isoformat()}
    return {"kind": AnswerKind.NO_RECORD_FOUND, "searched": searched, "records_expired": words.expired}


def _from_provider(words: AnswerWords) -> dict[str, Any]:
    return {"kind": AnswerKind.RECEIVED_FROM_PROVIDER, "upstream": _reference(words.provider, words)}


def _from_abroad(words: AnswerWords) -> dict[str, Any]:
    return {"kind": AnswerKind.RECEIVED_FROM_ABROAD, "upstream": _reference(words.foreign, words)}


def _not_ours(words: AnswerWords) -> dict[str, Any]:
    return {"kind": AnswerKind.NOT_OUR_NUMBER, "served_by": _reference(words.not_ours, words)}


ANSWERS: Mapping[str, Callable[[AnswerWords], dict[str, Any]]] = MappingProxyType({
    "provider": _from_provider,
    "foreign": _from_abroad,
    "customer": lambda words: _customer(words.customer, "caller", words),
    "reseller": lambda words: _customer(words.reseller, "reseller", words),
    "not_ours": _not_ours,
    "no_record": _no_record,
    "decline": lambda words: {"kind": AnswerKind.DECLINED, "reason": words.decline},
})  # fmt: skip
