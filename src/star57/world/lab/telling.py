"""The lab's last words and its JSON: expected beside found, for each call. Pure."""

from collections.abc import Sequence
from dataclasses import asdict

from star57.world.lab.judging import Judged
from star57.world.results import as_text, as_value
from star57.world.telling import seconds_words


def judged_lines(calls: Sequence[Judged]) -> list[str]:
    """A line for each call, then how many are right."""
    right = sum(not call.faults for call in calls)
    return [*map(_line, calls), f"{right} of {len(calls)} calls were followed the way they really took."]


def _line(one: Judged) -> str:
    when = "while it rang" if one.rang_at_outcome else "when the caller had hung up" if one.call.is_given_up else "when it no longer rang"
    took = f"{seconds_words(one.result.seconds)} {when}, opened {seconds_words(one.rang_for_s)} after the first ring"
    expected = " ◀── ".join((*one.call.path, one.call.source.name))
    head = "wrong" if one.faults else "right"
    return f"{head}: {one.call.called_number}: expected {expected}; {'; '.join(one.faults) or 'found so'} ({took})"


def as_json(calls: Sequence[Judged]) -> str:
    """OUT.json as `star57 demo` writes it, and for each call what was expected."""
    whole = as_value([one.result for one in calls])
    for row, one in zip(whole["calls"], calls, strict=True):
        row["expected"] = {"path": one.call.path, "source": asdict(one.call.source)}
        row["rang_for_s"], row["rang_at_outcome"], row["faults"] = one.rang_for_s, one.rang_at_outcome, one.faults
    whole["summary"]["right"] = sum(not one.faults for one in calls)
    return as_text(whole)
