"""A step that needs a fresh proof of who is there: making a key, taking data out, changing whom the hub writes to."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from star57.hub.portal.accounts.adapter import has_factor
from star57.hub.portal.accounts.proofs import is_fresh
from star57.hub.portal.kept_forms import keep_form, page_of
from star57.hub.portal.visits import Visit


def fresh(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Stands under @visited. Without a proof of the last minutes the person gives one and comes back to the form as it was filled in."""

    @wraps(view)
    def page(visit: Visit, **names: str) -> HttpResponseBase:
        request = visit.request
        if not settings.SECOND_FACTOR_ASKED or is_fresh(request, visit.now, has_factor=has_factor(request)):
            return view(visit, **names)
        if keep_form(request):
            messages.info(request, _("Nothing is sent yet. What you typed is kept."))
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page_of(request)})}")

    return page
