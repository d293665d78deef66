"""Open a traceback on a page: the form, the tracebacks that may be the same call, then the one that was opened."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect

from star57.hub.domain.access import Action
from star57.hub.domain.attaching import Subject
from star57.hub.domain.refusals import Invalid, NotAllowed
from star57.hub.portal.forms.opening import UTC_NAME, OpeningForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.pages.files import incoming
from star57.hub.portal.pages.providers import resolver
from star57.hub.portal.queue_rows import related_row
from star57.hub.portal.visits import Visit, visited
from star57.hub.portal.zones import OFTEN
from star57.hub.reads import campaigns as campaign_reads
from star57.hub.reads import desk as desk_reads
from star57.hub.usecases.attach_file import attach_file
from star57.hub.usecases.open_traceback import CampaignWords, checked_call, open_traceback
from star57.wire.values import Direction

ALIKE_WITHIN = timedelta(hours=2)
COPIED = ("called_number", "calling_number", "is_withheld", "call_at", "zone", "uncertainty_s", "campaign", "terminating", "direction")


@visited
def open_one(visit: Visit) -> HttpResponse:
    """The form, or the traceback it opened."""
    if visit.actor.reach(Action.OPEN_TRACEBACK) is None:
        raise NotAllowed("%(name)s may not open tracebacks.", name=visit.actor.name)
    initial = {name: visit.request.GET[name] for name in COPIED if name in visit.request.GET}
    form = OpeningForm(visit.request.POST or None, visit.request.FILES or None, initial=initial)
    form.offer(zones_for(visit), desk_reads.sources(actor=visit.actor))
    alike: tuple[desk_reads.RelatedCall, ...] = ()
    if form.is_valid():
        try:
            alike = _alike(visit, form)
            if not alike or visit.request.POST.get("anyway") == "1":
                return redirect("traceback", _opened(visit, form))
        except Invalid as refusal:
            note_refusal(form, refusal)
    shown = [related_row(each) for each in alike]
    return visit.show("open.html", form=form, alike=shown, status=422 if form.errors else 200)


def zones_for(visit: Visit) -> tuple[str, ...]:
    """UTC, the reader's own zone, and those of registered offices."""
    own = getattr(visit.request.user, "time_zone", "")
    return tuple(dict.fromkeys(zone for zone in (UTC_NAME, own, *desk_reads.office_zones(), *OFTEN) if zone))


def _alike(visit: Visit, form: OpeningForm) -> tuple[desk_reads.RelatedCall, ...]:
    call = checked_call(form.report(), visit.now)
    within = ALIKE_WITHIN + timedelta(seconds=call.uncertainty_s)
    return desk_reads.same_call(
        actor=visit.actor, called=call.called_number, calling=call.calling_number, call_at=call.call_at, within=within
    )


def _opened(visit: Visit, form: OpeningForm) -> str:
    typed = form.cleaned_data
    provider = resolver(visit.actor)(typed["terminating"])
    opened = open_traceback(
        actor=visit.actor,
        report=form.report(),
        terminating=provider.id if provider else typed["terminating"],
        campaign=campaign_named(visit, typed["campaign"]) if typed["campaign"] else form.new_campaign(),
        direction=Direction(typed["direction"]),
        source=typed["source"] or None,
        now=visit.now,
    )
    if typed["evidence"]:
        attach_file(actor=visit.actor, subject=Subject.TRACEBACK, subject_id=opened, file=incoming(typed["evidence"]), now=visit.now)
    return opened


def campaign_named(visit: Visit, written: str) -> str | CampaignWords:
    """The id of the campaign of this name or id. Raises Invalid."""
    found = campaign_reads.known_campaigns(actor=visit.actor, query="" if written.startswith("C-") else written, limit=500)
    same = [each.id for each in found if written.casefold() in {each.name.casefold(), each.id.casefold()}]
    if len(same) != 1:
        raise Invalid("No campaign, or more than one, is called %(name)s. Pick one, or write a new one below.", "campaign", name=written)
    return same[0]
