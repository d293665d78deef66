"""Which column says when a call began: by names, by how the times of a row lie to one another, or not at all."""

from collections.abc import Sequence
from typing import NamedTuple

from star57.agent.formats.reading import FormatOptions
from star57.agent.mapping.findings import Choice, Question, Told
from star57.agent.mapping.kinds import MOST, Share, instants, time_orders
from star57.agent.mapping.names import ANSWER, END, LENGTH, SOME_TIME, START, fields_named
from star57.agent.mapping.sampling import Sample

_COMPARED = 500  # rows in which two times are compared


class TimeColumn(NamedTuple):
    column: int
    orders: tuple[str | None, ...]
    says: frozenset[str]  # what its name says: START, ANSWER, END, SOME_TIME, or nothing


def time_columns(sample: Sample) -> list[TimeColumn]:
    found = []
    for column in range(sample.width):
        values = sample.values(column)
        says = fields_named(sample.header[column]) if sample.header else frozenset[str]()
        if values and says <= {START, ANSWER, END, SOME_TIME} and (orders := time_orders(values)):
            found.append(TimeColumn(column, orders, says))
    return found


def start_of(sample: Sample, told: Told) -> Choice | Question:
    if START in told.columns:
        column = told.columns[START]
        if column is None:
            return Question(START, "a record needs the time at which its call began", {})
        return Choice(START, column, "as you said", _filled(sample, column))
    times = time_columns(sample)
    if not times:
        return Question(START, _no_time(sample), {})
    named = [one for one in times if START in one.says]
    if named:
        return _named(sample, named, [one for one in times if one not in named], told)
    return _earliest(sample, times, told)


def _named(sample: Sample, named: list[TimeColumn], others: list[TimeColumn], told: Told) -> Choice | Question:
    best = min(named, key=lambda one: one.orders != (None,))
    for other in others:
        earlier = _not_later(sample, best, other, told)
        if earlier.of and not earlier.is_most and not other.says & {SOME_TIME}:
            words = (
                f"{sample.name(best.column)} is called the start, but lies behind {sample.name(other.column)}: {earlier} rows say otherwise"
            )
            return Question(START, words, _answers(sample, (best, other)))
    reason = "its name says that the call began then"
    if others:
        reason += ", and no other time of the row lies before it"
    return Choice(START, best.column, reason, _filled(sample, best.column))


def _earliest(sample: Sample, times: list[TimeColumn], told: Told) -> Choice | Question:
    """Without a name: of several times in a row the call began at the first, when that is the same one in each."""
    for one in times:
        others = [other for other in times if other is not one]
        if not others or one.says & {ANSWER, END}:
            continue
        shares = [_not_later(sample, one, other, told) for other in others]
        if all(found.of and found.fitting == found.of for found in shares) and any(
            _is_before(sample, one, other, told) for other in others
        ):
            return Choice(START, one.column, "it is the earliest of the row's times", str(shares[0]))
    if len(times) == 1 and times[0].says & {ANSWER, END}:
        words = f"only {sample.name(times[0].column)} holds times, and by its name the call did not begin then"
    elif len(times) == 1:
        words = f"only {sample.name(times[0].column)} holds times: is that when the call began, or when it ended?"
    else:
        words = "several columns hold times, and none is called the start: which says when the call began?"
    return Question(START, words, _answers(sample, times))


def _not_later(sample: Sample, one: TimeColumn, other: TimeColumn, told: Told) -> Share:
    pairs = _pairs(sample, one, other, told)
    return Share(sum(first <= second for first, second in pairs), len(pairs))


def _is_before(sample: Sample, one: TimeColumn, other: TimeColumn, told: Told) -> bool:
    return any(second - first >= 1.0 for first, second in _pairs(sample, one, other, told))


def _pairs(sample: Sample, one: TimeColumn, other: TimeColumn, told: Told) -> list[tuple[float, float]]:
    """The times of rows that have both, in seconds. A hundredth of a second between two clocks is nothing."""
    rows = [
        row for row in sample.rows[:_COMPARED] if row[one.column].strip() not in ("", "0") and row[other.column].strip() not in ("", "0")
    ]
    found = [instants([row[each.column].strip() for row in rows], _options(each, told)) for each in (one, other)]
    both = [(first, second) for first, second in zip(*found, strict=True) if first and second]
    return [(int(first.timestamp()), int(second.timestamp())) for first, second in both]


def _options(one: TimeColumn, told: Told) -> FormatOptions:
    order = told.date_order if told.date_order in one.orders else one.orders[0]
    return FormatOptions(date_order=order)


def _answers(sample: Sample, times: Sequence[TimeColumn]) -> dict[str, str]:
    return {str(one.column + 1): f"{sample.name(one.column)}, as in {sample.values(one.column)[0]!r}" for one in times}


def _filled(sample: Sample, column: int) -> str:
    return str(Share(len(sample.values(column)), len(sample.rows)))


def _no_time(sample: Sample) -> str:
    for column in range(sample.width):
        values = sample.values(column)[:50]
        says = fields_named(sample.header[column]) if sample.header else frozenset[str]()
        if values and LENGTH not in says and all(len(text) == 8 and text.count(":") == 2 for text in values):
            clock = f"{sample.name(column)} holds the time of day alone"
            return f"no column holds day and time together; {clock}: let the export write both into one"
    return f"no column holds times that are understood in {MOST:.0%} of its rows"
