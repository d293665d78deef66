"""An organisation's API keys: made here, shown once, revoked at once."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Scope
from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.portal.forms.organisation import SCOPE_WORDS, KeyForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.organisation_visits import OrganisationVisit, at_organisation
from star57.hub.portal.step_up import fresh
from star57.hub.portal.visits import Visit
from star57.hub.reads.organisation import keys as keys_of
from star57.hub.usecases.make_key import make_key, revoke_key


@require_safe
@at_organisation
def keys(visit: OrganisationVisit) -> HttpResponse:
    """Every key with its last use, and the form for another."""
    return _keys(visit, KeyForm(kind=visit.organisation.kind), 200)


@at_organisation
def make(visit: OrganisationVisit) -> HttpResponseBase:
    """Make a key, after a fresh proof of who is there; its secret is on this one page and nowhere else."""

    @fresh
    def proved(_visit: Visit) -> HttpResponse:
        form = KeyForm(visit.request.POST or None, kind=visit.organisation.kind)
        if not form.is_valid():
            return _keys(visit, form, 422 if form.is_bound else 200)
        scopes = frozenset(Scope(each) for each in form.cleaned_data["scopes"])
        name, expires_at = form.cleaned_data["name"], form.expires_at(visit.now)
        try:
            made = make_key(
                actor=visit.actor, organisation=visit.organisation.id, name=name, scopes=scopes, expires_at=expires_at, now=visit.now
            )
        except Invalid as refusal:
            note_refusal(form, refusal)
            return _keys(visit, form, 422)
        return visit.show("organisation/key_made.html", name=name, secret=made.secret, expires_at=expires_at)

    return proved(visit.visit)


@at_organisation
def revoke(visit: OrganisationVisit, key: str) -> HttpResponse:
    """Ask, then end a key at once."""
    found = next((each for each in keys_of(actor=visit.actor, organisation=visit.organisation.id, now=visit.now) if each.id == key), None)
    if visit.request.method != "POST" and found is None:
        raise NotFound("There is no key %(key)s, or it is not yours.", key=key)
    if visit.request.method == "POST":
        revoke_key(actor=visit.actor, key=key, now=visit.now)
        messages.success(visit.request, _("The key is revoked. What still uses it is refused from now on."))
        return redirect(visit.address("organisation-keys"))
    return visit.show("organisation/key_ends.html", key=found)


def _keys(visit: OrganisationVisit, form: KeyForm, status: int) -> HttpResponse:
    found = keys_of(actor=visit.actor, organisation=visit.organisation.id, now=visit.now)
    rows = [(each, [SCOPE_WORDS[scope] for scope in each.scopes]) for each in found]
    return visit.show("organisation/keys.html", status=status, keys=rows, form=form, tab="keys")
