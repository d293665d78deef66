"""A carrier's home: what is due, what waits for others, its record, its people, its agent."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action
from star57.hub.portal.lamps import lamp_of_request
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import organisation as organisations
from star57.hub.reads import standing
from star57.hub.reads.due_requests import due_now
from star57.hub.reads.words import ROLE_NAMES

SHOWN, DISPUTES_SHOWN, ANSWERED_SHOWN = 8, 5, 5


@require_safe
@visited
def home(visit: Visit) -> HttpResponse:
    """All of it on one page; each part leads to its own."""
    now = due_now(actor=visit.actor, limit=SHOWN)
    return visit.show(
        "home.html",
        lists=now,
        due=[(each, lamp_of_request(each.state, each.due_at, visit.now)) for each in now.due],
        answered=now.answered[:ANSWERED_SHOWN],
        record=standing.own_record(actor=visit.actor, now=visit.now),
        disputes=standing.own_disputes(actor=visit.actor, limit=DISPUTES_SHOWN),
        agents=standing.own_agents(actor=visit.actor, now=visit.now),
        members=[(each, ROLE_NAMES[each.role]) for each in organisations.members(actor=visit.actor, organisation=None)],
        card=organisations.organisation_view(actor=visit.actor, organisation=None),
        makes_keys=visit.actor.reach(Action.MAKE_KEY) is not None,
    )
