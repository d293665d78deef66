"""The form that takes a file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EvidenceForm(forms.Form):
    """A file for whoever reads the answer."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An extract of your records, a SIP trace, a letter: text, PDF, picture, audio, capture, zip or gzip, up to 25 MB."),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty. Choose another.")},
    )
