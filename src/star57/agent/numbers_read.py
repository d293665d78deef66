"""How many numbers of a switch's records each trunk's number rules read: tells a rule that fits nothing before a traceback does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from star57.agent.cdr import Cdr
from star57.agent.number_rules import NumberRule
from star57.agent.trunks import TrunkRule, TrunkTable
from star57.numbers import is_withheld


@dataclass(frozen=True, slots=True)
class NumbersRead:
    """`which`: called or calling. `example`: a number that the rule did not make E.164, as it was written."""

    trunk: str
    which: str
    rule: str
    read: int
    unread: int
    example: str


class NumbersCount:
    """Counts while the records pass."""

    def __init__(self, trunks: TrunkTable) -> None:
        self._trunks = trunks
        ruled = [(trunk, which, rule) for trunk in trunks.writing for which, rule in _rules_of(trunk)]
        self._found = {(trunk, which): NumbersRead(str(trunk.match), which, str(rule), 0, 0, "") for trunk, which, rule in ruled}

    def passing(self, records: Iterable[Cdr]) -> Iterator[Cdr]:
        for record in records:
            for trunk in self._trunks.ingress_writing(record):
                self._count(trunk, record.called_in, record.calling_in)
            for trunk in self._trunks.egress_writing(record):
                self._count(trunk, record.called_out, record.calling_out)
            yield record

    def counts(self) -> tuple[NumbersRead, ...]:
        return tuple(self._found.values())

    def _count(self, trunk: TrunkRule, called: str, calling: str) -> None:
        for which, rule in _rules_of(trunk):
            raw = called if which == "called" else calling
            if is_withheld(raw):
                continue
            known = self._found[trunk, which]
            if rule.read(raw):
                self._found[trunk, which] = replace(known, read=known.read + 1)
            else:
                self._found[trunk, which] = replace(known, unread=known.unread + 1, example=known.example or raw)


def _rules_of(trunk: TrunkRule) -> Iterator[tuple[str, NumberRule]]:
    yield from ((which, rule) for which, rule in (("called", trunk.called), ("calling", trunk.calling)) if rule)
