"""The path of a traceback as stations and ends: what each provider turned out to be for this one call."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.facts import ClaimState, HopStatus
from star57.hub.domain.lifecycle import WAITS_FOR
from star57.hub.domain.tracing import Leg, leaves, line_of, live
from star57.hub.reads.views import GivenAnswer, PathEnd, Station
from star57.hub.reads.words import STATUS_WORDS
from star57.hub.records.models import Hop
from star57.wire.answers import OwnCustomer, ReceivedFromAbroad

FINDINGS: Mapping[HopStatus, Promise] = MappingProxyType({
    HopStatus.CUSTOMER_NAMED: _("originating provider"),
    HopStatus.FOREIGN_UPSTREAM_NAMED: _("point of entry"),
    HopStatus.UPSTREAM_NAMED: _("intermediate provider"),
    HopStatus.RESELLER_NAMED: _("intermediate provider"),
})  # fmt: skip

END_KINDS: Mapping[HopStatus, str] = MappingProxyType({
    HopStatus.CUSTOMER_NAMED: "customer",
    HopStatus.FOREIGN_UPSTREAM_NAMED: "country",
    HopStatus.NO_RECORD: "no_record",
    HopStatus.DECLINED: "declined",
    HopStatus.NON_RESPONSIVE: "silence",
    HopStatus.OVERDUE: "silence",
    HopStatus.ESCALATED: "silence",
    HopStatus.LAPSED: "silence",
    HopStatus.WITHDRAWN: "withdrawn",
})  # fmt: skip


ON_A_PATH = (
    "public_id", "traceback", "downstream", "provider__public_id", "provider__name", "provider__country", "named_as", "named_country",
    "status", "claim", "asked_at", "received_at", "due_at", "clock_zone", "answered_at", "is_late", "wrote_at",
)  # fmt: skip
"""The columns of a hop, and of its provider, that a station is made of."""


def legs_of(hops: Sequence[Hop]) -> tuple[Leg, ...]:
    """The hops as the rules see them."""
    ids = {hop.pk: hop.public_id for hop in hops}
    return tuple(
        Leg(
            hop=hop.public_id,
            downstream=ids[hop.downstream_id] if hop.downstream_id else None,
            provider=hop.provider.public_id if hop.provider else None,
            status=HopStatus(hop.status),
            claim=ClaimState(hop.claim),
        )
        for hop in hops
    )


def stations_of(hops: Sequence[Hop], answers: Mapping[int, tuple[GivenAnswer, ...]]) -> tuple[Station, ...]:
    """One station a hop, in order of opening; positions count upstream from 1, the terminating provider."""
    legs = legs_of(hops)
    standing = {leg.hop for leg in live(legs)}
    return tuple(
        Station(
            hop=hop.public_id,
            downstream=leg.downstream,
            position=len(line_of(legs, leg.hop)),
            provider=leg.provider,
            name=hop.provider.name if hop.provider else hop.named_as,
            country=hop.provider.country if hop.provider else hop.named_country,
            status=leg.status,
            status_words=str(STATUS_WORDS[leg.status]),
            finding=_finding(leg),
            claim=leg.claim,
            is_live=leg.hop in standing,
            waits_for=WAITS_FOR[leg.status],
            asked_at=hop.asked_at,
            received_at=hop.received_at,
            due_at=hop.due_at,
            zone=hop.clock_zone,
            answered_at=hop.answered_at,
            is_late=hop.is_late,
            wrote_at=hop.wrote_at,
            answers=answers.get(hop.pk, ()),
        )
        for hop, leg in zip(hops, legs, strict=True)
    )


def _finding(leg: Leg) -> str:
    if leg.downstream is None and leg.status is HopStatus.UPSTREAM_NAMED:
        return gettext("terminating provider")
    return str(FINDINGS.get(leg.status, ""))


def ends_of(hops: Sequence[Hop], stations: Sequence[Station]) -> tuple[PathEnd, ...]:
    """How each standing branch ends."""
    by_hop = {station.hop: station for station in stations}
    return tuple(_end(by_hop[leg.hop]) for leg in leaves(legs_of(hops)))


def _end(station: Station) -> PathEnd:
    kind = END_KINDS.get(station.status, "question")
    name, country = "", ""
    answer = next((given.answer for given in reversed(station.answers) if given.stands), None)
    match answer:
        case OwnCustomer() if kind == "customer":
            name, country = answer.customer.name, answer.customer.country or ""
        case ReceivedFromAbroad() if kind == "country":
            name, country = answer.upstream.name, answer.upstream.country or ""
    return PathEnd(station.hop, kind, name, country, station.status_words)
