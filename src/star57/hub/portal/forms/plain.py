"""The small forms: a reason, a name, corrected call facts. Each makes no decision; a use case does."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.refusals import Invalid
from star57.hub.portal.races import seen_field
from star57.hub.portal.refusal_words import in_words
from star57.numbers import NotANumber, parse_e164

INSTANT = "%Y-%m-%dT%H:%M:%S"


class Moment(forms.DateTimeField):
    """An instant in UTC, to the second."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format=INSTANT)
        super().__init__(widget=widget, input_formats=[INSTANT, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"], **options)


def call_id_field() -> forms.CharField:
    """Of a call as it was reported."""
    return forms.CharField(
        label=_("SIP Call-ID"),
        help_text=_("As the called person's provider logged it; carriers on the way often change it."),
        required=False,
        max_length=300,
    )


def origid_field() -> forms.CharField:
    """Of a call as it was reported."""
    return forms.CharField(
        label="origid",
        help_text=_("From the call's PASSporT: it stands for the customer or the gateway where the signer took the call."),
        required=False,
        max_length=100,
    )


def long_text(**options: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **options)


def note_refusal(form: forms.Form, refusal: Invalid) -> None:
    """Put a use case's refusal beside the field it names, or above the form."""
    name = (refusal.field or "").replace("answer.", "").replace(".", "_")
    form.add_error(name if name in form.fields else None, in_words(refusal))


class ReasonForm(forms.Form):
    """A decision's reason."""

    reason = long_text(
        label=_("Reason"), help_text=_("It stands in the record, and the provider concerned is told."), min_length=3, max_length=2000
    )


class FindingForm(forms.Form):
    """What staff found; no provider is told."""

    reason = long_text(
        label=_("What you found"), help_text=_("It stands in the record; staff alone read it."), min_length=3, max_length=2000
    )


class MergeForm(forms.Form):
    """Which traceback of the same call is kept."""

    kept = forms.CharField(label=_("The traceback that is kept"), help_text=_("Its id, such as T-7QK2-M4XP-9R3C."), max_length=24)
    reason = long_text(
        label=_("Why it is the same call"), help_text=_("Open requests of this one are withdrawn; you can take it back."), min_length=3
    )

    def clean_kept(self) -> str:
        """As ids are written."""
        return str(self.cleaned_data["kept"]).strip().upper()


class MissingForm(forms.Form):
    """What an answer lacks."""

    missing = long_text(
        label=_("What is missing"), help_text=_("The provider reads these words on its request."), min_length=3, max_length=2000
    )


class ContactForm(forms.Form):
    """Another address for a provider whose notice came back."""

    contact = forms.CharField(label=_("Contact to use instead"), help_text=_("E-mail address or telephone number."), max_length=300)


class OutageForm(forms.Form):
    """Time that does not count against a provider."""

    began_at = Moment(label=_("From, UTC"), help_text=_("The portal was down, or the provider's notice could not arrive."))
    ended_at = Moment(label=_("Until, UTC"), help_text=_("When it was over. The due time moves on by it."))


class IdentifyForm(forms.Form):
    """Which registered provider was meant."""

    provider = forms.CharField(
        label=_("Registered provider"),
        help_text=_("Type the name or the registry id; pick one of those offered."),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "providers", "autocomplete": "off", "data-suggest": ""}),
    )


class AdmissionForm(forms.Form):
    """A provider nobody knew, as it will stand in the registry."""

    name = forms.CharField(label=_("Legal name"), help_text=_("As its registration states it."), max_length=300)
    country = forms.RegexField("^[A-Z]{2}$", label=_("Country"), help_text=_("ISO 3166, such as US."), max_length=2)
    time_zone = forms.CharField(label=_("Time zone of its office"), help_text=_("Such as America/Chicago, if known."), required=False)
    contact = forms.CharField(label=_("Contact"), help_text=_("E-mail address or telephone number."), max_length=254)


class DisputeForm(forms.Form):
    """Why a provider denies having handed the call on."""

    reason = long_text(
        label=_("Why this is not so"),
        help_text=_("What your own records show. Both statements stand side by side until an analyst decides."),
        min_length=3,
        max_length=2000,
    )


class ConfirmationForm(forms.Form):
    """A provider confirms having handed the call on."""

    comment = long_text(
        label=_("Comment"), help_text=_("What your own records show. It stands in the record."), required=False, max_length=2000
    )


class CallFactsForm(forms.Form):
    """The call as it is now known."""

    called_number = forms.CharField(label=_("Called number"), help_text=_("With + and the country code."), max_length=40)
    calling_number = forms.CharField(
        label=_("Calling number"), help_text=_("Leave empty when it was withheld."), required=False, max_length=40
    )
    call_at = Moment(label=_("Time of the call, UTC"), help_text=_("To the second, where it is known."))
    uncertainty_s = forms.FloatField(
        label=_("Known within seconds"), help_text=_("Providers search that long before and after."), min_value=0, max_value=86_400
    )
    call_id = call_id_field()
    origid = origid_field()
    reason = long_text(
        label=_("Reason"), help_text=_("Every provider that still has to answer is told, and its clock starts anew."), min_length=3
    )
    seen = seen_field()

    def clean_called_number(self) -> str:
        """E.164, or what to write instead."""
        return _number(self.cleaned_data["called_number"])

    def clean_calling_number(self) -> str:
        """E.164 or nothing."""
        written = self.cleaned_data["calling_number"]
        return _number(written) if written else ""


def _number(written: str) -> str:
    try:
        return parse_e164(written)
    except NotANumber:
        words = _("%(number)s is not a whole telephone number: write it with + and the country code, as in +16175550172.")
        raise ValidationError(words, params={"number": written}) from None
