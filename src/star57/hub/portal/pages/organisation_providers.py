"""The registered providers an organisation answers for: its own, those lent to it, and whom it lets answer for its own."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.portal.forms.organisation import AuthoriseForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.organisation_visits import OrganisationVisit, at_organisation
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.step_up import fresh
from star57.hub.portal.visits import Visit
from star57.hub.reads.organisation import lent_providers, own_providers
from star57.hub.usecases.authorise_organisation import authorise_organisation, revoke_authorisation
from star57.hub.usecases.permission import permit


@require_safe
@at_organisation
def providers(visit: OrganisationVisit) -> HttpResponse:
    """Which providers, with their numbers, and who else answers for each."""
    return _providers(visit, None, 200)


@at_organisation
def authorise(visit: OrganisationVisit) -> HttpResponseBase:
    """Let another organisation answer, after a fresh proof of who is there."""
    permit(visit.actor, Action.AUTHORISE_ORGANISATION)

    @fresh
    def proved(_visit: Visit) -> HttpResponse:
        own = own_providers(actor=visit.actor, organisation=visit.organisation.id)
        form = AuthoriseForm(visit.request.POST or None, providers=own)
        if not form.is_valid():
            return _providers(visit, form, 422 if form.is_bound else 200)
        typed = form.cleaned_data
        try:
            authorise_organisation(actor=visit.actor, provider=typed["provider"], organisation=typed["organisation"].strip(), now=visit.now)
        except (Invalid, WrongState) as refusal:
            note_refusal(form, Invalid(in_words(refusal), "organisation"))
            return _providers(visit, form, 422)
        messages.success(visit.request, _("Authorised. It counts from now on, and ends the moment you end it."))
        return redirect(visit.address("organisation-providers"))

    return proved(visit.visit)


@at_organisation
def end_authorisation(visit: OrganisationVisit, authorisation: str) -> HttpResponse:
    """Ask, then end it at once."""
    permit(visit.actor, Action.AUTHORISE_ORGANISATION)
    own = own_providers(actor=visit.actor, organisation=visit.organisation.id)
    found = next((each for provider in own for each in provider.authorised if each.id == authorisation), None)
    if visit.request.method == "POST":
        revoke_authorisation(actor=visit.actor, authorisation=authorisation, now=visit.now)
        messages.success(visit.request, _("Ended. Nothing of your provider's is within their reach any more."))
        return redirect(visit.address("organisation-providers"))
    if found is None:
        raise NotFound("There is no such authorisation.")
    return visit.show("organisation/authorisation_ends.html", granted=found)


def _providers(visit: OrganisationVisit, form: AuthoriseForm | None, status: int) -> HttpResponse:
    own = own_providers(actor=visit.actor, organisation=visit.organisation.id)
    may = visit.actor.reach(Action.AUTHORISE_ORGANISATION) is not None and visit.organisation.is_own
    lent = lent_providers(actor=visit.actor, organisation=visit.organisation.id)
    shown = form or (AuthoriseForm(providers=own) if may and own else None)
    return visit.show("organisation/providers.html", status=status, own=own, lent=lent, form=shown, may=may, tab="providers")
