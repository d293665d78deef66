"""Save an answer that is being written, so that a colleague can go on with it. The last save wins; what it replaced is shown."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.lifecycle import TAKES_ANSWER
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.ledger.drafts import put_draft
from star57.hub.ledger.locking import case_of_hop
from star57.hub.reads.drafts import DraftView, draft_of
from star57.hub.usecases.permission import permit_hop

MAX_BODY = 60_000


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """How often it was saved; and what somebody else had saved meanwhile, which this save replaced."""

    saves: int
    replaced: DraftView | None


def save_draft(*, actor: Actor, request: str, body: str, seen: int, now: datetime) -> SavedDraft:
    """Keep what was typed. seen: how often the draft had been saved when it was read.

    Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    if len(body) > MAX_BODY:
        raise Invalid("This is more than a draft can hold. Attach it as a file instead.")
    with case_of_hop(request, actor=actor, now=now) as (_case, hop):
        permit_hop(actor, Action.PREPARE_ANSWER, hop)
        if hop.status not in TAKES_ANSWER:
            raise WrongState("This request takes no answer now, so nothing was saved. Read it again.")
        before = draft_of(actor=actor, request=request)
        is_news = before is not None and before.saves != seen and before.saved_by_id != actor.id and before.body != body
        return SavedDraft(put_draft(hop, body, actor=actor, now=now), before if is_news else None)
