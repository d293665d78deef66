"""What is written in a thread, and more time that is asked for or granted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from star57.hub.portal.forms.plain import Moment, long_text


class MessageForm(forms.Form):
    """One message."""

    text = long_text(
        label=_("Write"), help_text=_("It stands in the record. It is no answer to the request."), min_length=3, max_length=20_000
    )


class AskTimeForm(forms.Form):
    """More time, asked for by the provider."""

    until = Moment(label=_("Until, UTC"))
    reason = long_text(label=_("Why"), help_text=_("Staff reads it and decides. The legal due time stands beside it."), min_length=3)


class DecideTimeForm(forms.Form):
    """More time, granted or refused by staff."""

    until = Moment(label=_("Until, UTC"), required=False)
    reason = long_text(label=_("Reason"), help_text=_("The provider reads it."), min_length=3, max_length=2000)
