"""An organisation's webhooks: added here, their secret shown once, what was delivered, and delivering again."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.organisation_visits import OrganisationVisit, at_organisation
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.step_up import fresh
from star57.hub.portal.visits import Visit
from star57.hub.reads.webhooks import deliveries_of, webhooks_of
from star57.hub.usecases.manage_webhooks import add_webhook, end_webhook, redeliver, rotate_secret


class WebhookForm(forms.Form):
    """Where a program listens."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("https, and on the public internet. Redirects are not followed."),
        max_length=500,
    )


@require_safe
@at_organisation
def webhooks(visit: OrganisationVisit) -> HttpResponse:
    """The webhooks, their latest deliveries, and the form for another."""
    return _page(visit, WebhookForm(), "", 200)


@at_organisation
def add(visit: OrganisationVisit) -> HttpResponseBase:
    """Add one, after a fresh proof of who is there; its secret is on this one page and nowhere else."""

    @fresh
    def proved(_visit: Visit) -> HttpResponse:
        form = WebhookForm(visit.request.POST or None)
        if not form.is_valid():
            return _page(visit, form, "", 422 if form.is_bound else 200)
        try:
            made = add_webhook(actor=visit.actor, address=form.cleaned_data["address"].strip(), now=visit.now)
        except (Invalid, WrongState) as refusal:
            note_refusal(form, Invalid(in_words(refusal), "address"))
            return _page(visit, form, "", 422)
        return _page(visit, WebhookForm(), made.secret, 200)

    return proved(visit.visit)


@at_organisation
def change(visit: OrganisationVisit, webhook: str, deed: str) -> HttpResponseBase:
    """Rotate its secret or end it, after a fresh proof; or deliver something again."""

    @fresh
    def proved(_visit: Visit) -> HttpResponse:
        if visit.request.method != "POST":
            return redirect(visit.address("organisation-webhooks"))
        if deed == "secret":
            made = rotate_secret(actor=visit.actor, webhook=webhook, now=visit.now)
            return _page(visit, WebhookForm(), made.secret, 200)
        if deed == "end":
            end_webhook(actor=visit.actor, webhook=webhook, now=visit.now)
            messages.success(visit.request, _("Ended. Nothing is sent there any more."))
        elif deed == "redelivery":
            redeliver(actor=visit.actor, delivery=webhook, now=visit.now)
            messages.success(visit.request, _("It is sent once more, with the same id."))
        else:
            raise NotFound("There is no such step.")
        return redirect(visit.address("organisation-webhooks"))

    return proved(visit.visit)


def _page(visit: OrganisationVisit, form: WebhookForm, secret: str, status: int) -> HttpResponse:
    if not visit.organisation.is_own:
        raise NotFound("Webhooks are an organisation's own.")
    shown = {"webhooks": webhooks_of(actor=visit.actor), "deliveries": deliveries_of(actor=visit.actor)}
    return visit.show("organisation/webhooks.html", status=status, form=form, secret=secret, tab="webhooks", **shown)
