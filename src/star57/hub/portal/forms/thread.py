"""What is written in a thread, and more time that is asked for or granted."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.refusals import Invalid
from star57.hub.portal.forms.opening import instant_in
from star57.hub.portal.forms.plain import Moment, long_text
from star57.hub.portal.refusal_words import in_words

MOVES = _("It moves our reminders and the escalation, not the legal due time.")


class MessageForm(forms.Form):
    """One message."""

    text = long_text(
        label=_("Write"), help_text=_("It stands in the record. It is no answer to the request."), min_length=3, max_length=20_000
    )


class _TimeForm(forms.Form):
    """A time by the clock of the office that must answer, as its due time is shown; cleaned, an instant."""

    until = Moment(help_text=MOVES)

    def __init__(self, typed: Any = None, *, zone: str, until: datetime | None = None) -> None:
        self._zone = zone or "UTC"
        written = until.astimezone(ZoneInfo(self._zone)).replace(tzinfo=None) if until else None
        super().__init__(typed, initial={"until": written})
        self.fields["until"].label = gettext("Until, by the office's clock (%(zone)s)") % {"zone": self._zone}

    def clean_until(self) -> datetime | None:
        """The instant, or what to write instead."""
        written = self.cleaned_data["until"]
        try:
            return instant_in(written, self._zone) if written else None
        except Invalid as refusal:
            raise ValidationError(in_words(refusal)) from None


class AskTimeForm(_TimeForm):
    """More time, asked for by the provider."""

    reason = long_text(label=_("Why"), help_text=_("Staff reads it and decides. The legal due time stands beside it."), min_length=3)


class DecideTimeForm(_TimeForm):
    """More time, granted or refused by staff."""

    until = Moment(help_text=MOVES, required=False)
    reason = long_text(label=_("Reason"), help_text=_("The provider reads it."), min_length=3, max_length=2000)
