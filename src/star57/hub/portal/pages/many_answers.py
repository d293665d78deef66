"""Several requests answered at once: from a table or a CSV, read back row by row, then signed together. Each stands or falls by itself."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action
from star57.hub.domain.refusals import Invalid, Refused
from star57.hub.portal.forms.many_answers import (
    COLUMNS,
    Row,
    form_of,
    json_of_rows,
    problems_of,
    rows_of_csv,
    rows_of_json,
    said_twice,
    template_csv,
)
from star57.hub.portal.pages.opening import opened
from star57.hub.portal.pages.providers import resolver
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import requests as request_reads
from star57.hub.reads.statements import answer_words
from star57.hub.usecases.permission import permit
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.messages import TracebackRequest

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One row and what became of it: its sentence, or what is wrong; once signed, its receipt."""

    request: str
    statement: str
    problems: tuple[str, ...]
    entry: str


@visited
def batch(visit: Visit) -> HttpResponse:
    """The table; then its preview; then what became of each."""
    permit(visit.actor, Action.ANSWER_REQUEST)
    posted = visit.request.method == "POST"
    try:
        rows = _rows(visit) if posted else []
    except Invalid as refusal:
        return _table(visit, in_words(refusal), 422)
    if not posted or "change" in visit.request.POST:
        return _table(visit, "", 200)
    is_signed = "sign" in visit.request.POST
    twice = said_twice(rows)
    lines = [_twice(row) if row.get("request", "") in twice else _line(visit, row, is_signed=is_signed) for row in rows]
    good = [row for row, line in zip(rows, lines, strict=True) if not line.problems]
    template = "batch_done.html" if is_signed else "batch_preview.html"
    typed = [(name, value) for name, values in visit.request.POST.lists() if _is_of_the_table(name) for value in values]
    return visit.show(template, lines=lines, good=len(good), bad=len(lines) - len(good), rows=json_of_rows(good), typed=typed)


@require_safe
@visited
def template(_visit: Visit) -> HttpResponseBase:
    """An empty CSV to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="answers.csv"'}
    return HttpResponse(template_csv(), content_type="text/csv; charset=utf-8", headers=headers)


def _table(visit: Visit, problem: str, status: int) -> HttpResponse:
    page = request_reads.requests_page(actor=visit.actor, state="open", cursor=None, limit=LIMIT)
    typed = visit.request.POST
    rows = [(each, typed.get(_name_of(each), ""), _name_of(each)) for each in page.rows]
    shown = {"same": typed.get("same", ""), "chosen": typed.getlist("chosen"), "columns": list(COLUMNS)}
    return visit.show("many_answers.html", rows=rows, problem=problem, status=status, **shown)


def _name_of(request: TracebackRequest) -> str:
    return f"name-{request.id}"


def _is_of_the_table(name: str) -> bool:
    return name in {"same", "chosen"} or name.startswith("name-")


def _rows(visit: Visit) -> list[Row]:
    typed = visit.request.POST
    file = visit.request.FILES.get("file")
    if "rows" in typed:
        return rows_of_json(typed["rows"])
    if file is not None:
        return rows_of_csv(file.read())
    chosen = set(typed.getlist("chosen"))
    same = typed.get("same", "")
    named = {key.removeprefix("name-"): typed.get(key, "").strip() for key in typed if key.startswith("name-")}
    rows: list[Row] = [{"request": each, "name": name or same} for each, name in named.items() if name or each in chosen]
    if not rows:
        raise Invalid("Name a provider in at least one row, tick rows for the same provider, or choose a file.")
    return rows


def _twice(row: Row) -> Line:
    return Line(row.get("request", ""), "", (_("Two rows answer this request, and which one holds is not for us to say. Leave one."),), "")


def _line(visit: Visit, row: Row, *, is_signed: bool) -> Line:
    request = row.get("request", "")
    try:
        view = opened(visit, request)
        form = form_of(row, view.request.facts_version, resolver(visit.actor, view.request.provider.provider))
        if not form.is_valid() or form.response is None:
            return Line(request, "", problems_of(form), "")
        statement = answer_words(view.request.provider.name, form.response.answer, form.registered)
        if not view.may_answer:
            return Line(request, statement, (view.status_words,), "")
        if not is_signed:
            return Line(request, statement, (), "")
        outcome = respond_to_request(actor=visit.actor, request=request, response=form.response, how="portal", now=visit.now)
        return Line(request, statement, (), outcome.raised().entry)
    except Refused as refusal:
        return Line(request, "", (in_words(refusal),), "")
