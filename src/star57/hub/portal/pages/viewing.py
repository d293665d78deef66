"""For whom one acts: the choice among one's own organisations; and the consortium's read-only look as another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from star57 import clock
from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.portal.capacity import ACTS_FOR, VIEWS_AS, leave, own_actor
from star57.hub.portal.forms.organisation import ViewForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads.actors import capacities_of
from star57.hub.reads.organisation import organisation_view, organisations
from star57.hub.usecases.view_as import begin_view

SHOWN = 200


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose one of one's own organisations."""
    chosen = request.POST.get("organisation", "")
    if request.user.is_authenticated and any(each.organisation == chosen for each in capacities_of(request.user.pk)):
        _leave(request)
        request.session[ACTS_FOR] = chosen
    return redirect("home")


@require_safe
@visited
def listed(visit: Visit) -> HttpResponse:
    """Every organisation, to look after its people or to see what it sees."""
    query = visit.request.GET.get("q", "").strip()[:100]
    return visit.show("organisation/organisations.html", found=organisations(actor=visit.actor, query=query, limit=SHOWN), query=query)


@visited
def begin(visit: Visit, organisation: str) -> HttpResponse:
    """Ask for the reason, then begin."""
    found = next((each for each in [organisation_view(actor=visit.actor, organisation=organisation)] if not each.is_own), None)
    if found is None:
        raise NotFound("There is no such organisation.")
    form = ViewForm(visit.request.POST or None)
    if form.is_valid():
        try:
            viewing = begin_view(actor=visit.actor, organisation=organisation, reason=form.cleaned_data["reason"], now=visit.now)
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            visit.request.session[VIEWS_AS] = viewing
            return redirect("home")
    return visit.show("organisation/view_as.html", form=form, organisation=found, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the look."""
    _leave(request)
    return redirect("home")


def _leave(request: HttpRequest) -> None:
    own = own_actor(request) if request.user.is_authenticated else None
    if own is not None:
        leave(request, own, clock.now())
