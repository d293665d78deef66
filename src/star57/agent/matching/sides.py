"""The two sides of a call as the provider's trunk table reads them: who handed it over, and whether it went to who asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from star57.agent.cdr import Cdr
from star57.agent.ends import End, Neighbour
from star57.agent.matching.calls import Call, call_of
from star57.agent.trunks import TrunkRule, TrunkTable

# Words of Asterisk, then of FreeSWITCH.
_REFUSALS = frozenset({
    "FAILED", "CONGESTION",
    "NORMAL_TEMPORARY_FAILURE", "SERVICE_UNAVAILABLE", "SWITCH_CONGESTION", "NORMAL_CIRCUIT_CONGESTION", "NETWORK_OUT_OF_ORDER",
})  # fmt: skip


class Egress(StrEnum):
    """Whether the call was sent to the provider that says it received it from here. "Perhaps": by an address it sends from."""

    SENT = "sent"
    PERHAPS_SENT = "perhaps sent"
    NOT_ASKED = "not asked"
    UNKNOWN = "unknown"  # some attempt went where no rule names anybody
    NOT_SHOWN = "not shown"  # the records name no next hop at all
    PERHAPS_ELSEWHERE = "perhaps elsewhere"
    ELSEWHERE = "elsewhere"  # every attempt went to other, named ends


@dataclass(frozen=True, slots=True)
class EgressSide:
    egress: Egress
    words: str  # "" when there is nothing to say


@dataclass(frozen=True, slots=True)
class IngressSide:
    """Every end the rules name (none: unmapped, several: they contradict), what the switch wrote, and both in words."""

    ends: tuple[End, ...]
    written: str
    words: str


def by_ingress(call: Call, trunks: TrunkTable) -> tuple[Call, ...]:
    """The call's passes through this switch: one, or one for each end that handed it over when it came back round."""
    named = [(record, trunks.upstream_of(record)) for record in call.records]
    ends = {end for _, one in named for end in one}
    if len(ends) < 2 or any(len(one) > 1 for _, one in named):
        return (call,)
    return tuple(call_of(record for record, one in named if end in one) for end in sorted(ends, key=str))


def ingress_of(records: Iterable[Cdr], trunks: TrunkTable) -> IngressSide:
    named = [(rule, record) for record in records for rule in trunks.ingress_rules(record)]
    ends = tuple(sorted({rule.end for rule, _ in named}, key=str))
    if named:
        written = " and ".join(dict.fromkeys(_written_for(rule, record) for rule, record in named))
        return IngressSide(ends, written, f"came in {written} = {' or '.join(map(str, ends))}")
    written = next(filter(None, map(_written, records)), "")
    if not written:
        return IngressSide((), "", "the records do not show who handed it over")
    return IngressSide((), written, f"came in {written}, which no trunk rule names")


def egress_of(records: Iterable[Cdr], trunks: TrunkTable, handed_to: str | None) -> EgressSide:
    if handed_to is None:
        return EgressSide(Egress.NOT_ASKED, "")
    attempts = [record for record in records if record.next_hop or record.trunk_out or record.channel_out]
    mapped = [trunks.downstream_of(record) for record in attempts]
    guessed = [trunks.hinted_downstream_of(record) for record in attempts]
    wanted = Neighbour(handed_to)
    if any(wanted in ends for ends in mapped):
        return EgressSide(Egress.SENT, f"sent to {handed_to}")
    if any(wanted in hint for ends, hint in zip(mapped, guessed, strict=True) if not ends):
        return EgressSide(Egress.PERHAPS_SENT, f"sent to an address {handed_to} also sends from")
    known = [ends or hint for ends, hint in zip(mapped, guessed, strict=True)]
    return _elsewhere(known, sure=all(mapped), handed_to=handed_to) if known else EgressSide(Egress.NOT_SHOWN, "")


def _elsewhere(known: list[frozenset[End]], *, sure: bool, handed_to: str) -> EgressSide:
    if not all(known):
        return EgressSide(Egress.UNKNOWN, "")
    others = " and ".join(sorted({str(end) for ends in known for end in ends}))
    if sure:
        return EgressSide(Egress.ELSEWHERE, f"sent to {others}, not to {handed_to}")
    return EgressSide(Egress.PERHAPS_ELSEWHERE, f"sent to an address {others} also sends from")


def was_turned_away(records: Sequence[Cdr]) -> bool:
    """Whether this switch itself refused the call: it rang nowhere, and was perhaps received later by another way."""
    went_on = any(record.next_hop or record.trunk_out or record.channel_out for record in records)
    releases = [record.release for record in records if record.release]
    return not went_on and bool(releases) and all(map(_is_refusal, releases))


def _is_refusal(release: str) -> bool:
    return (len(release) == 3 and release.startswith("5")) or release.upper() in _REFUSALS


def _written_for(rule: TrunkRule, record: Cdr) -> str:
    """What the rule went by, as the switch wrote it."""
    if rule.match.source is not None:
        return f"from {record.source}"
    if rule.match.account is not None:
        return f"with account {record.account}"
    return f"on trunk {record.trunk_in}" if rule.match.trunk is not None else f"on channel {record.channel_in}"


def _written(record: Cdr) -> str:
    if record.source:
        return f"from {record.source}"
    if record.account:
        return f"with account {record.account}"
    if record.trunk_in:
        return f"on trunk {record.trunk_in}"
    return f"on channel {record.channel_in}" if record.channel_in else ""
