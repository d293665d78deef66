"""Whom the hub writes to."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.contacts import ContactKind

KIND_WORDS = {
    ContactKind.REQUESTS: _("Traceback requests"),
    ContactKind.ESCALATION: _("Escalation: told when no answer comes"),
    ContactKind.ABUSE: _("Abuse desk: tried when the others fail"),
}


class ContactForm(forms.Form):
    """One contact."""

    provider = forms.ChoiceField(label=_("Provider"), help_text=_("Whose requests are written about."))
    kind = forms.ChoiceField(
        label=_("For"),
        help_text=_("Those for requests are tried first, in this order."),
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
    )
    name = forms.CharField(label=_("Name or desk"), help_text=_("Whom to ask for on the telephone."), max_length=200, required=False)
    address = forms.CharField(
        label=_("E-mail address"),
        help_text=_("Better a shared mailbox than one person's: requests come at any hour, and the clock is the law's."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    telephone = forms.CharField(
        label=_("Telephone"),
        help_text=_("With + and the country code. For staff, when mail does not arrive."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of mails"),
        help_text=_("Every mail to this contact comes in it."),
        choices=[("", _("Its country's")), *settings.LANGUAGES],
        required=False,
    )

    def __init__(self, *args: Any, providers: tuple[tuple[str, str], ...], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["provider"]
        field.choices = providers
