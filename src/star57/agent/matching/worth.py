"""Which calls to the number asked a person might mean at all; the others cannot be the call."""

from typing import Protocol

from star57.agent.matching.arrival import seconds_apart
from star57.agent.matching.calls import Moment
from star57.agent.matching.likeness import Calling
from star57.agent.matching.sought import CLOCK_ALLOWANCE_S, CallSought, Tier
from star57.numbers import LikenessKind


class Placed(Protocol):
    """What of a candidate counts here."""

    @property
    def moments(self) -> tuple[Moment, ...]: ...
    @property
    def tier(self) -> Tier: ...
    @property
    def called(self) -> LikenessKind: ...
    @property
    def calling(self) -> Calling: ...
    @property
    def is_strong(self) -> bool: ...
    @property
    def is_contradicted(self) -> bool: ...


def is_worth_a_look(one: Placed, sought: CallSought) -> bool:
    """One deviation may be the network's doing; a deviating number together with another deviation is another call.
    Clocks that differ by seconds are none."""
    if one.is_strong:
        return True
    if one.is_contradicted:
        return False
    if one.called is LikenessKind.DOUBTFUL:
        return one.calling is Calling.SAME and one.tier <= Tier.CLOCK
    if one.calling is Calling.WITHHELD:
        return one.tier <= Tier.CLOCK or sought.handed_to is not None  # a neighbour's record says that the call came from here
    return one.tier is Tier.WITHIN and _may_have_been_renumbered(one, sought)


def _may_have_been_renumbered(one: Placed, sought: CallSought) -> bool:
    """A carrier on the way down may have changed the calling number: worth a look where the time is known to seconds.
    The terminating provider's own record shows what its subscriber saw."""
    instant = sought.arrived_at
    return instant is not None and seconds_apart(one.moments, instant) <= CLOCK_ALLOWANCE_S
