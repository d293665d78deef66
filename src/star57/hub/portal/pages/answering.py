"""Answering in two steps: what is typed is first read back as the sentence that will stand in the record, then signed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from star57.hub.domain.access import Action
from star57.hub.domain.answering import Channel
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.portal.call_sheet import call_sheet
from star57.hub.portal.code_visits import visited_too_by_code
from star57.hub.portal.draft_texts import typed_of
from star57.hub.portal.forms.answer import AnswerForm, CorrectionForm, EnteredAnswerForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.forms.response import Resolve
from star57.hub.portal.kept_forms import refill
from star57.hub.portal.pages.hop_steps import station_of
from star57.hub.portal.pages.opening import opened_to
from star57.hub.portal.pages.providers import resolver
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import requests as request_reads
from star57.hub.reads.drafts import DraftView, draft_of
from star57.hub.reads.statements import answer_words
from star57.hub.reads.views import RequestView
from star57.hub.usecases.correct_answer import correct_answer
from star57.hub.usecases.enter_answer import Said, enter_answer
from star57.hub.usecases.permission import permit
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.messages import Correction, TracebackResponse
from star57.wire.values import WIRE_VERSION

Sign = Callable[[AnswerForm, TracebackResponse], str]
AS_SHOWN = ("facts_version", "replaces")  # what the page showed, against which a lost race is noticed


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an answer is written on: its request, its title, where it goes back to."""

    view: RequestView
    title: str
    back: str


def blank_form(visit: Visit, view: RequestView, draft: DraftView | None) -> AnswerForm:
    """An answer to this request: empty, or as far as the draft got."""
    typed = typed_of(draft.body) if draft else {}
    return AnswerForm(initial={**typed, "facts_version": view.request.facts_version}, resolve=_resolver(visit, view))


def _resolver(visit: Visit, view: RequestView) -> Resolve:
    return resolver(visit.actor, view.request.provider.provider)


@visited_too_by_code
def respond(visit: Visit, request_id: str) -> HttpResponse:
    """The provider's own answer."""
    view = opened_to(visit, request_id, Action.ANSWER_REQUEST, Action.PREPARE_ANSWER)

    def sign(_form: AnswerForm, response: TracebackResponse) -> str:
        outcome = respond_to_request(actor=visit.actor, request=request_id, response=response, how="portal", now=visit.now)
        outcome.raised()
        return reverse("receipt", args=[request_id, outcome.receipt.entry])

    sheet = Sheet(view, _("How did this call reach you?"), reverse("request", args=[request_id]))
    return _two_steps(visit, sheet, AnswerForm, sign)


@visited_too_by_code
def correct(visit: Visit, request_id: str) -> HttpResponse:
    """Another answer in place of the one that stands."""
    view = opened_to(visit, request_id, Action.ANSWER_REQUEST)

    def sign(form: AnswerForm, response: TracebackResponse) -> str:
        typed = form.cleaned_data
        said = Correction(version=WIRE_VERSION, reason=typed["correction_reason"], response=response, replaces=typed["replaces"] or None)
        given = correct_answer(actor=visit.actor, request=request_id, correction=said, how="portal", now=visit.now)
        return reverse("receipt", args=[request_id, given.entry])

    sheet = Sheet(view, _("Correct your answer"), reverse("request", args=[request_id]))
    return _two_steps(visit, sheet, CorrectionForm, sign)


@visited
def enter(visit: Visit, traceback: str, hop: str) -> HttpResponse:
    """What a provider said by telephone, letter or reply mail, entered by staff."""
    station = station_of(visit, traceback, hop)
    permit(visit.actor, Action.ENTER_ANSWER)
    view = request_reads.request_view(actor=visit.actor, request=hop)
    back = reverse("traceback", args=[traceback])

    def sign(form: AnswerForm, response: TracebackResponse) -> str:
        typed = form.cleaned_data
        said = Said(typed["said_by"], typed["said_at"], Channel(typed["said_how"]), typed["attachment"])
        enter_answer(actor=visit.actor, request=hop, response=response, said=said, now=visit.now).raised()
        return back

    return _two_steps(visit, Sheet(view, _("What %(name)s said") % {"name": station.name}, back), EnteredAnswerForm, sign)


def _two_steps(visit: Visit, sheet: Sheet, kind: type[AnswerForm], sign: Sign) -> HttpResponse:
    typed, view = visit.request.POST, sheet.view
    draft = draft_of(actor=visit.actor, request=view.request.id) if kind is AnswerForm and view.may_prepare else None
    seen = {"facts_version": view.request.facts_version, "replaces": view.standing}
    initial = {**(typed_of(draft.body) if draft else {}), **seen}
    form = kind(typed if typed and "change" not in typed else None, initial=initial, resolve=_resolver(visit, view))
    refill(form, typed)  # what is to be changed is judged when it is sent again
    shown: dict[str, Any] = {"form": form, "page": sheet, "view": view, "asked": view.request, "draft": draft}
    shown["sheet"] = call_sheet(visit, view)
    if not form.is_valid() or form.response is None:
        return visit.show("answer.html", status=422 if form.errors else 200, **shown)
    shown["statement"] = answer_words(view.request.provider.name, form.response.answer, form.registered)
    if "sign" not in typed:
        return visit.show("confirm.html", response=form.response, **shown)
    try:
        return redirect(sign(form, form.response))
    except Invalid as refusal:
        note_refusal(form, refusal)
        return visit.show("answer.html", status=422, **shown)
    except WrongState as refusal:
        return _both_texts(visit, refusal, shown)


def _both_texts(visit: Visit, refusal: WrongState, shown: dict[str, Any]) -> HttpResponse:
    """What stands now beside what was sent; whoever goes on has seen both."""
    view = request_reads.request_view(actor=visit.actor, request=shown["view"].request.id)
    stands = next((answer for answer in reversed(view.answers) if answer.stands), None)
    typed = [field for field in shown["form"] if field.name not in AS_SHOWN]
    corrects = reverse("correction", args=[view.request.id]) if view.may_correct else ""
    goes_on = corrects or ("" if stands else visit.request.path)
    now = {"view": view, "asked": view.request, "sheet": call_sheet(visit, view), "stands": stands, "typed": typed, "goes_on": goes_on}
    return visit.show("conflict.html", status=409, why=in_words(refusal), **{**shown, **now})
