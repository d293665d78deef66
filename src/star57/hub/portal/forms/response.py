"""Makes the wire's TracebackResponse of what an answer form holds; pydantic judges it."""

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any

from star57.hub.reads.views import ProviderRow
from star57.wire.answers import AnswerKind, CustomerKind
from star57.wire.messages import Responder, TracebackResponse
from star57.wire.values import WIRE_VERSION

Typed = Mapping[str, Any]
Resolve = Callable[[str], ProviderRow | None]

# where pydantic's complaints end -> the field that holds what was typed
FIELD_OF: Mapping[str, str] = {
    "received_from_provider.upstream.name": "upstream_name",
    "received_from_provider.upstream.contact": "upstream_contact",
    "received_from_abroad.upstream.name": "abroad_name",
    "received_from_abroad.upstream.country": "abroad_country",
    "received_from_abroad": "abroad_country",
    "own_customer.customer.name": "customer_name",
    "own_customer.customer.since": "customer_since",
    "not_our_number.served_by.name": "served_name",
    "no_record_found.searched.systems": "searched_systems",
    "no_record_found.searched": "searched_until",
    "declined.reason": "declined_reason",
}


def response_of(typed: Typed, resolve: Resolve) -> TracebackResponse:
    """The response that stands for these fields; resolve finds a registered provider by its name. Raises ValidationError."""
    kind = AnswerKind(typed["kind"])
    return TracebackResponse.model_validate({
        "version": WIRE_VERSION,
        "facts_version": typed["facts_version"],
        "made_by": Responder.PERSON,
        "answer": {"kind": kind, **ANSWER_OF[kind](typed, resolve)},
        "evidence": _evidence(typed),
        "comment": typed.get("comment") or None,
    })  # fmt: skip


def _evidence(typed: Typed) -> dict[str, Any] | None:
    said = {
        "started_at": typed.get("started_at"),
        "duration_s": typed.get("duration_s"),
        **{name: typed.get(name) or None for name in ("called_on_wire", "calling_on_wire", "call_id", "trunk", "attestation")},
    }
    return said if any(value is not None for value in said.values()) else None


def _id(found: ProviderRow | None) -> str | None:
    return found.id if found else None


def _from_provider(typed: Typed, resolve: Resolve) -> dict[str, Any]:
    name, contact = typed["upstream_name"], typed.get("upstream_contact") or None
    return {"upstream": {"provider": _id(resolve(name)), "name": name, "contact": contact}}


def _customer(typed: Typed, resolve: Resolve) -> dict[str, Any]:
    customer = {key: typed.get(f"customer_{key}") or None for key in ("name", "kind", "address", "contact", "since")}
    customer["provider"] = _id(resolve(typed["customer_name"])) if customer["kind"] == CustomerKind.RESELLER else None
    return {"customer": customer, "action_taken": typed["action_taken"]}


def _from_abroad(typed: Typed, resolve: Resolve) -> dict[str, Any]:
    country = typed["abroad_country"].upper()
    name, contact = typed["abroad_name"], typed.get("abroad_contact") or None
    return {"upstream": {"provider": _id(resolve(name)), "name": name, "country": country, "contact": contact}}


def _other_server(typed: Typed, resolve: Resolve) -> dict[str, Any]:
    return {"served_by": {"provider": _id(resolve(typed["served_name"])), "name": typed["served_name"]}}


def _no_record(typed: Typed, _resolve: Resolve) -> dict[str, Any]:
    systems = tuple(line.strip() for line in typed["searched_systems"].splitlines() if line.strip())
    searched = {
        "systems": systems,
        "since": typed["searched_since"].astimezone(UTC),
        "until": typed["searched_until"].astimezone(UTC),
        "retention_days": typed.get("retention_days"),
    }
    return {"searched": searched, "records_expired": bool(typed.get("records_expired"))}


def _declined(typed: Typed, _resolve: Resolve) -> dict[str, Any]:
    return {"reason": typed["declined_reason"]}


ANSWER_OF: Mapping[AnswerKind, Callable[[Typed, Resolve], dict[str, Any]]] = {
    AnswerKind.RECEIVED_FROM_PROVIDER: _from_provider,
    AnswerKind.OWN_CUSTOMER: _customer,
    AnswerKind.RECEIVED_FROM_ABROAD: _from_abroad,
    AnswerKind.NOT_OUR_NUMBER: _other_server,
    AnswerKind.NO_RECORD_FOUND: _no_record,
    AnswerKind.DECLINED: _declined,
}
