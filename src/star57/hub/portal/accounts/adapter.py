"""How allauth behaves here: nobody signs themselves up, one answer for a closed and an unknown account, our own words and mails."""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from star57 import clock
from star57.hub.portal.accounts.proofs import is_fresh
from star57.hub.reads.factors import factors_of
from star57.hub.usecases.send_reset_link import send_reset_link

log = logging.getLogger("star57.accounts")

NOTES: Mapping[str, str | Promise] = {
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed. Your other sessions have ended."),
    "account/messages/password_set.txt": gettext_lazy("Your password is set."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("New recovery codes are made. Older ones no longer work."),
    "usersessions/messages/sessions_logged_out.txt": gettext_lazy("The session has ended."),
}
WRONG = gettext_lazy("This address and password do not belong together, or the account is not active. Check both and try again.")


def has_factor(request: HttpRequest) -> bool:
    """Whether the signed-in person has set up a second factor."""
    return bool(factors_of(request.user.pk).proofs) if request.user.pk else False


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts."""

    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "invalid_password_reset": gettext_lazy("This link has been used or is too old."),
    }

    @override
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @override
    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        return authenticate(request, **credentials)

    @override
    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        return user.check_password(password)

    @override
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    @override
    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    @override
    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    @override
    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        request = context.request
        return not is_fresh(request, clock.now(), has_factor=has_factor(request))

    @override
    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """The second factor alone, where there is one: a password that somebody else has learnt proves nothing."""
        words = {
            "account_reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from your app"),
            "mfa_reauthenticate_webauthn": _("Use your passkey"),
        }
        found = super().get_reauthentication_methods(user)
        by_address = {reverse(name): text for name, text in words.items()}
        methods = [{**method, "description": by_address.get(method["url"], method["description"])} for method in found]
        strong = [method for method in methods if method["url"] != reverse("account_reauthenticate")]
        return sorted(strong or methods, key=lambda method: method["url"] != reverse("mfa_reauthenticate_webauthn"))

    @override
    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = NOTES.get(message_template or "") or message
        if words:
            messages.add_message(request, level, str(words))

    @override
    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """The outbox carries it; the link that allauth made is dropped, since each is worked out when its mail leaves."""
        if not send_reset_link(user.pk, now=clock.now()):
            log.error("somebody asked for a new password, and no mail can leave: set STAR57_SMTP_HOST")

    @override
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No page sends mail. The settings leave allauth none but the one above; a new one gets a kind of notice first."""
        raise NotImplementedError(f"{template_prefix}: mails leave through the outbox")

    @override
    def get_client_ip(self, request: HttpRequest) -> str:
        return origin_of(request)


def origin_of(request: HttpRequest) -> str:
    """The network address a request comes from. A proxy before the hub sets it (uvicorn reads what the proxy says, settings decide)."""
    return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is wrong, was used already or is too old. Wait for the next one."),
    }

    @override
    def get_totp_issuer(self) -> str:
        return f"Star57 {context.request.get_host()}"

    @override
    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return _("Passkey")
