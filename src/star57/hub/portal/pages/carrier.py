"""A provider's own pages: its requests, one request; and what it says about having been named."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action, Reach
from star57.hub.domain.refusals import Invalid
from star57.hub.portal.call_sheet import call_sheet
from star57.hub.portal.code_visits import visited_too_by_code
from star57.hub.portal.forms.plain import ConfirmationForm, DisputeForm, note_refusal
from star57.hub.portal.lamps import Lamp, lamp_of_request
from star57.hub.portal.neighbourhood import draw_neighbourhood
from star57.hub.portal.pages.answering import blank_form
from star57.hub.portal.pages.opening import opened, opened_to
from star57.hub.portal.visits import Visit, visited
from star57.hub.portal.zones import remember_zone
from star57.hub.reads import requests as request_reads
from star57.hub.reads.drafts import draft_of
from star57.hub.reads.due_requests import due_page
from star57.hub.usecases.dispute_claim import confirm_claim, dispute_claim
from star57.wire.messages import Confirmation, Dispute, TracebackRequest
from star57.wire.values import WIRE_VERSION

LIMIT = 50
STATES = {"open": gettext_lazy("To answer"), "answered": gettext_lazy("Answered"), "all": gettext_lazy("All")}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of a provider's list."""

    request: TracebackRequest
    lamp: Lamp


@require_safe
@visited_too_by_code
def requests(visit: Visit) -> HttpResponse:
    """What waits for an answer, by due time; what was answered; or everything."""
    state = visit.request.GET.get("state", "open")
    state = state if state in STATES else "open"
    cursor = visit.request.GET.get("cursor") or None
    page = (
        due_page(actor=visit.actor, cursor=cursor, limit=LIMIT)
        if state == "open"
        else request_reads.requests_page(actor=visit.actor, state=state, cursor=cursor, limit=LIMIT)
    )
    rows = [RequestRow(each, lamp_of_request(each.state, each.due_at, visit.now)) for each in page.rows]
    tabs = [(name, words, name == state) for name, words in STATES.items()]
    may_answer = visit.actor.reach(Action.ANSWER_REQUEST) is Reach.OWN
    return visit.show("requests.html", rows=rows, state=state, tabs=tabs, cursor=page.cursor, may_batch=may_answer and len(rows) > 1)


@require_safe
@visited_too_by_code
def request_page(visit: Visit, request_id: str) -> HttpResponse:
    """One request; a person of the provider opening it is its receipt, and starts the clock."""
    view = opened(visit, request_id)
    draft = draft_of(actor=visit.actor, request=request_id) if view.may_prepare else None
    sheet = call_sheet(visit, view)
    answer = visit.show(
        "request.html",
        view=view,
        asked=view.request,
        sheet=sheet,
        draft=draft,
        lamp=lamp_of_request(view.request.state, view.request.due_at, visit.now),
        drawing=draw_neighbourhood(view, visit.now),
        form=blank_form(visit, view, draft) if view.may_answer or view.may_prepare else None,
    )
    remember_zone(visit.request, answer, sheet.zone)
    return answer


@visited
def dispute(visit: Visit, request_id: str) -> HttpResponse:
    """Deny having handed the call to the neighbour that says so."""
    view = opened_to(visit, request_id, Action.DISPUTE_CLAIM)
    form = DisputeForm(visit.request.POST or None)
    if form.is_valid():
        try:
            said = Dispute(version=WIRE_VERSION, reason=form.cleaned_data["reason"])
            given = dispute_claim(actor=visit.actor, request=request_id, dispute=said, now=visit.now)
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            return redirect("receipt", request_id, given.entry)
    return visit.show(
        "stance.html", form=form, view=view, asked=view.request, title=_("We did not hand this call on"), button=_("Dispute it")
    )


@visited
def confirm(visit: Visit, request_id: str) -> HttpResponse:
    """Confirm having handed the call to the neighbour that says so."""
    view = opened_to(visit, request_id, Action.DISPUTE_CLAIM)
    form = ConfirmationForm(visit.request.POST or None)
    if visit.request.method == "POST" and form.is_valid():
        said = Confirmation(version=WIRE_VERSION, comment=form.cleaned_data["comment"] or None)
        given = confirm_claim(actor=visit.actor, request=request_id, confirmation=said, now=visit.now)
        return redirect("receipt", request_id, given.entry)
    return visit.show(
        "stance.html", form=form, view=view, asked=view.request, title=_("Yes, we handed this call on"), button=_("Confirm it")
    )
