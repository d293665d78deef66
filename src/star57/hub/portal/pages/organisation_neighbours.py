"""What a carrier calls its neighbours: typed one by one, or exchanged as a table."""

import csv
import io

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from star57.hub.domain.access import Action
from star57.hub.domain.refusals import Invalid
from star57.hub.portal.forms.organisation import NeighbourForm, TableForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.organisation_visits import OrganisationVisit, at_organisation
from star57.hub.portal.step_up import fresh
from star57.hub.reads.neighbours import neighbour_names
from star57.hub.usecases.map_neighbours import NamedLine, forget_neighbour, map_neighbour, map_neighbours

MOST_BYTES = 2_000_000
HEAD = ("name", "provider", "provider_name", "ocn")


@at_organisation
def neighbours(visit: OrganisationVisit) -> HttpResponse:
    """The names, and the form for another."""
    form = NeighbourForm(visit.request.POST or None)
    if form.is_valid():
        try:
            map_neighbour(actor=visit.actor, now=visit.now, **form.cleaned_data)
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            messages.success(visit.request, _("%(name)s is mapped.") % {"name": form.cleaned_data["name"]})
            return redirect("organisation-neighbours")
    return _neighbours(visit, form, TableForm(), 422 if form.errors else 200)


@at_organisation
def table(visit: OrganisationVisit) -> HttpResponseBase:
    """GET: the names as CSV, after a fresh proof of who is there. POST: a CSV of names, all of it or nothing."""
    if visit.request.method != "POST":
        return fresh(lambda _visit: _as_csv(visit))(visit.visit)
    form = TableForm(visit.request.POST, visit.request.FILES)
    if form.is_valid():
        try:
            taken = map_neighbours(actor=visit.actor, lines=_lines(form.cleaned_data["table"]), now=visit.now)
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            messages.success(visit.request, _("%(n)s names are mapped.") % {"n": taken})
            return redirect("organisation-neighbours")
    return _neighbours(visit, NeighbourForm(), form, 422)


@at_organisation
def forget(visit: OrganisationVisit, neighbour: str) -> HttpResponse:
    """Take a name back."""
    if visit.request.method == "POST":
        forget_neighbour(actor=visit.actor, neighbour=neighbour, now=visit.now)
        messages.success(visit.request, _("The name is removed."))
    return redirect("organisation-neighbours")


def _neighbours(visit: OrganisationVisit, form: NeighbourForm, upload: TableForm, status: int) -> HttpResponse:
    names = neighbour_names(actor=visit.actor)
    may = visit.actor.reach(Action.MAP_NEIGHBOURS) is not None
    return visit.show("organisation/neighbours.html", status=status, names=names, form=form, upload=upload, may=may, tab="neighbours")


def _as_csv(visit: OrganisationVisit) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="neighbours.csv"'
    answer["Cache-Control"] = "no-store"
    writer = csv.writer(answer)
    writer.writerow(HEAD)
    for each in neighbour_names(actor=visit.actor):
        writer.writerow([_plain(each.name), each.provider.id, _plain(each.provider.name), each.ocn])
    return answer


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _lines(upload: object) -> list[NamedLine]:
    """The table's lines; a first line that says name and provider is a head. Raises Invalid."""
    raw = upload.read(MOST_BYTES + 1)  # type: ignore[attr-defined]
    if len(raw) > MOST_BYTES:
        raise Invalid("The file is larger than 2 MB. Split it.", "table")
    try:
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        raise Invalid("This is no CSV file in UTF-8. Save it as “CSV UTF-8”.", "table") from None
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if numbered and [cell.strip().lower() for cell in numbered[0][1][:2]] == list(HEAD[:2]):
        numbered = numbered[1:]
    short = [number for number, row in numbered if len(row) < 2]
    if short:
        raise Invalid("The table needs two columns, name and provider. Line %(number)s has one.", "table", number=short[0])
    if not numbered:
        raise Invalid("The table is empty. It needs two columns, name and provider.", "table")
    return [NamedLine(number, row[0].removeprefix("'"), row[1]) for number, row in numbered]
