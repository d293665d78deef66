"""Campaigns: the list, one with its tracebacks and recordings, and the form that changes its words."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from star57.hub.domain.access import Action
from star57.hub.domain.attaching import Subject
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.domain.tracing import Outcome
from star57.hub.portal.forms.opening import CampaignForm, ChangedCampaignForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.lamps import lamp_of_outcome
from star57.hub.portal.pages.files import incoming
from star57.hub.portal.queue_address import address_of
from star57.hub.portal.queue_rows import queue_row
from star57.hub.portal.races import SEEN, overtaken
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import campaigns as campaign_reads
from star57.hub.reads import tracebacks
from star57.hub.reads.attachments import files_of
from star57.hub.reads.campaigns import CampaignView
from star57.hub.reads.filters import EVERYTHING, Sort
from star57.hub.usecases.attach_file import attach_file
from star57.hub.usecases.edit_campaign import edit_campaign
from star57.hub.usecases.open_traceback import CampaignWords
from star57.hub.usecases.permission import permit

SHOWN, LISTED, OFFERED = 25, 200, 12


@require_safe
@visited
def campaigns(visit: Visit) -> HttpResponse:
    """The list."""
    query = visit.request.GET.get("q", "").strip()
    return visit.show("campaigns.html", campaigns=campaign_reads.known_campaigns(actor=visit.actor, query=query, limit=LISTED), query=query)


@require_safe
@visited
def campaign_names(visit: Visit) -> HttpResponse:
    """Names while somebody types one."""
    found = campaign_reads.known_campaigns(actor=visit.actor, query=visit.request.GET.get("q", "")[:100], limit=OFFERED)
    return JsonResponse({"found": [{"value": each.name, "label": f"{each.name} · {each.id}"} for each in found]})


@require_safe
@visited
def campaign(visit: Visit, campaign: str) -> HttpResponse:
    """One campaign."""
    view = campaign_reads.campaign_view(actor=visit.actor, campaign=campaign)
    filters = replace(EVERYTHING, campaign=campaign)
    page = tracebacks.queue_page(actor=visit.actor, filters=filters, cursor=None, limit=SHOWN, sort=Sort.NEWEST)
    return visit.show(
        "campaign.html",
        campaign=view,
        rows=[queue_row(row, visit.actor, visit.now) for row in page.rows],
        counts=_counts(view),
        files=files_of(actor=visit.actor, subject=Subject.CAMPAIGN, subject_id=campaign),
        all_of_them=address_of({"campaign": campaign, "sort": "newest"}) if page.cursor else "",
        may_edit=visit.actor.reach(Action.EDIT_CAMPAIGN) is not None,
    )


@visited
def edit(visit: Visit, campaign: str) -> HttpResponse:
    """The form, or the change."""
    view = campaign_reads.campaign_view(actor=visit.actor, campaign=campaign)
    permit(visit.actor, Action.EDIT_CAMPAIGN)
    stands = {name: getattr(view, name) for name in CampaignForm.base_fields}
    form = ChangedCampaignForm(visit.request.POST or None, initial={**stands, SEEN: view.version})
    shown: dict[str, Any] = {"form": form, "campaign": view, "title": _("Change the campaign"), "button": _("Save")}
    if form.is_valid():
        seen = form.cleaned_data.pop(SEEN)
        try:
            edit_campaign(actor=visit.actor, campaign=campaign, words=CampaignWords(**form.cleaned_data), seen=seen, now=visit.now)
        except Invalid as refusal:
            note_refusal(form, refusal)
        except WrongState:
            return visit.show("campaign_form.html", status=409, overtaken=overtaken(form, stands, view.version), **shown)
        else:
            return redirect("campaign", campaign)
    return visit.show("campaign_form.html", **shown)


@require_POST
@visited
def attach(visit: Visit, campaign: str) -> HttpResponse:
    """Keep a recording, or another file, of the campaign."""
    uploaded = visit.request.FILES.get("file")
    if uploaded is None:
        raise Invalid("Choose a file first.", "file")
    attach_file(actor=visit.actor, subject=Subject.CAMPAIGN, subject_id=campaign, file=incoming(uploaded), now=visit.now)
    return redirect(f"{reverse('campaign', args=[campaign])}#files")


def _counts(view: CampaignView) -> list[tuple[str, int, str]]:
    """How its tracebacks stand: words, how many, and the list of them."""
    outcomes = {each.value for each in Outcome}
    found = []
    for value, count in view.counts.items():
        words = lamp_of_outcome(Outcome(value)).word if value in outcomes else {"open": _("open"), "merged": _("merged")}.get(value, value)
        query = {"campaign": view.id, "outcome" if value in outcomes else "status": value}
        found.append((words, count, address_of(query)))
    return found
