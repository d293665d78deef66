"""From the [[follow]] tables to a follower at work on them, one at a time on their positions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from star57.agent.configuration import AgentConfiguration
from star57.agent.events import OnEvent
from star57.agent.files_alone import alone_with
from star57.agent.following.files import FileSource
from star57.agent.following.follower import Advance, Follower
from star57.agent.following.intake import Intake
from star57.agent.following.positions import Positions
from star57.agent.following.rows import RowSource
from star57.agent.following.standard_input import StandardInput
from star57.agent.following.tables import FollowTable
from star57.agent.following.taken import Source
from star57.agent.stores import open_store
from star57.agent.stores.contract import CdrStore
from star57.agent.stores.in_place.sources import Source as Rows
from star57.agent.stores.in_place.table import DatabaseTable, source_of
from star57.agent.unread import unread_folder_of

STANDARD_INPUT = "standard-input"


@contextmanager
def opened_follower(
    configuration: AgentConfiguration, on_event: OnEvent, on_advance: Callable[[Advance], None] = lambda _: None
) -> Iterator[Follower]:
    """Raises AlreadyRunning, BadPositions, StoreProblem."""
    with _opened_intake(configuration, configuration.positions) as (intake, positions, store):
        sources = [(table, _source(table, configuration, positions)) for table in configuration.follow]
        yield Follower(configuration.name, sources, store, intake, on_event, on_advance)


@contextmanager
def opened_input(
    configuration: AgentConfiguration, source: StandardInput, on_event: OnEvent, on_advance: Callable[[Advance], None] = lambda _: None
) -> Iterator[Follower]:
    """The same for what comes by a pipe; beside a follower of the tables."""
    positions = configuration.positions.with_name(configuration.positions.name + ".stdin")
    table = FollowTable.model_construct(name=source.name, format="", complete=False)
    with _opened_intake(configuration, positions) as (intake, _, store):
        yield Follower(configuration.name, [(table, source)], store, intake, on_event, on_advance)


@contextmanager
def _opened_intake(configuration: AgentConfiguration, path: Path) -> Iterator[tuple[Intake, Positions, CdrStore]]:
    with alone_with(path, f"a follower already moves {path}: stop it first, or leave the work to it"):
        positions = Positions(path)
        try:
            store = open_store(configuration.store, configuration.keep_days)
            yield Intake(store, positions, unread_folder_of(store, configuration.journal)), positions, store
        finally:
            positions.close()


def _source(table: FollowTable, configuration: AgentConfiguration, positions: Positions) -> Source:
    options = table.options(configuration.time_zone)
    if table.database is None:
        return FileSource(table, options, positions.contents(table.name))
    return RowSource(table, options, positions.standing(table.name).mark, partial(_rows, table, configuration.journal))


def _rows(table: FollowTable, beside: Path) -> Rows:
    described = DatabaseTable(database=table.database or "", table=table.table or "", password_file=table.password_file)
    return source_of(described, beside)
