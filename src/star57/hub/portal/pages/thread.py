"""The thread between a provider and staff about one request: read, write, ask for more time, decide about it."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.forms.thread import AskTimeForm, DecideTimeForm, MessageForm
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads.correspondence import ThreadView, thread_of
from star57.hub.usecases.correspond import ask_more_time, grant_more_time, refuse_more_time, write_message


@require_safe
@visited
def thread(visit: Visit, request_id: str) -> HttpResponse:
    """The whole thread, and what the reader may do."""
    return _page(visit, thread_of(actor=visit.actor, hop=request_id))


@visited
def write(visit: Visit, request_id: str) -> HttpResponse:
    """Send a message."""

    def send(form: forms.Form) -> None:
        write_message(actor=visit.actor, request=request_id, text=form.cleaned_data["text"], how="portal", now=visit.now)

    return _done(visit, request_id, "message", MessageForm(visit.request.POST or None), send)


@visited
def more_time(visit: Visit, request_id: str) -> HttpResponse:
    """Ask for more time."""

    def ask(form: forms.Form) -> None:
        typed = form.cleaned_data
        words = {"until": typed["until"], "reason": typed["reason"], "how": "portal"}
        ask_more_time(actor=visit.actor, request=request_id, **words, now=visit.now)

    return _done(visit, request_id, "ask", AskTimeForm(visit.request.POST or None, zone=_zone(visit, request_id)), ask)


@visited
def decide_time(visit: Visit, request_id: str, decision: str) -> HttpResponse:
    """Grant it, or refuse it."""
    if decision not in {"grant", "refusal"}:
        raise NotFound("There is no such step.")

    def decide(form: forms.Form) -> None:
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        if decision == "refusal":
            refuse_more_time(actor=visit.actor, hop=request_id, reason=reason, now=visit.now)
        elif until is None:
            raise Invalid("Say until when.", "until")
        else:
            grant_more_time(actor=visit.actor, hop=request_id, until=until, reason=reason, now=visit.now)

    return _done(visit, request_id, "decide", DecideTimeForm(visit.request.POST or None, zone=_zone(visit, request_id)), decide)


def _zone(visit: Visit, request_id: str) -> str:
    return thread_of(actor=visit.actor, hop=request_id).zone


def _done(visit: Visit, request_id: str, name: str, form: forms.Form, deed: Callable[[forms.Form], None]) -> HttpResponse:
    if form.is_valid():
        try:
            deed(form)
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            return redirect("thread", request_id)
    return _page(visit, thread_of(actor=visit.actor, hop=request_id), **{name: form})


def _page(visit: Visit, view: ThreadView, **forms_shown: forms.Form) -> HttpResponse:
    granted = DecideTimeForm(zone=view.zone, until=view.asked_until)
    blank: dict[str, forms.Form] = {"message": MessageForm(), "ask": AskTimeForm(zone=view.zone), "decide": granted}
    bound = next(iter(forms_shown.values()), None)
    return visit.show("thread.html", status=422 if bound and bound.is_bound else 200, thread=view, form=bound, **{**blank, **forms_shown})
