"""Sign-in through an organisation's own office: only its own current members, by the address that the office vouches for."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import render
from typing_extensions import override

from star57 import clock
from star57.hub.domain.sign_in import Proof
from star57.hub.portal.accounts.proofs import add_proof
from star57.hub.reads.factors import is_member_of


class OfficeAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Nobody is entered into the hub by an office: whoever it vouches for must have been invited, and be a member of its organisation."""

    @override
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    @override
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Raises ImmediateHttpResponse for everybody else, with one answer."""
        settings = sociallogin.provider.app.settings
        person = sociallogin.user
        if person.pk is None or not person.is_active or not is_member_of(person.pk, settings["organisation"]):
            shown = {"office": sociallogin.provider.app.name}
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", shown, status=403))
        proof = Proof.OFFICE_PHISHING_RESISTANT if _resists_phishing(sociallogin, settings) else Proof.OFFICE
        add_proof(request, person.pk, proof, clock.now())

    @override
    def on_authentication_error(self, request: HttpRequest, provider: Any, **_: Any) -> None:
        """Whatever went wrong, the page says the same."""
        shown = {"office": provider.app.name}
        raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", shown, status=403))


def _resists_phishing(sociallogin: SocialLogin, settings: dict[str, Any]) -> bool:
    """Whether the office says, in the token it signed, that this sign-in used something a false page cannot pass on (RFC 8176, EAP ACR)."""
    token = sociallogin.account.extra_data.get("id_token") or {}
    ways = token.get("amr") or []
    return token.get("acr") in settings["phishing_resistant_acr"] or not set(settings["phishing_resistant_amr"]).isdisjoint(ways)
