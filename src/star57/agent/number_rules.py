"""How a neighbour writes numbers on a trunk, as steps that make E.164 of them. Knows no records and no trunks; pure.

A step is one of: strip P · replace P with Q · add Q to N digits. P and Q are digits, #, * and +. They are taken in their order.
"""

import re
from dataclasses import dataclass

from star57.numbers import wire_text

_STEP = re.compile(
    r"strip (?P<strip>[0-9#*+]{1,16})"
    r"|replace (?P<old>[0-9#*+]{1,16}) with (?P<new>\+?[0-9]{0,15})(?<=[0-9+])"
    r"|add (?P<add>\+?[0-9]{1,15}|\+) to (?P<count>\d{1,2}) digits",
    re.ASCII,
)
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_FEWEST, _MOST = 7, 15


class BadNumberRule(ValueError):
    """A step cannot be read; the message says what to write."""


@dataclass(frozen=True, slots=True)
class _Step:
    """`old` at the front becomes `new`; where `count` is not 0, only a number of so many digits, and `old` is ""."""

    old: str
    new: str
    count: int


@dataclass(frozen=True, slots=True)
class NumberRule:
    """The steps as written; none: the trunk says nothing of its numbers."""

    steps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for step in self.steps:
            _step(step)

    def __bool__(self) -> bool:
        return bool(self.steps)

    def __str__(self) -> str:
        return ", ".join(self.steps)

    def read(self, raw: str) -> str:
        """E.164; "" where the steps do not lead to it, so that the number stays as it was written."""
        if not self.steps:
            return ""
        text = wire_text(raw)
        for step in map(_step, self.steps):
            if step.count:
                text = step.new + text if text.isdigit() and len(text) == step.count else text
            elif text.startswith(step.old):
                text = step.new + text[len(step.old) :]
        return text if _E164.fullmatch(text) else ""


AS_WRITTEN = NumberRule()


def _step(text: str) -> _Step:
    match = _STEP.fullmatch(text)
    if match is None:
        raise BadNumberRule(f'{text!r} is no step: write "strip 9911#", "replace 00 with +" or "add +1 to 10 digits"')
    if match["count"] is None:
        return _Step(match["strip"] or match["old"], match["new"] or "", 0)
    count = int(match["count"])
    if not _FEWEST <= count <= _MOST:
        raise BadNumberRule(f"{text!r}: a number has {_FEWEST} to {_MOST} digits")
    return _Step("", match["add"], count)
