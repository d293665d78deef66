"""What was typed into an answer, as a draft keeps it, and where two drafts differ. Pure but for the form's labels."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

LEFT_OUT = frozenset({"csrfmiddlewaretoken", "draft_saves", "facts_version", "sign", "change"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people filled in differently."""

    label: str
    theirs: str
    yours: str


def body_of(typed: QueryDict, known: Iterable[str]) -> str:
    """The filled-in fields of the form, as JSON in a steady order."""
    kept = {name: typed.get(name, "") for name in sorted(known) if name not in LEFT_OUT and typed.get(name)}
    return json.dumps(kept, ensure_ascii=False)


def typed_of(body: str) -> dict[str, str]:
    """The fields again."""
    found: dict[str, str] = json.loads(body)
    return found


def differences(theirs: str, yours: str, form: forms.Form) -> list[Difference]:
    """Where they differ, in the form's order."""
    one, other = typed_of(theirs), typed_of(yours)
    changed = [name for name in form.fields if one.get(name, "") != other.get(name, "")]
    return [Difference(str(form.fields[name].label or name), one.get(name, ""), other.get(name, "")) for name in changed]
