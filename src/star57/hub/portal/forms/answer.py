"""One question, six answers: the form for "How did this call reach you?". Each answer asks only its own few fields."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from star57.hub.domain.answering import named_by
from star57.hub.portal.forms.answer_fields import AnswerFields
from star57.hub.portal.forms.choices import CHOICES, Choice
from star57.hub.portal.forms.plain import Moment, long_text
from star57.hub.portal.forms.response import FIELD_OF, Resolve, response_of
from star57.hub.reads.words import CHANNEL_WORDS
from star57.wire.messages import TracebackResponse

EVIDENCE = ("started_at", "duration_s", "called_on_wire", "calling_on_wire", "call_id", "trunk", "attestation")


class AnswerForm(AnswerFields):
    """All fields of all answers; which are needed follows from the kind."""

    def __init__(self, *args: Any, resolve: Resolve, **options: Any) -> None:
        super().__init__(*args, **options)
        self.resolve = resolve
        self.response: TracebackResponse | None = None

    @property
    def registered(self) -> dict[str, str]:
        """The registry's name of the provider that is named, if it is there."""
        reference = named_by(self.response.answer) if self.response else None
        found = self.resolve(reference.name) if reference else None
        return {found.id: found.name} if found else {}

    @property
    def names_a_stranger(self) -> str:
        """The name that nobody in the registry bears; "" when none is named or it is known."""
        reference = named_by(self.response.answer) if self.response else None
        return reference.name if reference and not self.registered else ""

    def shown_choices(self) -> Iterator[tuple[Choice, bool, list[forms.BoundField]]]:
        """Each answer, whether it is chosen, and its fields."""
        for choice in CHOICES:
            yield choice, self["kind"].value() == choice.kind.value, [self[name] for name in choice.fields]

    def evidence_fields(self) -> list[forms.BoundField]:
        """What the provider's record says of the call."""
        return [self[name] for name in EVIDENCE]

    def clean(self) -> dict[str, Any]:
        """The wire's response, or the fields that keep it from being one."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        choice = next((each for each in CHOICES if each.kind.value == typed.get("kind")), None)
        for name, message in (choice.needed if choice else {}).items():
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, str(message))
        if choice and not self.errors:
            self._make_response(typed)
        return typed

    def _make_response(self, typed: dict[str, Any]) -> None:
        try:
            self.response = response_of(typed, self.resolve)
        except ValidationError as problem:
            for error in problem.errors():
                where = ".".join(str(part) for part in error["loc"])
                field = next((FIELD_OF[path] for path in FIELD_OF if where.endswith(path) and FIELD_OF[path] in self.fields), None)
                self.add_error(field, error["msg"].removeprefix("Value error, "))


class CorrectionForm(AnswerForm):
    """Another answer in place of the first. `replaces`: the entry of the answer that its writer saw."""

    replaces = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    correction_reason = long_text(
        label=_("Why the first answer was wrong"),
        help_text=_("It stands in the record, beside both answers."),
        min_length=3,
        max_length=2000,
    )


class EnteredAnswerForm(AnswerForm):
    """An answer that a provider gave elsewhere."""

    said_by = forms.CharField(label=_("Who at the provider said it?"), help_text=_("Name and desk, as they gave it."), max_length=200)
    said_at = Moment(label=_("When, UTC"), help_text=_("When it was said, not when you enter it: that decides whether it was in time."))
    said_how = forms.ChoiceField(
        label=_("How?"),
        help_text=_("The way it reached the consortium."),
        choices=list(CHANNEL_WORDS.items()),
    )
    attachment = long_text(label=_("The mail's text"), help_text=_("Needed for a reply by mail: it is part of the record."), required=False)
