"""A carrier's home: what is due, what waits for others, its record, its people, its agent."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action
from star57.hub.portal.lamps import lamp_of_request
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import organisation as organisations
from star57.hub.reads import requests as request_reads
from star57.hub.reads import standing
from star57.hub.reads.words import ROLE_NAMES
from star57.wire.messages import RequestState

DUE_SHOWN, DISPUTES_SHOWN, ANSWERED_SHOWN = 8, 5, 5


@require_safe
@visited
def home(visit: Visit) -> HttpResponse:
    """All of it on one page; each part leads to its own."""
    open_ones = request_reads.requests_page(actor=visit.actor, state="open", cursor=None, limit=1000).rows
    by_due = sorted(open_ones, key=lambda each: (each.due_at is None, each.due_at or each.asked_at))
    waiting = request_reads.waiting_for_staff(actor=visit.actor)
    to_answer = [each for each in by_due if each.id not in waiting]
    rows = [(each, lamp_of_request(each.state, each.due_at, visit.now)) for each in to_answer]
    return visit.show(
        "home.html",
        due=rows[:DUE_SHOWN],
        due_count=len(rows),
        waiting=[each for each in by_due if each.id in waiting],
        sent_back=sum(each.state is RequestState.SENT_BACK for each, _lamp in rows),
        answered=request_reads.latest_answered(actor=visit.actor, limit=ANSWERED_SHOWN),
        record=standing.own_record(actor=visit.actor, now=visit.now),
        disputes=standing.own_disputes(actor=visit.actor, limit=DISPUTES_SHOWN),
        agents=standing.own_agents(actor=visit.actor, now=visit.now),
        members=[(each, ROLE_NAMES[each.role]) for each in organisations.members(actor=visit.actor, organisation=None)],
        card=organisations.organisation_view(actor=visit.actor, organisation=None),
        makes_keys=visit.actor.reach(Action.MAKE_KEY) is not None,
    )
