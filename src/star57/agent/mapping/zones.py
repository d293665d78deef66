"""Whether times carry their own zone; where they do not it is asked, with what the file's own age hints at."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from star57.agent.cdr import Cdr
from star57.agent.formats import CannotRead, FormatOptions, Unreadable, read_records
from star57.agent.mapping.findings import Question
from star57.agent.mapping.known import LOOKED_AT

_FAR_ZONE = "Pacific/Kiritimati"  # 14 hours from UTC: a time that reads the same there carries its own zone


def first_records(path: Path, name: str, options: FormatOptions) -> list[Cdr | Unreadable]:
    """None where nothing reads."""
    try:
        return list(islice(read_records(name, path, options), LOOKED_AT))
    except CannotRead:
        return []


def zone_question(path: Path, name: str, options: FormatOptions, records: Sequence[Cdr]) -> Question | None:
    """`records` were read as if in UTC."""
    far = FormatOptions(_FAR_ZONE, options.columns, None, options.date_order, options.delimiter)
    there = [one for one in first_records(path, name, far) if isinstance(one, Cdr)]
    if [one.started_at for one in there] == [one.started_at for one in records]:
        return None
    hint = _zone_hint(max(one.started_at for one in records), datetime.fromtimestamp(path.stat().st_mtime, UTC))
    return Question("time_zone", f"the times carry no zone: in which one are they? {hint}", {})


def _zone_hint(newest: datetime, written: datetime) -> str:
    """Only a hint: a copied file is younger than its records."""
    apart = written - newest
    hours = round(apart / timedelta(minutes=15)) / 4
    said = f"The newest record says {newest:%Y-%m-%d %H:%M}, the file was last written {written:%Y-%m-%d %H:%M} UTC"
    if not -14 <= hours <= 12:
        return f"{said}: too far apart to tell."
    return f"{said}: as in a zone at UTC{-hours:+g} h, if it was written right after that call." if hours else f"{said}: as in UTC."
