"""Statements about one hand-over that do not fit together, side by side: what one provider states, and what the other does. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from star57.hub.domain.facts import ClaimState, HopFact, HopStatus
from star57.hub.reads.views import Happening, Station


@dataclass(frozen=True, slots=True)
class Statement:
    """Who states what."""

    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements; decided is how staff decided, "" while nobody has."""

    one: Statement
    other: Statement
    decided: str


def conflicts_of(stations: Sequence[Station], happenings: Sequence[Happening]) -> tuple[Conflict, ...]:
    """Every hand-over that one side states and the other denies, in the order of the path."""
    by_hop = {station.hop: station for station in stations}
    found = []
    for station in stations:
        nearer = by_hop.get(station.downstream or "")
        denial = _denial(station, happenings)
        if nearer is not None and denial:
            found.append(Conflict(Statement(nearer.name, _named(nearer, station)), Statement(station.name, denial), _decision(station)))
    return tuple(found)


def _denial(station: Station, happenings: Sequence[Happening]) -> str:
    said = [each for each in happenings if each.hop == station.hop and each.fact == HopFact.CLAIM_DISPUTED.value]
    if said:
        reasons = " ".join(said[-1].said)
        return _("It did not hand this call over. %(reason)s") % {"reason": reasons}
    if station.status is HopStatus.NO_RECORD and station.claim is ClaimState.ALLEGED:
        return next((given.words for given in station.answers if given.stands), "")
    return ""


def _named(nearer: Station, station: Station) -> str:
    stands = next((given.words for given in nearer.answers if given.stands and station.is_live), "")
    return stands or _("It received this call from %(name)s.") % {"name": station.name}


def _decision(station: Station) -> str:
    if station.claim is ClaimState.RETRACTED:
        return _("Decided: %(name)s was named wrongly.") % {"name": station.name}
    if station.claim is ClaimState.CONFIRMED:
        return _("Settled: %(name)s has since named who handed it the call.") % {"name": station.name}
    return ""
