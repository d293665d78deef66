"""The forms of sign-in and passwords, in our words. One password field each: it can be shown, pasted and filled by a manager."""

from typing import TYPE_CHECKING, Any, TypeAlias

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
LONGEST = 500
SHOW, HIDE = _("Show the password"), _("Hide the password")
RULES = _(
    "At least 15 characters; anything goes, spaces too. A few words that have nothing to do with each other serve well, and so does "
    "your password manager. It must not be one that is known from lists of stolen passwords."
)


def plain(field: forms.Field, label: Words, hint: Words = "", **attributes: str) -> None:
    """Our label and hint, and no placeholder."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)
    if isinstance(field.widget, forms.PasswordInput):
        field.widget.attrs.update({"data-show": SHOW, "data-hide": HIDE, "maxlength": str(LONGEST)})


def _own_address(field: forms.Field, autocomplete: str) -> None:
    words, help_text = _("E-mail address"), _("The one you were invited by.")
    plain(field, words, help_text, autocomplete=autocomplete, autocapitalize="none", spellcheck="false")


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _own_address(self.fields["login"], "username webauthn")
        plain(self.fields["password"], _("Password"), _("A passkey alone does too, if you have one."))


class ConfirmForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password again."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plain(self.fields["password"], _("Your password"), _("The one you signed in with."))


class _OnePassword:
    """A new password, typed once."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["password2"]
        plain(self.fields["password1"], _("New password"), RULES)


class ChangePasswordForm(_OnePassword, allauth.ChangePasswordForm):  # type: ignore[misc]
    """The old one and a new one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plain(self.fields["oldpassword"], _("Present password"), _("The one you signed in with."))


class SetPasswordForm(_OnePassword, allauth.SetPasswordForm):  # type: ignore[misc]
    """A first password, for somebody who signs in through their office."""


class NewPasswordForm(_OnePassword, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by a link that was sent."""


class ResetForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _own_address(self.fields["email"], "username")


class JoinForm(forms.Form):
    """What somebody who was invited says of themselves."""

    name = forms.CharField(label=_("Your name"), help_text=_("As your colleagues know it."), max_length=200)
    password = forms.CharField(strip=False, max_length=LONGEST, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        plain(self.fields["password"], _("Password"), RULES)
