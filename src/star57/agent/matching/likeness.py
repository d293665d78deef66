"""How a call's numbers, Call-ID and origid compare with those asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from star57.agent.cdr import Cdr
from star57.agent.matching.passport import claims_of
from star57.agent.matching.sought import CallSought
from star57.agent.matching.written import Written, called_in, called_out, calling_numbers
from star57.agent.trunks import TrunkTable
from star57.numbers import Likeness, LikenessKind, is_withheld, number_key, same_number

_BEST_FIRST = tuple(LikenessKind)


class Calling(StrEnum):
    SAME = "same"  # or withheld on both sides
    WITHHELD = "withheld"  # on one side only
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class NumberLikeness:
    called: LikenessKind
    calling: Calling
    came_in_for: str  # the number it was dialled to, where it was forwarded or translated here to the one asked; else ""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """What of the downstream's own record is found again here. Absence says nothing: every back-to-back user agent changes Call-IDs."""

    is_same_call_id: bool
    is_same_origid: bool
    is_another_origid: bool
    words: tuple[str, ...]


def has_called(record: Cdr, called_number: str, trunks: TrunkTable) -> bool:
    """Or may have: see LikenessKind.DOUBTFUL."""
    return any(one.likeness(called_number) for one in (called_in(record, trunks), called_out(record, trunks)))


def numbers_of(records: Sequence[Cdr], sought: CallSought, trunks: TrunkTable) -> NumberLikeness:
    """`records` have the called number asked (has_called)."""
    came, went = ([side(record, trunks) for record in records] for side in (called_in, called_out))
    alike = (one.likeness(sought.called_number) for one in (*came, *went))
    called = min((one for one in alike if one), key=lambda one: (_BEST_FIRST.index(one.kind), one.words))
    shown = sorted({text for record in records for text in calling_numbers(record, trunks)})
    calling, calling_words = _asked_withheld(shown) if sought.calling_number is None else _asked(sought.calling_number, shown)
    came_in_for = _came_in_for(came, sought.called_number)
    words = f"came in for {came_in_for} and was sent on to the number asked" if came_in_for else _called_words(called)
    return NumberLikeness(called.kind, calling, came_in_for, (words, calling_words))


def _came_in_for(came: Sequence[Written], called_number: str) -> str:
    """What is not a number (an extension, a name) was nobody's to dial from outside."""
    dialled = sorted(one.number for one in came if number_key(one.raw))
    return "" if not dialled or any(one.likeness(called_number) for one in came) else dialled[0]


def trail_of(records: Iterable[Cdr], sought: CallSought) -> Trail:
    call_ids = {call_id for record in records for call_id in (record.call_id, record.call_id_out) if call_id}
    origids = {claims_of(record.identity).origid for record in records} - {""}
    same_call_id = sought.call_id in call_ids if sought.call_id else False
    same_origid = sought.origid in origids if sought.origid else False
    another = bool(sought.origid and origids and not same_origid)
    words = (("same Call-ID", same_call_id), ("same origid", same_origid), ("another origid in its Identity", another))
    return Trail(same_call_id, same_origid, another, tuple(text for text, holds in words if holds))


def _called_words(likeness: Likeness) -> str:
    match likeness.kind:
        case LikenessKind.EXACT:
            return "same called number"
        case LikenessKind.REWRITTEN:
            return f"called number {likeness.words}"
        case LikenessKind.PREFIXED:
            return likeness.words
        case LikenessKind.DOUBTFUL:
            return f"called number {likeness.words}"


def _asked(calling_number: str, shown: Sequence[str]) -> tuple[Calling, str]:
    if any(same_number(calling_number, raw) for raw in shown):
        return Calling.SAME, "same calling number"
    if all(map(is_withheld, shown)):
        return Calling.WITHHELD, "calling number withheld here"
    return Calling.CHANGED, f"another calling number here, {next(raw for raw in shown if not is_withheld(raw))}"


def _asked_withheld(shown: Sequence[str]) -> tuple[Calling, str]:
    if not shown or any(map(is_withheld, shown)):
        return Calling.SAME, "calling number withheld here too"
    return Calling.WITHHELD, "calling number shown here, withheld there"
