"""Whether a column of lengths counts seconds, measured against the times of the same rows."""

from star57.agent.formats.fields import seconds
from star57.agent.formats.reading import BadValue, FormatOptions
from star57.agent.mapping.kinds import Share, instants
from star57.agent.mapping.names import ANSWER, END, START
from star57.agent.mapping.sampling import Sample
from star57.agent.mapping.starts import TimeColumn

_COMPARED = 500
_APART_S = 2.0
_LONGEST_S = 86_400.0


def reason_against(sample: Sample, column: int, times: list[TimeColumn]) -> tuple[str, str]:
    """(reason to take it, "") or ("", reason to leave it out)."""
    values = sample.values(column)[:_COMPARED]
    checked = [found for begin, end in _spans(times) if (found := _agreeing(sample, column, begin, end)).of >= 3]
    best = max(checked, key=lambda one: one.fitting / one.of, default=None)
    if best and best.is_most:
        return f"it counts seconds: so many lie between the times of the row in {best}", ""
    if best:
        return "", f"it does not say the seconds between the times of its row ({best}): another unit, or another length"
    if any(":" in text for text in values):
        return "its name says so, and it is written h:mm:ss", ""
    if any("." in text for text in values):
        return "", "it may count seconds or minutes, with a part behind the point, and no other column tells"
    if max(map(_length, values)) > _LONGEST_S:
        return "", "it counts something smaller than seconds"
    return "its name says so; taken as whole seconds", ""


def _spans(times: list[TimeColumn]) -> list[tuple[TimeColumn, TimeColumn]]:
    begins = [one for one in times if one.says & {START, ANSWER}]
    return [(begin, end) for begin in begins for end in times if END in end.says and begin.orders[0] == end.orders[0]]


def _agreeing(sample: Sample, column: int, begin: TimeColumn, end: TimeColumn) -> Share:
    """Of rows with a length above 0: equal to the seconds between, give or take what whole seconds leave open."""
    rows = [row for row in sample.rows[:_COMPARED] if _length(row[column].strip()) > 0]
    options = FormatOptions(date_order=begin.orders[0])
    both = zip(*(instants([row[one.column].strip() for row in rows], options) for one in (begin, end)), rows, strict=True)
    apart = [abs((last - first).total_seconds() - _length(row[column].strip())) for first, last, row in both if first and last]
    return Share(sum(one <= _APART_S for one in apart), len(apart))


def _length(text: str) -> float:
    try:
        return seconds(text, "duration")
    except BadValue:
        return 0.0
