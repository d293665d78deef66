"""What is asked before something is done to many tracebacks at once."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from star57.hub.portal.forms.plain import ReasonForm
from star57.hub.reads.views import Colleague


class SureForm(forms.Form):
    """Nothing to fill in: the rows and the button say it all."""


class WithdrawManyForm(ReasonForm):
    """One reason for all."""


class AssignForm(forms.Form):
    """Whose they become."""

    person = forms.ChoiceField(label=_("Whose they become"), help_text=_("They stand under “Mine” on that desk."), required=False)

    def among(self, colleagues: Iterable[Colleague]) -> None:
        """Offer these."""
        field = self.fields["person"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("nobody")), *((each.id, each.name) for each in colleagues)]


class TagsForm(forms.Form):
    """Tags to put on and to take off."""

    add = forms.CharField(
        label=_("Put on"), help_text=_("One word each, such as live-scam; blanks between."), required=False, max_length=400
    )
    remove = forms.CharField(label=_("Take off"), help_text=_("Written the same way."), required=False, max_length=400)

    def clean_add(self) -> list[str]:
        """The single tags."""
        return str(self.cleaned_data["add"]).replace(",", " ").split()

    def clean_remove(self) -> list[str]:
        """The single tags."""
        return str(self.cleaned_data["remove"]).replace(",", " ").split()
