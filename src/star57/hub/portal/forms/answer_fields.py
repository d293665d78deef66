"""The fields of every answer to "How did this call reach you?", each with its help. Which are needed follows from the kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from star57.hub.portal.forms.choices import CHOICES
from star57.hub.portal.forms.plain import Moment, long_text
from star57.wire.answers import ActionTaken, CustomerKind


def _provider(label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "data-suggest": ""})
    return forms.CharField(
        label=label, help_text=_("Names you type are compared with the registry."), required=False, max_length=300, widget=widget
    )


class AnswerFields(forms.Form):
    """Fields only; AnswerForm judges them."""

    kind = forms.ChoiceField(label=_("How did this call reach you?"), choices=[(each.kind.value, each.words) for each in CHOICES])
    upstream_name = _provider(_("Which provider?"))
    upstream_contact = forms.CharField(
        label=_("Its contact, if it may be new to us"), help_text=_("A mail address or telephone number."), required=False, max_length=300
    )
    customer_name = forms.CharField(
        label=_("Customer's name"), help_text=_("As on the contract. Read by the consortium's staff only."), required=False, max_length=300
    )
    customer_kind = forms.ChoiceField(
        label=_("Who is this customer?"),
        help_text=_("A reseller is asked next, as a provider is."),
        choices=[
            ("", "…"),
            (CustomerKind.CALLER.value, _("the caller itself")),
            (CustomerKind.RESELLER.value, _("a reseller: its customer called")),
        ],
        required=False,
    )
    customer_address = forms.CharField(
        label=_("Address"), help_text=_("Street, place, country, as far as you know it."), required=False, max_length=500
    )
    customer_contact = forms.CharField(
        label=_("Contact"), help_text=_("A person's mail address or telephone number there."), required=False, max_length=300
    )
    customer_since = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$", label=_("Customer since"), help_text=_("Year, month or day: 2024-03."), required=False
    )
    action_taken = forms.ChoiceField(
        label=_("What have you done about it?"),
        help_text=_("What stands now; you can correct it when you have done more."),
        choices=[
            ("", "…"),
            (ActionTaken.NONE.value, _("nothing yet")),
            (ActionTaken.WARNED.value, _("warned the customer")),
            (ActionTaken.SUSPENDED.value, _("suspended its service")),
            (ActionTaken.TERMINATED.value, _("ended its service")),
            (ActionTaken.BLOCKED.value, _("blocked its traffic")),
        ],
        required=False,
    )
    abroad_name = _provider(_("Which foreign provider?"))
    abroad_country = forms.RegexField(
        r"^[A-Za-z]{2}$", label=_("Country"), help_text=_("Two letters, such as PH."), required=False, max_length=2
    )
    abroad_contact = forms.CharField(
        label=_("Its contact"), help_text=_("A mail address or telephone number, if you have one."), required=False, max_length=300
    )
    served_name = _provider(_("Who served it?"))
    searched_systems = long_text(label=_("Where did you look?"), help_text=_("One system a line."), required=False, max_length=5000)
    searched_since = Moment(label=_("From, UTC"), help_text=_("The first moment that your search covered."), required=False)
    searched_until = Moment(label=_("Until, UTC"), help_text=_("The last one."), required=False)
    retention_days = forms.IntegerField(
        label=_("You keep records for how many days?"),
        help_text=_("Leave empty if you do not know."),
        min_value=0,
        max_value=36_500,
        required=False,
    )
    records_expired = forms.BooleanField(label=_("Records of that time have expired"), required=False)
    declined_reason = long_text(
        label=_("Your reason"),
        help_text=_("At least ten characters. It stands in the record as you write it."),
        required=False,
        min_length=10,
        max_length=2000,
    )
    started_at = Moment(label=_("Start in your records, UTC"), help_text=_("When your switch saw the call begin."), required=False)
    duration_s = forms.FloatField(label=_("Duration in seconds"), help_text=_("0 when nobody answered."), min_value=0, required=False)
    called_on_wire = forms.CharField(
        label=_("Called number as written"), help_text=_("Exactly as your record has it."), required=False, max_length=200
    )
    calling_on_wire = forms.CharField(
        label=_("Calling number as written"), help_text=_("Exactly as your record has it."), required=False, max_length=200
    )
    call_id = forms.CharField(
        label=_("SIP Call-ID it came in with"),
        help_text=_("From the leg that reached you, not the one you sent on."),
        required=False,
        max_length=300,
    )
    trunk = forms.CharField(
        label=_("Trunk"), help_text=_("Your name for the trunk or peer it came in over."), required=False, max_length=100
    )
    attestation = forms.ChoiceField(
        label=_("Attestation"),
        help_text=_("The level in the Identity header that came with it."),
        choices=[("", "…"), ("A", "A"), ("B", "B"), ("C", "C")],
        required=False,
    )
    comment = long_text(
        label=_("Anything to add?"),
        help_text=_("Read by the consortium's staff, not by other providers."),
        required=False,
        max_length=10_000,
    )
    facts_version = forms.IntegerField(widget=forms.HiddenInput)
