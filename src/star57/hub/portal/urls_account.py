"""The addresses of sign-in and of one's own account: exactly those of allauth's pages that are used, each limited or guarded."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as office
from django.urls import path, re_path

from star57.hub.domain.rates import Attempt
from star57.hub.portal.limits import address_typed, limited, person_signed_in, token_named
from star57.hub.portal.pages.account import own, second_factor, session_left
from star57.hub.portal.pages.invitation import invitation
from star57.hub.portal.pages.resetting import reset_asked
from star57.hub.portal.pages.sessions import sessions

sign_in = limited(Attempt.SIGN_IN, address_typed)(account.login)
confirm = limited(Attempt.CONFIRM, person_signed_in)
second = limited(Attempt.SECOND_FACTOR, person_signed_in)
by_link = limited(Attempt.NEW_PASSWORD, token_named)

urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/code/", second(factors.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", second(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/office/<slug:provider_id>/", office.login, name="openid_connect_login"),
    path("sign-in/office/<slug:provider_id>/back/", office.callback, name="openid_connect_callback"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-out/", account.logout, name="sign-out"),
    path("password/", limited(Attempt.RESET, address_typed)(reset_asked), name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/new/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        by_link(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("invitations/<str:token>/", limited(Attempt.INVITATION, token_named)(invitation), name="invitation"),
    path("account/", own(factors.index), name="mfa_index"),
    path("account/second-factor/", second_factor, name="second-factor"),
    path("account/session/", session_left, name="session-left"),
    path("account/sessions/", sessions, name="usersessions_list"),
    path("account/password/", own(confirm(account.password_change)), name="account_change_password"),
    path("account/password/first/", own(confirm(account.password_set)), name="account_set_password"),
    path("account/confirm/", own(confirm(account.reauthenticate)), name="account_reauthenticate"),
    path("account/confirm/code/", own(confirm(factors.reauthenticate)), name="mfa_reauthenticate"),
    path("account/confirm/passkey/", own(confirm(passkeys.reauthenticate_webauthn)), name="mfa_reauthenticate_webauthn"),
    path("account/app/", own(second(app.activate_totp)), name="mfa_activate_totp"),
    path("account/app/remove/", own(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/passkeys/", own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add/", own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", own(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", own(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("account/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/codes/new/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/codes/file/", own(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
