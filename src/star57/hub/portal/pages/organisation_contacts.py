"""An organisation's contacts: whom the hub writes to, in which order, and whether mail arrives there."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action
from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.portal.forms.contacts import KIND_WORDS, ContactForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.organisation_visits import OrganisationVisit, at_organisation
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.step_up import fresh
from star57.hub.portal.visits import Visit
from star57.hub.reads.contacts import contacts_of, providers_owned
from star57.hub.usecases.manage_contacts import ContactWords, add_contact, retire_contact, test_contact
from star57.hub.usecases.permission import permit

DEEDS: Mapping[str, tuple[Callable[..., None], Promise]] = {
    "end": (retire_contact, gettext_lazy("Retired. Nobody is written to there any more.")),
    "test": (test_contact, gettext_lazy("A test mail is on its way. The contact counts as tested when its mail server takes it.")),
}


@require_safe
@at_organisation
def contacts(visit: OrganisationVisit) -> HttpResponse:
    """All current contacts, and the form for another."""
    return _contacts(visit, ContactForm(providers=providers_owned(organisation=visit.organisation.id)), 200)


@at_organisation
def add(visit: OrganisationVisit) -> HttpResponseBase:
    """Add one, after a fresh proof of who is there."""
    permit(visit.actor, Action.MANAGE_CONTACTS)

    @fresh
    def proved(_visit: Visit) -> HttpResponse:
        form = ContactForm(visit.request.POST or None, providers=providers_owned(organisation=visit.organisation.id))
        if not form.is_valid():
            return _contacts(visit, form, 422 if form.is_bound else 200)
        typed = form.cleaned_data
        words = ContactWords(ContactKind(typed["kind"]), typed["name"], typed["address"], typed["telephone"], typed["language"])
        try:
            add_contact(actor=visit.actor, provider=typed["provider"], words=words, now=visit.now)
        except Invalid as refusal:
            note_refusal(form, refusal)
            return _contacts(visit, form, 422)
        messages.success(visit.request, _("Added. Test it, so that you know that mail arrives."))
        return redirect(visit.address("organisation-contacts"))

    return proved(visit.visit)


@at_organisation
def change(visit: OrganisationVisit, contact: str, deed: str) -> HttpResponseBase:
    """Retire or test one, after a fresh proof of who is there."""

    @fresh
    def proved(_visit: Visit) -> HttpResponse:
        if deed not in DEEDS:
            raise NotFound("There is no such step.")
        carry_out, words = DEEDS[deed]
        if visit.request.method == "POST":
            try:
                carry_out(actor=visit.actor, contact=contact, now=visit.now)
                messages.success(visit.request, str(words))
            except (WrongState, Invalid) as refusal:
                messages.error(visit.request, in_words(refusal))
        return redirect(visit.address("organisation-contacts"))

    return proved(visit.visit)


def _contacts(visit: OrganisationVisit, form: ContactForm, status: int) -> HttpResponse:
    rows = [(each, KIND_WORDS[each.kind]) for each in contacts_of(actor=visit.actor, organisation=visit.organisation.id)]
    may = visit.actor.reach(Action.MANAGE_CONTACTS) is not None
    return visit.show("organisation/contacts.html", status=status, contacts=rows, form=form if may else None, may=may, tab="contacts")
