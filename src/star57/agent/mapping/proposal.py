"""The wizard's whole answer about a file: a [[records]] table, why, what is open, and the first records as it reads them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from star57.agent.cdr import Cdr
from star57.agent.formats import FormatOptions, Unreadable, format_named
from star57.agent.formats.columns import field_columns
from star57.agent.formats.mapped_csv import usual_delimiter
from star57.agent.mapping.columns import Columns
from star57.agent.mapping.findings import Choice, Question, Told
from star57.agent.mapping.kinds import time_orders
from star57.agent.mapping.known import known_format
from star57.agent.mapping.names import CALLED, START
from star57.agent.mapping.number_styles import style_of
from star57.agent.mapping.sampling import Sample, sample_of
from star57.agent.mapping.zones import first_records, zone_question

_AGREE = 0.95
_MOST_NAMED = 12  # columns
_WAYS_IN = frozenset({"source", "trunk_in", "account", "channel_in"})
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}", re.ASCII)
_ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`is_sure`: nothing is open. `read` of `looked_at` records of the sample read with the table as it stands."""

    format: str
    options: FormatOptions
    names: Mapping[str, str]  # our field -> the column as a person knows it
    choices: tuple[Choice, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    preview: tuple[Cdr, ...]
    read: int
    looked_at: int

    @property
    def is_sure(self) -> bool:
        return not self.questions


def proposal_for(paths: Sequence[Path], told: Told, format_name: str | None = None) -> Proposal:
    """What the first file shows; the others must read alike. Raises CannotRead."""
    if format_name:
        format_named(format_name)
    sample = sample_of(paths[0], told.delimiter)
    name = format_name or (None if told.columns else known_format(sample)) or "csv"
    if name != "csv":
        return _finished(sample, paths, name, Told({}, told.time_zone), None)
    return _finished(sample, paths, name, told, Columns(sample, told))


def _finished(sample: Sample, paths: Sequence[Path], name: str, told: Told, columns: Columns | None) -> Proposal:
    questions = list(columns.questions) if columns else []
    notes = list(columns.notes) if columns else [f"the file has the marks of {name}, which needs no table"]
    choices = columns.choices if columns else {}
    order = _date_order(sample, told, choices, questions, notes)
    can_read = columns is None or not {START, CALLED} & {question.about for question in questions}
    can_read = can_read and not any(question.about == "date_order" for question in questions)
    options = FormatOptions(told.time_zone, _table(sample, choices) if columns else None, None, order, _delimiter(sample, columns))
    found = first_records(paths[0], name, options) if can_read else []
    records = [one for one in found if isinstance(one, Cdr)]
    if records and told.time_zone is None:
        if open_zone := zone_question(paths[0], name, options, records):
            questions.append(open_zone)
        else:
            notes.append("each time carries its own zone, or counts from 1970: no time_zone is needed")
    if can_read:
        _check(paths, name, options, questions)
    if records:
        notes.append(f"called numbers are {style_of([one.called_in or one.called_out for one in records])}")
    if columns:
        notes += _left_out(sample, choices)
    if sample.misfits and columns:
        notes.append(f"{sample.misfits:,} lines have another number of columns or broken quotes: they would be kept as unreadable")
    names = {field: sample.name(choice.column) for field, choice in choices.items()}
    return Proposal(
        name, options, names, tuple(choices.values()), tuple(questions), tuple(notes), tuple(records[:5]), len(records), len(found)
    )  # fmt: skip


def _left_out(sample: Sample, choices: Mapping[str, Choice]) -> list[str]:
    """What the table does not read, and what that costs."""
    taken = {choice.column for choice in choices.values()}
    left = [column for column in range(sample.width) if column not in taken]
    shown = ", ".join(map(sample.name, left[:_MOST_NAMED])) + (f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else "")
    notes = [f"not taken: {shown}; --column FIELD=N takes one, as in --column trunk_in=N"] if left else []
    if not _WAYS_IN & choices.keys():
        notes.append("no column is taken that says who handed a call over (source, trunk_in, account): each answer would wait for a person")
    return notes


def _date_order(
    sample: Sample, told: Told, choices: Mapping[str, Choice], questions: list[Question], notes: list[str]
) -> str | None:  # fmt: skip
    start = choices.get(START)
    if start is None:
        return told.date_order
    values = sample.values(start.column)
    orders = time_orders(values)
    if told.date_order is not None or orders == (None,):
        if told.date_order and orders and told.date_order not in orders and orders != (None,):
            words = f"{sample.name(start.column)} has dates that cannot be {_ORDERS[told.date_order]}"
            questions.append(Question("date_order", words, _order_answers(values, orders)))
        if told.date_order is None and _DOTTED.match(values[0]):
            notes.append("dates with dots are read day first")
        return told.date_order
    if len(orders) == 1:
        decided = next((repr(text) for text in values if len(time_orders([text])) == 1), "all values together")
        notes.append(f"dates are {_ORDERS[orders[0] or '']}: {decided} leaves no other reading")
        return orders[0]
    if not orders:
        questions.append(Question(START, f"{sample.name(start.column)} holds times that no one order of day and month reads", {}))
        return None
    words = f"{sample.name(start.column)} may be read in several orders, and none of {len(values):,} values tells which"
    questions.append(Question("date_order", words, _order_answers(values, orders)))
    return None


def _order_answers(values: Sequence[str], orders: Sequence[str | None]) -> dict[str, str]:
    return {one: f"{_ORDERS[one]}, as in {values[0]!r}" for one in orders if one}


def _table(sample: Sample, choices: Mapping[str, Choice]) -> dict[str, str] | tuple[str, ...]:
    """With "" for each field that the format would else take by a column's name."""
    if sample.header is None:
        fields = {choice.column: field for field, choice in choices.items()}
        return tuple(fields.get(column, "") for column in range(sample.width))
    table = {field: sample.header[choice.column] for field, choice in choices.items()}
    return table | {field: "" for field in field_columns(sample.header, table) if field not in table}


def _delimiter(sample: Sample, columns: Columns | None) -> str | None:
    return sample.delimiter if columns and usual_delimiter(sample.first) != sample.delimiter else None


def _check(paths: Sequence[Path], name: str, options: FormatOptions, questions: list[Question]) -> None:
    for path in paths:
        found = first_records(path, name, options)
        good = sum(isinstance(one, Cdr) for one in found)
        if not found or good < _AGREE * len(found):
            bad = next((one for one in found if isinstance(one, Unreadable)), None)
            why = f"line {bad.line}: {bad.reason}" if bad else "nothing reads"
            words = f"{path}: only {good:,} of {len(found):,} records read with this table ({why}): map it by itself"
            questions.append(Question("files", words, {}))
