"""Hand a request that reached the wrong affiliate to the right one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from star57.hub.domain.access import Action
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.portal.forms.organisation import HandOverForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.pages.opening import opened_to
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.visits import Visit, visited
from star57.hub.usecases.hand_over_request import hand_over_request


@visited
def hand_over(visit: Visit, request_id: str) -> HttpResponse:
    """Choose the provider, say why; the clock stays as it is."""
    view = opened_to(visit, request_id, Action.HAND_OVER_REQUEST)
    others = view.affiliates
    form = HandOverForm(visit.request.POST or None, affiliates=tuple((each.id, each.name) for each in others))
    if form.is_valid():
        try:
            hand_over_request(actor=visit.actor, request=request_id, now=visit.now, **form.cleaned_data)
        except (Invalid, WrongState) as refusal:
            note_refusal(form, Invalid(in_words(refusal), refusal.field))
        else:
            messages.success(visit.request, _("Handed over. The due time stays as it was."))
            return redirect("request", request_id)
    return visit.show(
        "organisation/hand_over.html", form=form, view=view, asked=view.request, affiliates=others, status=422 if form.errors else 200
    )
