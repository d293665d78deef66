"""Mail a one-time code to a provider's contact on record, because a person pressed the button on the page its mail leads to."""

from datetime import datetime

from star57.hub.domain.rates import Attempt
from star57.hub.ledger.one_time import mail_code
from star57.hub.reads.one_time import linked_request
from star57.hub.usecases.take_turn import take_turn


def send_one_time_code(*, token: str, origin: str, now: datetime) -> None:
    """Send one to the address that the link was made for, never to another. Raises NotFound, TooSoon."""
    linked = linked_request(token)
    take_turn(Attempt.SEND_CODE, origin=origin, about=f"{linked.request} {linked.address}", now=now)
    mail_code(linked.request, linked.address, now)
