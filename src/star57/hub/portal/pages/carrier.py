"""A provider's own pages: its requests, one request, its receipt; and what it says about having been named."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.portal.forms.plain import ConfirmationForm, DisputeForm, note_refusal
from star57.hub.portal.lamps import Lamp, lamp_of_request
from star57.hub.portal.neighbourhood import draw_neighbourhood
from star57.hub.portal.pages.answering import blank_form
from star57.hub.portal.pages.opening import opened
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import requests as request_reads
from star57.hub.usecases.dispute_claim import confirm_claim, dispute_claim
from star57.wire.messages import Confirmation, Dispute, TracebackRequest
from star57.wire.values import WIRE_VERSION

LIMIT = 100


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of a provider's list."""

    request: TracebackRequest
    lamp: Lamp


@visited
def requests(visit: Visit) -> HttpResponse:
    """What waits for an answer, by due time; or everything."""
    state = "all" if visit.request.GET.get("state") == "all" else "open"
    page = request_reads.requests_page(actor=visit.actor, state=state, cursor=visit.request.GET.get("cursor") or None, limit=LIMIT)
    found = page.rows if state == "all" else sorted(page.rows, key=lambda each: (each.due_at is not None, each.due_at or each.asked_at))
    rows = [RequestRow(each, lamp_of_request(each.state, each.due_at, visit.now)) for each in found]
    return visit.show("requests.html", rows=rows, state=state, cursor=page.cursor)


@visited
def request_page(visit: Visit, request_id: str) -> HttpResponse:
    """One request; a person of the provider opening it is its receipt, and starts the clock."""
    view = opened(visit, request_id)
    return visit.show(
        "request.html",
        view=view,
        asked=view.request,
        lamp=lamp_of_request(view.request.state, view.request.due_at, visit.now),
        drawing=draw_neighbourhood(view, visit.now),
        form=blank_form(visit, view) if view.may_answer else None,
    )


@visited
def receipt(visit: Visit, request_id: str, entry: str) -> HttpResponse:
    """The proof of one entry, to keep."""
    view = opened(visit, request_id)
    found = next((each for each in view.happenings if each.entry == entry), None)
    if found is None:
        raise NotFound("There is no such entry.")
    stands = next((answer for answer in reversed(view.answers) if answer.stands), None)
    return visit.show("receipt.html", view=view, asked=view.request, entry=found, stands=stands)


@visited
def dispute(visit: Visit, request_id: str) -> HttpResponse:
    """Deny having handed the call to the neighbour that says so."""
    view = opened(visit, request_id)
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
    view = opened(visit, request_id)
    form = ConfirmationForm(visit.request.POST or None)
    if visit.request.method == "POST" and form.is_valid():
        said = Confirmation(version=WIRE_VERSION, comment=form.cleaned_data["comment"] or None)
        given = confirm_claim(actor=visit.actor, request=request_id, confirmation=said, now=visit.now)
        return redirect("receipt", request_id, given.entry)
    return visit.show(
        "stance.html", form=form, view=view, asked=view.request, title=_("Yes, we handed this call on"), button=_("Confirm it")
    )
