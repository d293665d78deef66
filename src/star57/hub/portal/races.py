"""Two people wrote over the same text: the later one sees both, field by field, and saves again knowingly or not at all."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from star57.hub.portal.draft_texts import Difference

SEEN = "seen"


def seen_field() -> forms.IntegerField:
    """Which version the form was filled in from."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def overtaken(form: forms.Form, stands: Mapping[str, Any], version: int) -> list[Difference]:
    """Where the valid form differs from what stands now. Whoever sends it again has seen that version."""
    form.data = MultiValueDict({**dict(form.data.lists()), SEEN: [str(version)]})  # type: ignore[attr-defined]
    fields = [(field, stands[name], form.cleaned_data[name]) for name, field in form.fields.items() if name in stands]
    return [Difference(str(field.label), _text(field, theirs), _text(field, yours)) for field, theirs, yours in fields if theirs != yours]


def _text(field: forms.Field, value: object) -> str:
    shown = field.widget.format_value(value) if isinstance(field.widget, forms.TextInput | forms.Textarea) else value
    return "" if shown is None else str(shown)
