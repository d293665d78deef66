"""Counts what is posted to pages that anybody can try; whoever tries too often gets 429 and when to come back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from star57 import clock
from star57.hub.domain.rates import Attempt
from star57.hub.domain.refusals import TooSoon
from star57.hub.portal.accounts.adapter import origin_of
from star57.hub.portal.pages.errors import refusal_page
from star57.hub.usecases.take_turn import take_turn

Page = Callable[..., HttpResponseBase]


def limited(attempt: Attempt, about: Callable[[HttpRequest], str]) -> Callable[[Page], Page]:
    """A page whose POSTs are counted. about says which account or token is meant, whether it exists or not."""

    def around(view: Page) -> Page:
        @wraps(view)
        def page(request: HttpRequest, **names: Any) -> HttpResponseBase:
            try:
                if request.method == "POST":
                    take_turn(attempt, origin=origin_of(request), about=about(request), now=clock.now())
                answer = view(request, **names)
                return answer.render() if hasattr(answer, "render") else answer  # a password may be hashed while rendering
            except TooSoon as refusal:
                return refusal_page(request, refusal)

        return page

    return around


def address_typed(request: HttpRequest) -> str:
    """The account that the form names."""
    return (request.POST.get("login") or request.POST.get("email") or "").strip().lower()


def person_signed_in(request: HttpRequest) -> str:
    """Whoever is signed in, or is half-way through signing in."""
    stage = request.session.get("account_login") or {}
    return str(request.user.pk or stage.get("user_pk") or "")


def token_named(request: HttpRequest) -> str:
    """The token in the address."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    return str(named.get("token") or named.get("key") or "")
