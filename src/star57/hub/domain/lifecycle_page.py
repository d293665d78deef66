"""The page docs/rules/lifecycle.md, written from the tables: `python -m star57.hub.domain.lifecycle_page > docs/rules/lifecycle.md`."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import FIRST_STEPS, HOP_STEPS, WAITS_FOR
from star57.hub.domain.tracing import DESK_FACTS, TRACEBACK_STEPS

WIDESPREAD = 7  # a fact that moves this many statuses to one and the same is told in words, not drawn

INTRODUCTION = """# The life of a hop

This page is written from the tables in `star57.hub.domain.lifecycle` and `star57.hub.domain.tracing`; a test compares.
The words are explained in the [glossary](../glossary.md). A pair of status and fact that does not appear below is refused.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = (
        INTRODUCTION,
        "## Picture\n",
        _fenced("mermaid", _hop_diagram()),
        *(f"- {line}" for line in _told_in_words()),
        "\n## Who is waited for\n",
        *_table(("status", "waits for"), ((status.value, WAITS_FOR[status].value) for status in HopStatus)),
        "\n## How a hop begins\n",
        *_table(
            ("fact", "status", "effects"), ((fact.value, step.to.value, _names(step.effects)) for fact, step in sorted(FIRST_STEPS.items()))
        ),
        "\n## Every step\n",
        *_table(("status", "fact", "then", "effects"), _every_step()),
        "\n## The traceback as a whole\n",
        _fenced("mermaid", _traceback_diagram()),
        f"In every status, and changing none: {_names(f'`{fact.value}`' for fact in DESK_FACTS)}.\n",
    )
    return "\n".join(parts)


def _names(values: Iterable[str]) -> str:
    return ", ".join(str(value) for value in values)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _fenced(language: str, lines: Iterable[str]) -> str:
    return "\n".join((f"```{language}", *lines, "```\n"))


def _every_step() -> Iterator[tuple[str, ...]]:
    for status in HopStatus:
        for fact in HopFact:
            step = HOP_STEPS.get((status, fact))
            if step:
                yield status.value, fact.value, "stays" if step.to is status else step.to.value, _names(step.effects)


def _moves() -> dict[tuple[HopFact, HopStatus], list[HopStatus]]:
    """(fact, where it leads) -> the statuses it leads away from."""
    moves: dict[tuple[HopFact, HopStatus], list[HopStatus]] = defaultdict(list)
    for status in HopStatus:
        for fact in HopFact:
            step = HOP_STEPS.get((status, fact))
            if step and step.to is not status:
                moves[fact, step.to].append(status)
    return moves


def _hop_diagram() -> Iterator[str]:
    edges: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fact, first in sorted(FIRST_STEPS.items()):
        edges["[*]", first.to.value].append(fact.value)
    for (fact, to), froms in _moves().items():
        for status in froms if len(froms) < WIDESPREAD else ():
            edges[status.value, to.value].append(fact.value)
    yield "stateDiagram-v2"
    for (start, end), facts in edges.items():
        yield f"    {start} --> {end}: {', '.join(facts)}"


def _told_in_words() -> Iterator[str]:
    for (fact, to), froms in _moves().items():
        if len(froms) >= WIDESPREAD:
            yield f"`{fact.value}` leads to `{to.value}` from {', '.join(f'`{status.value}`' for status in froms)}."


def _traceback_diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    for (status, fact), to in TRACEBACK_STEPS.items():
        if fact in DESK_FACTS:
            continue
        yield f"    {status.value if status else '[*]'} --> {to.value}: {fact.value}"


if __name__ == "__main__":
    sys.stdout.write(page())
