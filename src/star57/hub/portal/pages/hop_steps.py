"""A decision about one hop: a small form, one use case, back to the traceback."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from star57.hub.domain.access import Action
from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.portal.forms.plain import AdmissionForm, ContactForm, IdentifyForm, MissingForm, OutageForm, ReasonForm, note_refusal
from star57.hub.portal.pages.providers import resolver
from star57.hub.portal.step_up import fresh
from star57.hub.portal.steps import HOP_DEEDS
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import tracebacks
from star57.hub.reads.views import Station
from star57.hub.usecases import decide_hop
from star57.hub.usecases.admit_provider import admit_provider
from star57.hub.usecases.credit_outage import credit_outage
from star57.hub.usecases.permission import permit


@dataclass(frozen=True, slots=True)
class Deed:
    """What a step asks for and which use case it calls."""

    form: type[forms.Form]
    carry_out: Callable[..., object]


DEEDS: Mapping[str, Deed] = {
    "identification": Deed(IdentifyForm, decide_hop.identify_provider),
    "admission": Deed(AdmissionForm, admit_provider),
    "contact": Deed(ContactForm, decide_hop.replace_contact),
    "non-response": Deed(ReasonForm, decide_hop.confirm_non_response),
    "dispute-upheld": Deed(ReasonForm, decide_hop.uphold_dispute),
    "dispute-rejected": Deed(ReasonForm, decide_hop.reject_dispute),
    "loop": Deed(ReasonForm, decide_hop.overrule_loop),
    "sending-back": Deed(MissingForm, decide_hop.send_back_answer),
    "bounce": Deed(ReasonForm, decide_hop.note_bounce),
    "outage": Deed(OutageForm, credit_outage),
    "reopening": Deed(ReasonForm, decide_hop.reopen_hop),
    "withdrawal": Deed(ReasonForm, decide_hop.withdraw_hop),
}


@visited
def take(visit: Visit, traceback: str, hop: str, step: str) -> HttpResponseBase:
    """Show the form, or carry the decision out; another contact is named after a fresh proof alone."""
    page = fresh(_take) if DEEDS.get(step) is DEEDS["contact"] else _take
    return page(visit, traceback=traceback, hop=hop, step=step)


def _take(visit: Visit, traceback: str, hop: str, step: str) -> HttpResponse:
    if step not in DEEDS:
        raise NotFound("There is no such step.")
    station = station_of(visit, traceback, hop)
    permit(visit.actor, Action.DECIDE_HOP)
    form = DEEDS[step].form(visit.request.POST or None, initial={"name": station.name, "country": station.country})
    if form.is_valid():
        try:
            DEEDS[step].carry_out(actor=visit.actor, hop=hop, now=visit.now, **_decided(visit, form.cleaned_data))
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            return redirect("traceback", traceback)
    words = str(HOP_DEEDS[step][1])
    return visit.show(
        "step.html",
        form=form,
        title=words,
        button=words,
        about=_about(station),
        back=reverse("traceback", args=[traceback]),
        traceback=traceback,
    )


def station_of(visit: Visit, traceback: str, hop: str) -> Station:
    """The station on this traceback's path. Raises NotFound."""
    view = tracebacks.traceback_view(actor=visit.actor, traceback=traceback)
    found = next((station for station in view.row.stations if station.hop == hop), None)
    if found is None:
        raise NotFound("There is no such hop on this path.")
    return found


def _about(station: Station) -> str:
    return _("%(name)s: %(state)s.") % {"name": station.name or _("A provider not identified yet"), "state": station.status_words}


def _decided(visit: Visit, typed: Mapping[str, Any]) -> dict[str, Any]:
    if "provider" not in typed:
        return dict(typed)
    found = resolver(visit.actor)(typed["provider"])
    return {"provider": found.id if found else typed["provider"]}
