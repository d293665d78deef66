"""One thing done to the ticked rows of the queue: first a page that says to which, then a result for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from star57.hub.domain.access import Action
from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.portal.forms.bulk import AssignForm, SureForm, TagsForm, WithdrawManyForm
from star57.hub.portal.forms.plain import FindingForm
from star57.hub.portal.queue_rows import queue_row
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.undoing import Undo, offer_undo
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import queue as queue_reads
from star57.hub.reads import tracebacks
from star57.hub.reads.views import TracebackRow
from star57.hub.usecases.act_on_many import MOST, Done, act_on_many
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.confirm_silence import confirm_silence
from star57.hub.usecases.permission import permit
from star57.hub.usecases.remind_providers import remind_providers
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.withdraw_traceback import withdraw_traceback

Typed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done to many: its words, what it asks, the use case, and how it is undone, whose it is."""

    words: str | Promise
    form: type[forms.Form]
    use_case: Callable[..., object]
    undo: Undo | None
    action: Action


DEEDS: Mapping[str, Deed] = MappingProxyType({
    "assign": Deed(gettext_lazy("Assign"), AssignForm, assign_traceback, Undo.ASSIGNMENT, Action.ASSIGN_TRACEBACK),
    "tag": Deed(gettext_lazy("Tag"), TagsForm, tag_traceback, Undo.TAGS, Action.TAG_TRACEBACK),
    "remind": Deed(gettext_lazy("Remind"), SureForm, remind_providers, None, Action.REMIND_PROVIDER),
    "non-response": Deed(gettext_lazy("Confirm as non-responsive"), FindingForm, confirm_silence, None, Action.DECIDE_HOP),
    "withdraw": Deed(gettext_lazy("Withdraw"), WithdrawManyForm, withdraw_traceback, Undo.WITHDRAWAL, Action.WITHDRAW_TRACEBACK),
})  # fmt: skip


@visited
def bulk(visit: Visit) -> HttpResponse:
    """Ask, or do it and show what became of each."""
    asked = visit.request.POST or visit.request.GET
    deed = DEEDS.get(asked.get("deed", ""))
    if deed is None:
        raise NotFound("There is no such deed.")
    permit(visit.actor, deed.action)
    rows = _rows(visit, asked.getlist("traceback"))
    form = deed.form(visit.request.POST or None)
    if isinstance(form, AssignForm):
        form.among(queue_reads.colleagues(actor=visit.actor))
    if visit.request.method == "POST" and form.is_valid():
        return _results(visit, deed, rows, form.cleaned_data)
    title = ngettext("%(deed)s %(count)s traceback", "%(deed)s %(count)s tracebacks", len(rows)) % {"deed": deed.words, "count": len(rows)}
    listed = [queue_row(row, visit.actor, visit.now) for row in rows]
    return visit.show("bulk.html", form=form, title=title, button=deed.words, rows=listed, deed=asked["deed"], query=asked.get("query", ""))


def _rows(visit: Visit, ids: list[str]) -> tuple[TracebackRow, ...]:
    if not 1 <= len(set(ids)) <= MOST:
        raise Invalid("Tick between 1 and %(most)s rows first.", "tracebacks", most=MOST)
    return tracebacks.tracebacks_by_id(actor=visit.actor, ids=tuple(dict.fromkeys(ids)))


def _results(visit: Visit, deed: Deed, rows: tuple[TracebackRow, ...], typed: Typed) -> HttpResponse:
    act = partial(_act, visit, deed, typed)
    done = act_on_many([row.id for row in rows], act)
    succeeded = {each.traceback for each in done if each.refusal is None}
    _offer(visit, deed, [row for row in rows if row.id in succeeded], typed)
    return visit.show(
        "bulk_done.html",
        title=_("%(deed)s: %(done)s of %(count)s done") % {"deed": deed.words, "done": len(succeeded), "count": len(done)},
        results=_with_rows(visit, rows, done),
        query=visit.request.POST.get("query", ""),
    )


def _act(visit: Visit, deed: Deed, typed: Typed, traceback: str) -> object:
    arguments = {**typed, "person": typed["person"] or None} if "person" in typed else typed
    return deed.use_case(actor=visit.actor, traceback=traceback, now=visit.now, **arguments)


def _offer(visit: Visit, deed: Deed, rows: list[TracebackRow], typed: Typed) -> None:
    if deed.undo is None or not rows:
        return
    words = ngettext("%(deed)s: %(count)s traceback.", "%(deed)s: %(count)s tracebacks.", len(rows)) % {
        "deed": deed.words,
        "count": len(rows),
    }
    offer_undo(visit, words, deed.undo, {row.id: _before(deed.undo, row, typed) for row in rows})


def _before(undo: Undo, row: TracebackRow, typed: Typed) -> tuple[str, ...]:
    if undo is Undo.ASSIGNMENT:
        return (row.assigned_to.id if row.assigned_to else "", typed["person"])
    if undo is Undo.TAGS:
        before, added = set(row.tags), {tag.lower() for tag in typed["add"]}
        return (" ".join(added - before), " ".join(before & {tag.lower() for tag in typed["remove"]}))
    return ()


def _with_rows(visit: Visit, rows: tuple[TracebackRow, ...], done: tuple[Done, ...]) -> list[tuple[Any, str]]:
    shown = {row.id: queue_row(row, visit.actor, visit.now) for row in rows}
    return [(shown[each.traceback], in_words(each.refusal) if each.refusal else "") for each in done]
