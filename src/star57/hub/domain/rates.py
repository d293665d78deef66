"""How often something may be tried: an allowance that fills up again steadily. Values only; the ledger keeps the accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType


class Attempt(StrEnum):
    """What is counted."""

    SIGN_IN = "sign_in"
    SECOND_FACTOR = "second_factor"
    RESET = "reset"
    NEW_PASSWORD = "new_password"
    CONFIRM = "confirm"
    INVITATION = "invitation"
    SEND_CODE = "send_code"
    TRY_CODE = "try_code"


class Counted(StrEnum):
    """By what attempts are counted: the network address they come from, the account or token they name, or both together."""

    FROM = "from"
    ABOUT = "about"
    FROM_ABOUT = "from_about"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once; afterwards one more every so often."""

    at_once: int
    one_every: timedelta


# A whole office may sit behind one network address, so that is generous. Against one account a stranger gets 40 tries and then one a
# minute: its owner, who comes from elsewhere, keeps ten of their own.
RATES: Mapping[Attempt, Mapping[Counted, Rate]] = MappingProxyType({
    Attempt.SIGN_IN: {
        Counted.FROM: Rate(300, timedelta(milliseconds=200)),
        Counted.FROM_ABOUT: Rate(10, timedelta(minutes=1)),
        Counted.ABOUT: Rate(40, timedelta(minutes=1)),
    },
    Attempt.SECOND_FACTOR: {Counted.FROM: Rate(100, timedelta(seconds=2)), Counted.ABOUT: Rate(8, timedelta(minutes=2))},
    Attempt.RESET: {Counted.FROM: Rate(20, timedelta(minutes=1)), Counted.ABOUT: Rate(4, timedelta(minutes=15))},
    Attempt.NEW_PASSWORD: {Counted.FROM: Rate(20, timedelta(minutes=1))},
    Attempt.CONFIRM: {Counted.ABOUT: Rate(10, timedelta(minutes=1))},
    Attempt.SEND_CODE: {Counted.FROM: Rate(30, timedelta(minutes=1)), Counted.ABOUT: Rate(4, timedelta(minutes=10))},
    Attempt.TRY_CODE: {Counted.FROM: Rate(60, timedelta(seconds=20)), Counted.ABOUT: Rate(15, timedelta(minutes=2))},
    Attempt.INVITATION: {Counted.FROM: Rate(30, timedelta(minutes=1)), Counted.ABOUT: Rate(20, timedelta(minutes=1))},
})  # fmt: skip
