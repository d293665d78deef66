"""What commands print with: calm text for people, JSON for machines. No colour off a terminal or under NO_COLOR (Rich's doing)."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table


def console() -> Console:
    """Standard output; wide when it is a file or a pipe, so that nothing is cut."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 200, emoji=False)


def calm_table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    console().print(text, markup=False, soft_wrap=True)


def shown(instant: datetime, zone: str) -> str:
    """Mon 2026-11-23 13:50:00 in the office's zone, and UTC beside it when that differs."""
    local, utc = instant.astimezone(ZoneInfo(zone)), instant.astimezone(ZoneInfo("UTC"))
    there = f"{local:%a %Y-%m-%d %H:%M:%S %Z}"
    return there if local.utcoffset() == utc.utcoffset() else f"{there} · {utc:%H:%M:%S} UTC"


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """On standard error, only when that is a terminal; rate and time left beside it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    screen = Console(stderr=True, highlight=False)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        yield bar


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
