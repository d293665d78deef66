"""A decision about a traceback as a whole: correct its facts, withdraw it, take it up again."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.portal.forms.plain import CallFactsForm, FindingForm, MergeForm, ReasonForm, note_refusal
from star57.hub.portal.races import SEEN, overtaken
from star57.hub.portal.steps import CASE_DEEDS
from star57.hub.portal.templatetags.portal_words import phone
from star57.hub.portal.undoing import Undo, offer_undo
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import tracebacks
from star57.hub.reads.views import TracebackView
from star57.hub.usecases.correct_call_facts import correct_call_facts
from star57.hub.usecases.merge_tracebacks import merge_tracebacks, unmerge_traceback
from star57.hub.usecases.open_traceback import CallReport
from star57.hub.usecases.permission import permit
from star57.hub.usecases.reopen_traceback import reopen_traceback
from star57.hub.usecases.review_traceback import review_traceback
from star57.hub.usecases.withdraw_traceback import withdraw_traceback

FORMS: Mapping[str, type[forms.Form]] = {
    "correction": CallFactsForm,
    "reopening": ReasonForm,
    "withdrawal": ReasonForm,
    "review": FindingForm,
    "merging": MergeForm,
    "unmerging": FindingForm,
}


@visited
def take(visit: Visit, traceback: str, step: str) -> HttpResponse:
    """Show the form, or carry the decision out."""
    if step not in FORMS:
        raise NotFound("There is no such step.")
    view = tracebacks.traceback_view(actor=visit.actor, traceback=traceback)
    permit(visit.actor, CASE_DEEDS[step][1])
    form = FORMS[step](visit.request.POST or None, initial={**_initial(view), "kept": visit.request.GET.get("kept", "")})
    both = None
    if form.is_valid():
        try:
            DEEDS[step](visit, traceback, form.cleaned_data)
        except Invalid as refusal:
            note_refusal(form, refusal)
        except WrongState:
            if SEEN not in form.fields or form.cleaned_data[SEEN] == view.facts_version:
                raise
            both = overtaken(form, _facts(view), view.facts_version)
        else:
            if step == "withdrawal":
                offer_undo(visit, _("%(id)s was withdrawn.") % {"id": traceback}, Undo.WITHDRAWAL, {traceback: ()})
            return redirect("traceback", traceback)
    words = str(CASE_DEEDS[step][2])
    about = f"{view.row.campaign}, {phone(view.row.called_number)} ← {phone(view.row.calling_number)}"
    back = reverse("traceback", args=[traceback])
    shown = {"form": form, "title": words, "button": words, "about": about, "back": back, "traceback": traceback, "overtaken": both}
    return visit.show("step.html", status=200 if both is None else 409, **shown)


def _initial(view: TracebackView) -> dict[str, Any]:
    return {**_facts(view), SEEN: view.facts_version}


def _facts(view: TracebackView) -> dict[str, Any]:
    row = view.row
    return {
        "called_number": row.called_number,
        "calling_number": row.calling_number,
        "call_at": row.call_at,
        "uncertainty_s": row.uncertainty_s,
        "call_id": row.call_id,
        "origid": row.origid,
    }


def _correct(visit: Visit, traceback: str, typed: Mapping[str, Any]) -> None:
    report = CallReport(
        called_number=typed["called_number"],
        calling_number=typed["calling_number"] or None,
        call_at=typed["call_at"],
        uncertainty_s=typed["uncertainty_s"],
        call_id=typed["call_id"] or None,
        origid=typed["origid"] or None,
    )
    correct_call_facts(actor=visit.actor, traceback=traceback, report=report, reason=typed["reason"], seen=typed[SEEN], now=visit.now)


def _reopen(visit: Visit, traceback: str, typed: Mapping[str, Any]) -> None:
    reopen_traceback(actor=visit.actor, traceback=traceback, reason=typed["reason"], now=visit.now)


def _withdraw(visit: Visit, traceback: str, typed: Mapping[str, Any]) -> None:
    withdraw_traceback(actor=visit.actor, traceback=traceback, reason=typed["reason"], now=visit.now)


def _review(visit: Visit, traceback: str, typed: Mapping[str, Any]) -> None:
    review_traceback(actor=visit.actor, traceback=traceback, reason=typed["reason"], now=visit.now)


def _merge(visit: Visit, traceback: str, typed: Mapping[str, Any]) -> None:
    merge_tracebacks(actor=visit.actor, duplicate=traceback, kept=typed["kept"], reason=typed["reason"], now=visit.now)


def _unmerge(visit: Visit, traceback: str, typed: Mapping[str, Any]) -> None:
    unmerge_traceback(actor=visit.actor, traceback=traceback, reason=typed["reason"], now=visit.now)


DEEDS: Mapping[str, Callable[[Visit, str, Mapping[str, Any]], None]] = {
    "correction": _correct,
    "reopening": _reopen,
    "withdrawal": _withdraw,
    "review": _review,
    "merging": _merge,
    "unmerging": _unmerge,
}
