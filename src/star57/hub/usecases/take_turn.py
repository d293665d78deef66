"""Count one attempt against every allowance it draws on; whoever tries too often is told when to come back."""

from datetime import datetime

from star57.hub.domain.rates import RATES, Attempt, Counted
from star57.hub.domain.refusals import TooSoon
from star57.hub.ledger import allowances
from star57.hub.ledger.transactions import transaction


def take_turn(attempt: Attempt, *, origin: str, about: str, now: datetime) -> None:
    """origin: the network address; about: the account or token that is named, known or not. Raises TooSoon."""
    counted = {Counted.FROM: origin, Counted.ABOUT: about, Counted.FROM_ABOUT: f"{origin} {about}"}
    with transaction():
        for by, rate in RATES[attempt].items():
            wait_s = allowances.take(f"{attempt} {by} {counted[by]}", rate, now) if counted[by].strip() else 0
            if wait_s:
                raise _too_often(wait_s)


def _too_often(seconds: int) -> TooSoon:
    if seconds < 90:
        return TooSoon("That was tried too often. Try again in %(wait)s seconds.", seconds, wait=seconds)
    return TooSoon("That was tried too often. Try again in %(wait)s minutes.", seconds, wait=-(-seconds // 60))
