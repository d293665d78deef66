"""Open one request by the code that was mailed for it. It is no sign-in: the visit reaches this request and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.one_time import as_typed
from star57.hub.domain.rates import Attempt
from star57.hub.domain.refusals import Invalid, told
from star57.hub.ledger.one_time import end_visit, open_visit
from star57.hub.reads.one_time import linked_request
from star57.hub.usecases.take_turn import take_turn

WRONG = told("This is not a code of the last ten minutes, or it was tried too often. Look at the newest mail, or have another code sent.")


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """The request, and the secret of the visit for the browser to keep."""

    request: str
    secret: str


def open_by_code(*, token: str, typed: str, origin: str, now: datetime) -> OpenedRequest:
    """Use a code. Raises NotFound, TooSoon, Invalid (field "code")."""
    linked = linked_request(token)
    take_turn(Attempt.TRY_CODE, origin=origin, about=f"{linked.request} {linked.address}", now=now)
    secret = open_visit(linked.request, linked.address, as_typed(typed), now)
    if secret is None:
        raise Invalid(WRONG, "code")
    return OpenedRequest(linked.request, secret)


def leave_request(*, secret: str, now: datetime) -> None:
    """End the visit."""
    end_visit(secret, now)
