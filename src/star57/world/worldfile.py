"""WORLD.toml: a small phone world's providers, trunks and call records. Reads and refuses; starts nothing."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import glob
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from star57.agent.following.tables import FollowTable
from star57.agent.formats import FORMATS, BadOptions, FormatOptions
from star57.agent.trunks import TrunkTable
from star57.world.agent_rows import read_follow, read_trunks
from star57.world.tables import BadWorld, Table

__all__ = ["AgentMode", "BadWorld", "RecordFiles", "World", "WorldProvider", "read_world"]

AgentMode = Literal["auto", "review", "none"]
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """Some files of one format; `files` exist, in the order of the globs."""

    format: str
    files: tuple[Path, ...]
    options: FormatOptions


@dataclass(frozen=True, slots=True)
class WorldProvider:
    """One provider of the world. Texts that were left out are ""."""

    id: str
    name: str
    country: str
    time_zone: str
    frn: str
    ocn: str
    spc: str
    contact: str
    agent: AgentMode
    records: tuple[RecordFiles, ...]
    follow: tuple[FollowTable, ...]
    trunks: TrunkTable


@dataclass(frozen=True, slots=True)
class World:
    """The whole file. `now` is None when the world says no time."""

    file: Path
    now: datetime | None
    providers: tuple[WorldProvider, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all its providers."""
        return frozenset(provider.id for provider in self.providers)


def read_world(file: Path) -> World:
    """The world in this file. Raises BadWorld: one line that names file, place and remedy."""
    top = Table(file, "", _toml(file))
    now = _now(top)
    providers = tuple(_provider(row) for row in top.tables("provider"))
    top.end()
    if not providers:
        top.refuse("has no provider: add [[provider]] tables")
    for name, count in Counter(provider.id for provider in providers).items():
        if count > 1:
            top.refuse(f"provider id {name!r} stands {count} times: give each provider its own")
    return World(file, now, providers)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise BadWorld(f"{file}: cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise BadWorld(f"{file}: is not UTF-8 text at byte {problem.start}: save it as UTF-8") from problem
    except tomllib.TOMLDecodeError as problem:
        raise BadWorld(f"{file}: is no TOML: {problem}") from problem


def _now(top: Table) -> datetime | None:
    found = top.value("now")
    if found is None:
        return None
    if not isinstance(found, datetime) or found.tzinfo is None:
        top.refuse("now: write an instant with its offset and without quotes, such as now = 2026-11-22T13:50:00Z")
    return found.astimezone(UTC)


def _provider(row: Table) -> WorldProvider:
    name = row.needed_text("id")
    if not _ID.fullmatch(name):
        row.refuse(f"id: {name!r} may hold letters, digits and _ . : - only, at most 64")
    row.place = f"provider {name}"
    provider = WorldProvider(
        id=name,
        name=row.text("name") or name,
        country=_country(row),
        time_zone=_zone(row),
        frn=row.text("frn", longest=10) or "",
        ocn=row.text("ocn", longest=4) or "",
        spc=row.text("spc", longest=10) or "",
        contact=row.text("contact") or "",
        agent=cast(AgentMode, row.one_of("agent", ("auto", "review", "none"), default="auto")),
        records=tuple(_records(each) for each in row.tables("records")),
        follow=read_follow(row, row.tables("follow")),
        trunks=read_trunks(row, row.tables("trunk")),
    )
    row.end()
    return provider


def _country(row: Table) -> str:
    found = row.text("country") or "US"
    if not re.fullmatch("[A-Z]{2}", found):
        row.refuse(f"country: write the two capital letters of ISO 3166, such as US, and not {found!r}")
    return found


def _zone(row: Table) -> str:
    found = row.text("time_zone") or ""
    try:
        return ZoneInfo(found).key if found else ""
    except (ValueError, OSError, LookupError):
        row.refuse(f"time_zone: {found!r} is no time zone: write one like America/Chicago")


def _records(row: Table) -> RecordFiles:
    found = row.one_of("format", tuple(FORMATS), default=row.needed_text("format"))
    patterns, zone, table, columns = row.texts("files"), row.text("time_zone"), row.text("table"), row.value("columns")
    order, delimiter = row.text("date_order"), row.text("delimiter")
    row.end()
    try:
        options = FormatOptions(time_zone=zone, columns=_columns(row, columns), table=table, date_order=order, delimiter=delimiter)
    except BadOptions as problem:
        row.refuse(str(problem))
    return RecordFiles(found, tuple(dict.fromkeys(path for pattern in patterns for path in _matches(row, pattern))), options)


def _columns(row: Table, found: Any) -> tuple[str, ...] | dict[str, str] | None:
    if found is None:
        return None
    values = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    if not values or not all(isinstance(each, str) for each in values):
        row.refuse('columns: write a list of names, ["start_time", "…"], or a table { called_in = "…" } from our names to theirs')
    return dict(found) if isinstance(found, dict) else tuple(found)


def _matches(row: Table, pattern: str) -> list[Path]:
    """Files a glob names, relative to the world file; a plain path may hold brackets and the like."""
    whole = row.file.parent / pattern
    found = [whole] if whole.is_file() else [path for each in sorted(glob(str(whole), recursive=True)) if (path := Path(each)).is_file()]
    return found or row.refuse(f"files: {pattern!r} matches no file under {row.file.parent}")
