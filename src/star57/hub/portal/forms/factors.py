"""The forms of second factors, in our words: a code can be typed with blanks, and pasted."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from star57.hub.portal.forms.sign_in import Words, plain


def _code(field: forms.Field, hint: Words) -> None:
    plain(field, _("Code"), hint, inputmode="text", autocapitalize="none", spellcheck="false")


class CodeForm(base.AuthenticateForm):  # type: ignore[misc]
    """A code at sign-in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _code(self.fields["code"], _("Six digits from your app, or one of your recovery codes."))


class ConfirmCodeForm(base.ReauthenticateForm):  # type: ignore[misc]
    """A code before a step that needs one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _code(self.fields["code"], _("Six digits from your app, or one of your recovery codes."))


class AppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _code(self.fields["code"], _("The six digits that the app shows now."))


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plain(self.fields["name"], _("Name"), _("So that you know it again: laptop, blue key."))
        self.fields["name"].max_length = 80
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = ""


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plain(self.fields["name"], _("Name"), _("So that you know it again: laptop, blue key."))
