"""A person's answers, by option or at the terminal, as Told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from star57.agent.formats.columns import our_field
from star57.agent.formats.reading import BadOptions, FormatOptions
from star57.agent.mapping.findings import Told
from star57.agent.mapping.names import CALLED, CALLING, START, folded
from star57.agent.mapping.sampling import Sample, sample_of

_NONE = "none"
_SHORT = {"called": CALLED, "calling": CALLING, "start": START, "time": START}


class BadAnswer(ValueError):
    """The message says what to write instead."""


def told_columns(file: Path, given: Sequence[str], told: Told) -> Mapping[str, int | None]:
    """From "called=3", "calling=CLI", "duration=none". Raises BadAnswer and BadFile."""
    if not given:
        return told.columns
    sample = sample_of(file, told.delimiter)
    found = dict(told.columns)
    for text in given:
        name, equals, column = text.partition("=")
        if not equals:
            raise BadAnswer(f"{text!r}: write FIELD=N, as in called=3")
        found[_field(name.strip())] = _column(sample, column.strip())
    places = [column for column in found.values() if column is not None]
    if len(places) != len(set(places)):
        raise BadAnswer("names one column for two fields")
    return found


def answered(file: Path, about: str, answer: str, told: Told) -> Told:
    """Raises BadAnswer and BadOptions."""
    if about == "time_zone":
        if not answer.strip():
            raise BadAnswer("write a zone like America/Chicago or UTC")
        FormatOptions(time_zone=answer.strip())
        return replace(told, time_zone=answer.strip())
    if about == "date_order":
        FormatOptions(date_order=answer.strip())
        return replace(told, date_order=answer.strip())
    return replace(told, columns=told_columns(file, [f"{about}={answer}"], told))


def _field(name: str) -> str:
    try:
        return _SHORT.get(name.lower()) or our_field(name)
    except BadOptions as problem:
        raise BadAnswer(str(problem).removeprefix("columns names ")) from problem


def _column(sample: Sample, text: str) -> int | None:
    if text.lower() == _NONE:
        return None
    if text.isascii() and text.isdigit() and 1 <= int(text) <= sample.width:
        return int(text) - 1
    named = [place for place, name in enumerate(sample.header or ()) if name == text or folded(name) == folded(text)]
    if len(named) != 1:
        raise BadAnswer(f"{text!r} is neither one of the columns 1 to {sample.width}, nor the name of one, nor {_NONE}")
    return named[0]
