"""Where a small form leads back to: the page it stood on, if that is one of ours."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from star57.hub.portal.visits import Visit


def back_to(visit: Visit, otherwise: str) -> HttpResponse:
    """The page that the form's field "back" names, or another."""
    back = visit.request.POST.get("back", "")
    request = visit.request
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if back and is_ours else otherwise)
