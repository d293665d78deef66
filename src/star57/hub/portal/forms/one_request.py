"""The one field for a one-time code."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code, typed or pasted with whatever stands around it."""

    code = forms.CharField(
        label=_("Code from the mail"),
        help_text=_("Eight digits. Pasting works, spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "code-field"}),
    )
