"""What is asked before a traceback is opened: the call, the provider that served it, the campaign, who handed it in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.refusals import Invalid
from star57.hub.portal.forms.plain import Moment, call_id_field, long_text, origid_field
from star57.hub.portal.races import seen_field
from star57.hub.portal.refusal_words import in_words
from star57.hub.usecases.open_traceback import CallReport, CampaignWords
from star57.wire.values import Direction

UTC_NAME = "UTC"
HARMS = [
    (0, _("0, threats to life: bombs, swatting")),
    (2, _("2, theft from the vulnerable")),
    (5, _("5, fraud at large")),
    (9, _("9, nuisance")),
]


class CampaignForm(forms.Form):
    """A campaign's words."""

    name = forms.CharField(label=_("Name"), help_text=_("Short, as people say it: Bank security department."), max_length=300)
    why_suspicious = long_text(
        label=_("Why it is suspicious"), help_text=_("Every provider that is asked reads these words."), max_length=10_000
    )
    transcript = long_text(label=_("Transcript"), help_text=_("What is said, word by word."), required=False, max_length=10_000)
    harm_rank = forms.TypedChoiceField(
        label=_("Harm"),
        help_text=_("0, threats to life, to 9, nuisance. Under a weekly cap the gravest is asked first."),
        coerce=int,
        choices=[(rank, str(rank)) for rank in range(10)],
        initial=5,
    )


class ChangedCampaignForm(CampaignForm):
    """Other words for a campaign that is there."""

    seen = seen_field()


class OpeningForm(forms.Form):
    """One call."""

    called_number = forms.CharField(
        label=_("Called number"), max_length=40, help_text=_("In any spelling; without a country code it is read as North American."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    calling_number = forms.CharField(
        label=_("Calling number"),
        help_text=_("As the called person saw it, spoofed or not."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    is_withheld = forms.BooleanField(label=_("The calling number was withheld"), required=False)
    call_at = Moment(label=_("Time of the call"), help_text=_("As its source wrote it down, in the zone you choose beside it."))
    zone = forms.ChoiceField(label=_("Zone of that time"), help_text=_("UTC, unless the source wrote a local time."), initial=UTC_NAME)
    uncertainty_s = forms.FloatField(
        label=_("Known within seconds"), help_text=_("3600 when the zone itself is a guess."), min_value=0, max_value=86_400, initial=120
    )
    terminating = forms.CharField(
        label=_("Provider of the called number"),
        help_text=_("Type the name or the registry id; pick one of those offered."),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "providers", "autocomplete": "off", "data-suggest": ""}),
    )
    direction = forms.ChoiceField(
        label=_("What is asked"),
        help_text=_("A traceback goes on toward the caller; tracing forward asks one provider."),
        choices=[
            (Direction.UPSTREAM.value, _("Who handed you this call? (traceback)")),
            (Direction.FORWARD.value, _("Whose number is the called one? (trace forward to a call-back number)")),
        ],
        initial=Direction.UPSTREAM.value,
    )
    campaign = forms.CharField(
        label=_("Campaign"), required=False, max_length=300,
        help_text=_("The name of one that is known. Leave it empty to write a new one below."),
        widget=forms.TextInput(attrs={"list": "campaigns", "autocomplete": "off", "data-suggest-names": "campaigns"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name of the new campaign"),
        help_text=_("Short, as people say it: Bank security department."),
        required=False,
        max_length=300,
    )
    why_suspicious = long_text(
        label=_("Why it is suspicious"), help_text=_("Every provider that is asked reads these words."), required=False, max_length=10_000
    )
    transcript = long_text(label=_("Transcript"), help_text=_("What is said, word by word."), required=False, max_length=10_000)
    harm_rank = forms.TypedChoiceField(
        label=_("Harm"), help_text=_("Under a weekly cap the gravest is asked first."), coerce=int, choices=HARMS, initial=5
    )
    call_id = call_id_field()
    origid = origid_field()
    source = forms.ChoiceField(
        label=_("Handed in by"), required=False, help_text=_("No provider is ever told. Empty: the consortium itself.")
    )
    evidence = forms.FileField(label=_("Evidence"), required=False, help_text=_("A recording, a screenshot, a message; staff see it."))

    def offer(self, zones: Iterable[str], sources: Iterable[tuple[str, str]]) -> None:
        """Offer these zones and these sources."""
        for name, choices in (("zone", [(each, each.replace("_", " ")) for each in zones]), ("source", [("", "–"), *sources])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Everything together: a number or none, an instant, a campaign known or new."""
        typed = self.cleaned_data
        if not typed.get("calling_number") and not typed.get("is_withheld"):
            self.add_error("calling_number", _("Write the number, or say that it was withheld."))
        if not typed.get("campaign"):
            for name in ("name", "why_suspicious"):
                if not typed.get(name):
                    self.add_error(name, _("Write it, or name a campaign that is known."))
        if typed.get("call_at") and typed.get("zone"):
            try:
                typed["call_at"] = instant_in(typed["call_at"], typed["zone"])
            except Invalid as refusal:
                self.add_error("call_at", in_words(refusal))
        return typed

    def report(self) -> CallReport:
        """The call as the use case takes it."""
        typed = self.cleaned_data
        calling = None if typed["is_withheld"] else typed["calling_number"]
        return CallReport(
            typed["called_number"], calling, typed["call_at"], typed["uncertainty_s"], typed["call_id"] or None, typed["origid"] or None
        )

    def new_campaign(self) -> CampaignWords:
        """The campaign that was written here."""
        typed = self.cleaned_data
        return CampaignWords(typed["name"], typed["why_suspicious"], typed["transcript"], typed["harm_rank"])


def instant_in(written: datetime, zone: str) -> datetime:
    """A local time as an instant. Raises Invalid for an hour that the zone never had, or had twice."""
    local = written.replace(tzinfo=ZoneInfo(zone))
    if local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Invalid("Clocks went forward then: that hour never was. Write the time in UTC.", "call_at")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise Invalid("Clocks went back then: that hour came twice. Write the time in UTC.", "call_at")
    return local.astimezone(UTC)
