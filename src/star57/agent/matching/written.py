"""Numbers of a record as written, and as the rule of their trunk reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from star57.agent.cdr import Cdr
from star57.agent.number_rules import NumberRule
from star57.agent.trunks import TrunkRule, TrunkTable
from star57.numbers import Likeness, LikenessKind, ends_like, same_number


@dataclass(frozen=True, slots=True)
class Written:
    """`reading`: E.164 by the rule of its trunk, which `words` show; "" where no rule reads it, or two read it differently."""

    raw: str
    reading: str
    words: str

    @property
    def number(self) -> str:
        return self.reading or self.raw

    def likeness(self, e164: str) -> Likeness | None:
        """As numbers.same_number() and ends_like(), which a trunk's rule may overrule: it makes another number the one asked, and puts
        in doubt what looks like it."""
        alike = same_number(e164, self.raw) or ends_like(e164, self.raw)
        if not self.reading or (alike and alike.kind is LikenessKind.EXACT):
            return alike
        if self.reading == e164:
            return Likeness(LikenessKind.REWRITTEN, f"written {self.raw}, as trunk {self.words}")
        return Likeness(LikenessKind.DOUBTFUL, f"written {self.raw}, which is {self.reading} on trunk {self.words}") if alike else None


def called_in(record: Cdr, trunks: TrunkTable) -> Written:
    return _written(record.called_in, ((rule, rule.called) for rule in trunks.ingress_writing(record)))


def called_out(record: Cdr, trunks: TrunkTable) -> Written:
    return _written(record.called_out, ((rule, rule.called) for rule in trunks.egress_writing(record)))


def calling_numbers(record: Cdr, trunks: TrunkTable) -> Sequence[str]:
    """As written, and as read where a rule reads them."""
    came_in = _written(record.calling_in, ((rule, rule.calling) for rule in trunks.ingress_writing(record)))
    sent_on = _written(record.calling_out, ((rule, rule.calling) for rule in trunks.egress_writing(record)))
    return [text for one in (came_in, sent_on) for text in (one.raw, one.reading) if text]


def _written(raw: str, rules: Iterable[tuple[TrunkRule, NumberRule]]) -> Written:
    read = {rule.read(raw): f"{trunk.match} writes it ({rule})" for trunk, rule in rules if rule} if raw else {}
    read.pop("", None)
    reading, words = read.popitem() if len(read) == 1 else ("", "")
    return Written(raw, reading, words)
