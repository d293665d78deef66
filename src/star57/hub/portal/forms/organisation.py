"""The forms of an organisation's own pages. Each makes no decision; a use case does."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.access import KEYS, OrganisationKind, Role, Scope, roles_of
from star57.hub.portal.forms.plain import long_text
from star57.hub.reads.organisation import OwnProvider

ROLE_WORDS: Mapping[Role, str | Promise] = {
    Role.ADMIN: _("Admin: everything, and looks after people and keys"),
    Role.ANALYST: _("Analyst: opens tracebacks and decides"),
    Role.RESPONDER: _("Responder: prepares and submits answers"),
    Role.ENGINEER: _("Engineer: prepares answers, submits none"),
    Role.READER: _("Reader: reads, changes nothing"),
}
SCOPE_WORDS: Mapping[Scope, str | Promise] = {
    Scope.REQUESTS_READ: _("Fetch your requests. Fetching one starts its clock."),
    Scope.REQUESTS_ANSWER: _("Answer, correct and dispute in your name."),
    Scope.TRACEBACKS_READ: _("Read tracebacks with their whole path."),
    Scope.TRACEBACKS_WRITE: _("Open tracebacks, correct call facts, decide about hops."),
    Scope.REGISTRY_WRITE: _("Enter organisations and providers."),
    Scope.ORGANISATION_WRITE: _("Change contacts and webhooks."),
}
LASTING: tuple[tuple[str, str | Promise], ...] = (
    ("90", _("90 days")),
    ("365", _("a year")),
    ("730", _("two years")),
    ("", _("until it is revoked")),
)


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation works once, for this address, within seven days."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "placeholder": "ana@carrier.example"}),
    )
    role = forms.ChoiceField(label=_("Role"), help_text=_("It can be changed at any time, and holds at once."))

    def __init__(self, *given: Any, kind: OrganisationKind, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["role"].choices = _choices(kind)  # type: ignore[attr-defined]
        self.initial.setdefault("role", _choices(kind)[-1][0])


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"), help_text=_("It can be changed at any time, and holds at once."))

    def __init__(self, *given: Any, kind: OrganisationKind, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["role"].choices = _choices(kind)  # type: ignore[attr-defined]


class KeyForm(forms.Form):
    """A new API key."""

    name = forms.CharField(
        label=_("What it is for"), help_text=_("The event log names the key by this, such as: agent in Denver."), max_length=100
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), help_text=_("No more than the program needs."), widget=forms.CheckboxSelectMultiple
    )
    lasts = forms.ChoiceField(
        label=_("It works for"), help_text=_("You can revoke it at any time before."), choices=LASTING, required=False, initial="365"
    )

    def __init__(self, *given: Any, kind: OrganisationKind, **more: Any) -> None:
        super().__init__(*given, **more)
        possible = [(scope.value, words) for scope, words in SCOPE_WORDS.items() if (kind, scope) in KEYS]
        self.fields["scopes"].choices = possible  # type: ignore[attr-defined]

    def expires_at(self, now: datetime) -> datetime | None:
        """When the key ends; None for never."""
        days = self.cleaned_data["lasts"]
        return now.astimezone(UTC) + timedelta(days=int(days)) if days else None


class AuthoriseForm(forms.Form):
    """Who else may answer for which provider."""

    provider = forms.ChoiceField(label=_("Your provider"), help_text=_("The one they may answer for."))
    organisation = forms.CharField(
        label=_("Organisation that may answer for it"),
        help_text=_("Its id, often beginning with O-. It stands at the top of its own page here: ask them for it."),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "O-7QK2-M4XP-9R3C"}),
    )

    def __init__(self, *given: Any, providers: tuple[OwnProvider, ...], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["provider"].choices = [(each.id, each.name) for each in providers]  # type: ignore[attr-defined]


class NeighbourForm(forms.Form):
    """One own name."""

    name = forms.CharField(label=_("Your name for it"), help_text=_("As it stands in your switch or bills, such as XC-44."), max_length=200)
    provider = forms.CharField(
        label=_("Registered provider"),
        help_text=_("Type its name, registry id or OCN."),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "providers", "autocomplete": "off", "data-suggest": ""}),
    )


class TableForm(forms.Form):
    """A table of own names."""

    table = forms.FileField(
        label=_("CSV file"), help_text=_("Two columns, name and provider. The provider as registry id, OCN or whole name.")
    )


class ViewForm(forms.Form):
    """Why somebody looks."""

    reason = long_text(
        label=_("Reason"),
        help_text=_("The organisation reads it in its own event log, with your organisation's name."),
        min_length=10,
        max_length=1000,
    )


class HandOverForm(forms.Form):
    """To which affiliate, and why."""

    provider = forms.ChoiceField(label=_("Right provider"), help_text=_("It is asked in this one's place, with the same due time."))
    reason = long_text(label=_("Reason"), help_text=_("Such as: the trunk belongs to our western company."), min_length=3, max_length=2000)

    def __init__(self, *given: Any, affiliates: tuple[tuple[str, str], ...], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["provider"].choices = affiliates  # type: ignore[attr-defined]


def _choices(kind: OrganisationKind) -> list[tuple[str, str | Promise]]:
    return [(role.value, ROLE_WORDS[role]) for role in roles_of(kind)]
