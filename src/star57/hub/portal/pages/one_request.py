"""The page a mail's link leads to. Reading it uses nothing up and reveals nothing; only a press of its button has a code sent."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from star57 import clock
from star57.hub.domain.refusals import Invalid, NotFound, Refused
from star57.hub.portal import code_visits
from star57.hub.portal.accounts.adapter import origin_of
from star57.hub.portal.forms.one_request import CodeForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.pages.errors import refusal_page
from star57.hub.portal.visits import visit_of
from star57.hub.reads.one_time import linked_request
from star57.hub.reads.requests import asked_provider
from star57.hub.usecases.open_by_code import leave_request, open_by_code
from star57.hub.usecases.send_one_time_code import send_one_time_code

Page = Callable[..., HttpResponseBase]


def _for_anybody(view: Page) -> Page:
    """A page without sign-in; refusals are shown, and nothing of it is kept or passed on."""

    @wraps(view)
    def page(request: HttpRequest, **names: str) -> HttpResponseBase:
        try:
            answer = view(request, **names)
        except Refused as refusal:
            answer = refusal_page(request, refusal)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return page


@_for_anybody
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """A request waits for a provider: that, and a button."""
    linked = linked_request(token)
    if _is_own(request, linked.request):
        return redirect("request", linked.request)
    if request.method == "POST" and request.POST.get("press") == "send":
        send_one_time_code(token=token, origin=origin_of(request), now=clock.now())
        return redirect("code", token)
    return render(request, "portal/request_waits.html", {"provider": linked.provider, "token": token})


@_for_anybody
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Where the code is typed or pasted."""
    linked = linked_request(token)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            opened = open_by_code(token=token, typed=form.cleaned_data["code"], origin=origin_of(request), now=clock.now())
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            return code_visits.enter(request, opened)
    shown = {"form": form, "provider": linked.provider, "token": token}
    return render(request, "portal/code.html", shown, status=422 if form.errors else 200)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the visit on this device."""
    leave_request(secret=request.COOKIES.get(code_visits.COOKIE, ""), now=clock.now())
    answer = render(request, "portal/left.html")
    answer.delete_cookie(code_visits.COOKIE)
    return answer


def _is_own(request: HttpRequest, request_id: str) -> bool:
    """Whether whoever is signed in here, or holds a code already, may open it as it is."""
    holder = code_visits.holder_of(request)
    visit = visit_of(request)
    for actor in (holder if visit is None else None, visit.actor if visit else None):
        try:
            if actor and asked_provider(actor=actor, request=request_id):
                return True
        except (NotFound, Refused):
            continue
    return False
