"""A provider's own table from trunks, addresses and accounts to who stands at their other end.

Knows call records one at a time; nothing of calls, requests or files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from star57.agent.cdr import Cdr
from star57.agent.ends import CustomerEnd, End, ForeignEnd, Neighbour
from star57.agent.number_rules import AS_WRITTEN, NumberRule
from star57.agent.trunk_match import BadTrunkMatch, TrunkMatch, address_fits, text_fits

__all__ = [
    "BadTrunkMatch",
    "CustomerEnd",
    "End",
    "ForeignEnd",
    "Neighbour",
    "OverlappingTrunks",
    "TrunkMatch",
    "TrunkRule",
    "TrunkTable",
]


class OverlappingTrunks(ValueError):
    """Two rules may meet in one record and name different ends."""


@dataclass(frozen=True, slots=True)
class TrunkRule:
    """Calls that match come from, or go to, this end."""

    match: TrunkMatch
    end: End
    called: NumberRule = AS_WRITTEN  # how called and calling numbers are written there
    calling: NumberRule = AS_WRITTEN

    def __str__(self) -> str:
        return f"{self.match} -> {self.end}"


@dataclass(frozen=True, slots=True)
class TrunkTable:
    """The rules of one provider; refuses rules that overlap with different ends (OverlappingTrunks)."""

    rules: tuple[TrunkRule, ...]
    writing: tuple[TrunkRule, ...]  # those that say how numbers are written

    def __init__(self, rules: Iterable[TrunkRule]) -> None:
        object.__setattr__(self, "rules", tuple(rules))
        object.__setattr__(self, "writing", tuple(rule for rule in self.rules if rule.called or rule.calling))
        for one, other in combinations(self.rules, 2):
            if one.end != other.end and one.match.is_compatible_with(other.match):
                raise OverlappingTrunks(
                    f"the trunk rules {one} and {other} can fit one call and name different ends: narrow one, or give both the same end"
                )

    def ingress_writing(self, record: Cdr) -> tuple[TrunkRule, ...]:
        """Rules that say how the numbers that came in with this record are written."""
        return tuple(rule for rule in self.writing if rule.match.is_for_ingress and _fits_ingress(rule.match, record))

    def egress_writing(self, record: Cdr) -> tuple[TrunkRule, ...]:
        """Rules that say how the numbers that were sent on are written; of a switch that records one called number, whichever trunk's."""
        went = tuple(rule for rule in self.writing if rule.match.is_for_egress and _fits_egress(rule.match, record))
        return went if went or record.called_in else self.ingress_writing(record)

    def ingress_rules(self, record: Cdr) -> tuple[TrunkRule, ...]:
        """Rules that say who handed this record's call over."""
        return tuple(rule for rule in self.rules if rule.match.is_for_ingress and _fits_ingress(rule.match, record))

    def egress_rules(self, record: Cdr) -> tuple[TrunkRule, ...]:
        """Rules that say whom this record's call was sent to."""
        return tuple(rule for rule in self.rules if rule.match.is_for_egress and _fits_egress(rule.match, record))

    def upstream_of(self, record: Cdr) -> frozenset[End]:
        """Who handed the call over: none when no rule fits, several when rules with disjoint keys contradict."""
        return frozenset(rule.end for rule in self.ingress_rules(record))

    def downstream_of(self, record: Cdr) -> frozenset[End]:
        """Whom the call was sent to, as far as rules say; one record may name two (trunk tried first, address used last)."""
        return frozenset(rule.end for rule in self.egress_rules(record))

    def hinted_downstream_of(self, record: Cdr) -> frozenset[End]:
        """Neighbours that usually send from the address this call was sent to: weak evidence, for egress without a rule."""
        return frozenset(self._senders_from(record.next_hop))

    def _senders_from(self, address: str) -> Iterator[End]:
        for rule in self.rules:
            if isinstance(rule.end, Neighbour) and rule.match.source and address_fits("source", rule.match.source, address):
                yield rule.end


def _fits_ingress(match: TrunkMatch, record: Cdr) -> bool:
    trunk = record.trunk_in or (record.trunk_out if match.source else "")
    return (
        (match.source is None or address_fits("source", match.source, record.source))
        and (match.next_hop is None or address_fits("next_hop", match.next_hop, record.next_hop))
        and (match.trunk is None or text_fits(match.trunk, trunk))
        and (match.account is None or text_fits(match.account, record.account))
        and (match.channel is None or text_fits(match.channel, record.channel_in))
    )


def _fits_egress(match: TrunkMatch, record: Cdr) -> bool:
    return (
        (match.next_hop is None or address_fits("next_hop", match.next_hop, record.next_hop))
        and (match.trunk is None or text_fits(match.trunk, record.trunk_out))
        and (match.channel is None or text_fits(match.channel, record.channel_out))
    )
