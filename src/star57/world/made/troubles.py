"""What happens to calls on their way, each to be switched on alone, and how often it strikes where nothing else is said."""

from enum import StrEnum


class Trouble(StrEnum):
    """The first four are habits of carriers; the others strike single calls."""

    REWRITING = "rewriting"  # technical and country prefixes, 00, 011, bare digits
    CLOCKS = "clocks"  # every carrier's clock is off by up to three seconds
    FAR_CLOCKS = "far-clocks"  # and every third one by twenty seconds to two minutes: only where it is asked for
    CALL_IDS = "call-ids"  # half of the carriers change the Call-ID
    WITHHELD = "withheld"  # everywhere, or toward the called party alone
    RETRIES = "retries"  # the same next hop is tried again after a failure
    SECOND_CALL = "second-call"  # the caller dials again within a minute, the same way
    ROUTE_ADVANCE = "route-advance"  # other carriers are tried first, and record their own failure
    LOOK_ALIKE = "look-alike"  # the same numbers within a minute or so, or another caller at once, by another way
    FORWARDING = "forwarding"  # the number dialled forwards to the one that complains
    DIVERSION = "diversion"  # so it does at a switch that records that one alone; who received the call has the Diversion header
    PORTABILITY = "portability"  # ;npdi;rn= from the first carrier on
    SIMULTANEOUS_RING = "simultaneous-ring"  # another number rings with the one dialled
    WRONG_MINUTES = "wrong-minutes"  # the complaint's time is off by three to fourteen minutes
    WRONG_HOUR = "wrong-hour"  # or by an hour
    WRONG_ZONE = "wrong-zone"  # or by as much as local time differs from UTC
    MISSING = "missing-record"  # one carrier on the way kept no record of the call


ONLY_ASKED_FOR = frozenset({Trouble.FAR_CLOCKS, Trouble.DIVERSION})
OF_CARRIERS = frozenset({Trouble.REWRITING, Trouble.CLOCKS, Trouble.FAR_CLOCKS, Trouble.CALL_IDS})
ALL = frozenset(Trouble)
# Of all calls. Complaints with a wrong time and lost records are rare beside what the network itself does.
SHARES = {
    Trouble.WITHHELD: 0.10,
    Trouble.RETRIES: 0.15,
    Trouble.SECOND_CALL: 0.15,
    Trouble.ROUTE_ADVANCE: 0.20,
    Trouble.LOOK_ALIKE: 0.10,
    Trouble.FORWARDING: 0.03,
    Trouble.PORTABILITY: 0.20,
    Trouble.SIMULTANEOUS_RING: 0.03,
    Trouble.WRONG_MINUTES: 0.02,
    Trouble.WRONG_HOUR: 0.02,
    Trouble.WRONG_ZONE: 0.01,
    Trouble.MISSING: 0.02,
}


def usual_shares() -> dict[Trouble, float]:
    """Every trouble as often as it strikes; a carriers' habit is 1."""
    return dict.fromkeys(OF_CARRIERS - ONLY_ASKED_FOR, 1.0) | SHARES
