"""Time spans for which a store is declared complete. Pure but for reading and writing one small file."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from star57.agent.stores.contract import Span
from star57.agent.stores.files import StoreDamaged, write_durably


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same time, in order, without overlaps or touching ends."""
    result: list[Span] = []
    for span in sorted((span for span in spans if span.since < span.until), key=lambda span: span.since):
        if result and span.since <= result[-1].until:
            result[-1] = Span(result[-1].since, max(result[-1].until, span.until))
        else:
            result.append(span)
    return tuple(result)


def covers(spans: Sequence[Span], wanted: Span) -> bool:
    """Whether one of the merged spans holds all of it."""
    return any(span.since <= wanted.since and wanted.until <= span.until for span in spans)


def read_spans(path: Path) -> tuple[Span, ...]:
    try:
        pairs = json.loads(path.read_bytes())
        return tuple(Span(datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in pairs)
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError) as problem:
        raise StoreDamaged(f"{path}: is damaged: delete it and declare the complete spans anew") from problem


def write_spans(path: Path, spans: Sequence[Span]) -> None:
    write_durably(path, json.dumps([[span.since.isoformat(), span.until.isoformat()] for span in spans], indent=1).encode())
