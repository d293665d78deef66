"""Brings a world's call records into each provider's own store, before anything runs."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from star57.agent.formats import CannotRead
from star57.agent.importing import Progress, import_files
from star57.agent.stores import open_store
from star57.agent.stores.contract import Span
from star57.world.home import Home
from star57.world.tables import BadWorld
from star57.world.worldfile import World, WorldProvider

# The world's file lists every record a provider has.
ALL_TIME = Span(datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


def import_records(world: World, home: Home, *, on_progress: Callable[[str, int], None], warn: Callable[[str], None]) -> int:
    """Fill the stores; on_progress is told a provider's id and the records read so far, warn what could not be read. Returns how
    many. Raises BadWorld."""
    total = 0
    for number, provider in enumerate(world.providers):
        total += _import(world, provider, home, number, total, on_progress, warn)
        on_progress(provider.id, total)
    return total


def _import(
    world: World,
    provider: WorldProvider,
    home: Home,
    number: int,
    before: int,
    on_progress: Callable[[str, int], None],
    warn: Callable[[str], None],
) -> int:
    store = open_store(f"folder:{home.store(number)}")
    read = 0
    for place, source in enumerate(provider.records, start=1):

        def tell(progress: Progress, so_far: int = before + read) -> None:
            on_progress(provider.id, so_far + progress.rows)

        try:
            report = import_files(store, source.format, _written(source.files), source.options, on_progress=tell)
        except CannotRead as problem:
            raise BadWorld(f"{world.file}: provider {provider.id}, records {place}: {problem}") from problem
        if spoilt := (*report.bad_files, *report.cut_files):
            raise BadWorld(f"{world.file}: provider {provider.id}, records {place}: {spoilt[0]}")
        if report.unreadable:
            warn(f"{provider.id}: left out what cannot be read ({report.unreadable} in all): {report.first_unreadable}")
        read += report.read
    if not provider.follow:  # more is still to come
        store.declare_complete(ALL_TIME)
    return read


def _written(files: Sequence[Path]) -> list[Path]:
    """Without empty ones: a switch makes them before the first call of their kind."""
    return [file for file in files if file.stat().st_size]
