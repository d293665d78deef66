"""What was said about one hand-over and who said it, in short words; only from what the two answers themselves carry. Pure."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from star57.hub.domain.facts import ClaimState, Party
from star57.hub.reads.views import GivenAnswer, Station
from star57.wire.answers import ActionTaken, CallEvidence, CustomerKind, OwnCustomer

MINUTE, HOUR, DAY = 60, 3600, 86_400

ACTIONS: Mapping[ActionTaken, str] = MappingProxyType({
    ActionTaken.NONE: gettext_noop("no action taken yet"),
    ActionTaken.WARNED: gettext_noop("customer warned"),
    ActionTaken.SUSPENDED: gettext_noop("service suspended"),
    ActionTaken.TERMINATED: gettext_noop("service ended"),
    ActionTaken.BLOCKED: gettext_noop("traffic blocked"),
})  # fmt: skip


def answer_that_stands(station: Station) -> GivenAnswer | None:
    """The station's answer that counts now."""
    return next((answer for answer in reversed(station.answers) if answer.stands), None)


def handover_notes(downstream: Station | None, upstream: Station) -> tuple[str, ...]:
    """Time between the two records, how the called number was written, attestation, Call-ID."""
    nearer, farther = _evidence(downstream), _evidence(upstream)
    notes = [_apart(nearer, farther), _called_as(nearer), _attested(nearer), _call_id(nearer, farther)]
    return tuple(note for note in notes if note)


def said_by(downstream: Station | None, upstream: Station) -> str:
    """Who stands behind the hand-over."""
    if downstream is None:
        return ""
    if upstream.claim is ClaimState.CONFIRMED:
        return _("said by both")
    if upstream.claim is ClaimState.DISPUTED:
        return _("said by %(one)s, denied by %(other)s") % {"one": downstream.name, "other": upstream.name}
    if upstream.claim is ClaimState.RETRACTED:
        return _("no longer said by %(one)s") % {"one": downstream.name}
    return _("said by %(one)s") % {"one": downstream.name}


def action_words(station: Station) -> str:
    """What the provider did about the customer it named; "" where it named none, or its answer is not the reader's to see."""
    given = answer_that_stands(station)
    answer = given.answer if given else None
    if not isinstance(answer, OwnCustomer) or (answer.customer.kind is CustomerKind.RESELLER and answer.action_taken is ActionTaken.NONE):
        return ""
    return _(ACTIONS[answer.action_taken])


def clock_words(station: Station) -> str:
    """The one instant that matters about a station now."""
    if station.answered_at is not None:
        return _answered(station, station.answered_at)
    if station.due_at is not None and station.waits_for in {Party.PROVIDER, Party.CLOCK}:
        return _("due %(when)s") % {"when": short_instant(station.due_at)}
    if station.asked_at is not None and station.waits_for is Party.PROVIDER:
        return _("asked %(when)s") % {"when": short_instant(station.asked_at)}
    return ""


def short_instant(at: datetime) -> str:
    """Mon 18:50 UTC; the instants of the hub are aware and in UTC."""
    return f"{date_format(at, 'D H:i')} UTC"


def span_words(seconds: float) -> str:
    """A span in its largest fitting unit: 0.4 s, 12 s, 4 min, 3 h, 2 d."""
    size = abs(seconds)
    if size < 10:
        return f"{size:.1f} s"
    if size < 2 * MINUTE:
        return f"{size:.0f} s"
    if size < 2 * HOUR:
        return f"{size / MINUTE:.0f} min"
    return f"{size / HOUR:.0f} h" if size < 2 * DAY else f"{size / DAY:.0f} d"


def _answered(station: Station, answered_at: datetime) -> str:
    since = station.received_at or station.asked_at
    if since is None:
        return short_instant(answered_at)
    text = _("in %(span)s, late") if station.is_late else _("in %(span)s")
    return text % {"span": span_words((answered_at - since).total_seconds())}


def _evidence(station: Station | None) -> CallEvidence | None:
    answer = answer_that_stands(station) if station else None
    return answer.evidence if answer else None


def _apart(nearer: CallEvidence | None, farther: CallEvidence | None) -> str:
    if not nearer or not farther or nearer.started_at is None or farther.started_at is None:
        return ""
    return _("%(span)s apart") % {"span": span_words((nearer.started_at - farther.started_at).total_seconds())}


def _called_as(evidence: CallEvidence | None) -> str:
    return _("as %(number)s") % {"number": evidence.called_on_wire} if evidence and evidence.called_on_wire else ""


def _attested(evidence: CallEvidence | None) -> str:
    if evidence is None:
        return ""
    if evidence.attestation:
        return _("attested %(level)s") % {"level": evidence.attestation}
    return _("not signed") if evidence.verification == "not_signed" else ""


def _call_id(nearer: CallEvidence | None, farther: CallEvidence | None) -> str:
    if not nearer or not farther or not nearer.call_id or not farther.call_id:
        return ""
    return _("Call-ID kept") if nearer.call_id == farther.call_id else _("Call-ID changed")
