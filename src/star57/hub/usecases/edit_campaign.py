"""Change what a campaign is called and said to be. Whoever is asked about one of its calls reads the new words."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.ledger import registry, rows
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.open_traceback import CampaignWords
from star57.hub.usecases.permission import permit

MOST_HARMLESS = 9


def edit_campaign(*, actor: Actor, campaign: str, words: CampaignWords, seen: int, now: datetime) -> None:
    """Record the new words in place of the version that was seen. Raises NotFound, NotAllowed, Invalid, WrongState."""
    if actor.reach(Action.READ_TRACEBACK) is None and actor.reach(Action.EDIT_CAMPAIGN) is None:
        raise NotFound("There is no campaign %(campaign)s, or it is not yours.", campaign=campaign)
    permit(actor, Action.EDIT_CAMPAIGN)
    for field in ("name", "why_suspicious"):
        if not getattr(words, field).strip():
            raise Invalid("Write it: providers read it on every request.", field)
    if not 0 <= words.harm_rank <= MOST_HARMLESS:
        raise Invalid("Harm goes from 0, the gravest, to 9.", "harm_rank")
    changes = {"name": words.name, "why_suspicious": words.why_suspicious, "transcript": words.transcript, "harm_rank": words.harm_rank}
    with transaction():
        row = registry.campaign_to_change(campaign)
        if row is None:
            raise NotFound("There is no campaign %(campaign)s, or it is not yours.", campaign=campaign)
        if row.version != seen:
            raise WrongState("Campaign %(campaign)s was changed by somebody else since you read it.", campaign=campaign)
        rows.change(row, "campaign", "campaign_changed", actor=actor, at=now, changes=changes)
