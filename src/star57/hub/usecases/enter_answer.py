"""Enter an answer that a provider gave by telephone, letter or reply mail, on its behalf. The provider is told and can correct it."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.answering import Channel
from star57.hub.domain.refusals import Invalid
from star57.hub.ledger.answers import Given
from star57.hub.ledger.locking import case_of_hop
from star57.hub.usecases.permission import permit_hop
from star57.hub.usecases.respond_to_request import Outcome, give_answer
from star57.wire.messages import TracebackResponse


@dataclass(frozen=True, slots=True)
class Said:
    """Who said it, when, how; for a reply mail its whole text."""

    by: str
    at: datetime
    how: Channel
    attachment: str


def enter_answer(*, actor: Actor, request: str, response: TracebackResponse, said: Said, now: datetime) -> Outcome:
    """Record what the provider said elsewhere. Raises NotFound, NotAllowed, WrongState, Invalid."""
    if not said.by.strip():
        raise Invalid("Say who at the provider gave this answer.", "said_by")
    if said.at > now:
        raise Invalid("It cannot have been said in the future.", "said_at")
    if said.how is Channel.REPLY_MAIL and not said.attachment.strip():
        raise Invalid("Attach the mail: its text is part of the record.", "attachment")
    with case_of_hop(request, actor=actor, now=now) as (case, hop):
        permit_hop(actor, Action.ENTER_ANSWER, hop)
        if hop.asked_at and said.at < hop.asked_at.replace(second=0, microsecond=0):  # people note minutes
            raise Invalid("It cannot have been said before the provider was asked.", "said_at")
        return give_answer(case, hop, response, Given(said.how.value, said.by, said.at, said.attachment))
