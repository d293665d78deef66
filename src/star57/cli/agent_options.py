"""Options that several agent commands share, and how what they name is opened or refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from star57.agent.configuration import AgentConfiguration, read_configuration
from star57.agent.files_alone import AlreadyRunning
from star57.agent.following.positions import BadPositions
from star57.agent.formats import CannotRead
from star57.agent.hub_client import HubAway
from star57.agent.journal import Journal
from star57.agent.journal_schema import BadJournal
from star57.agent.journal_steps import NoLongerWaiting
from star57.agent.review import NothingProposed, UnknownRequest
from star57.agent.stores import open_store
from star57.agent.stores.contract import CdrStore
from star57.agent.stores.files import StoreProblem
from star57.agent.toml_tables import BadConfiguration
from star57.cli.failures import Failed, Misused

Config = Annotated[Path, typer.Option("--config", "-c", help="the agent's TOML file", envvar="STAR57_AGENT_CONFIG")]
Json = Annotated[bool, typer.Option("--json", help="one JSON value on standard output")]

_REFUSALS = (AlreadyRunning, BadJournal, BadPositions, CannotRead, HubAway, NoLongerWaiting, NothingProposed, StoreProblem, UnknownRequest)


@contextmanager
def told_plainly() -> Iterator[None]:
    """What an agent refuses becomes the command's failure."""
    try:
        yield
    except BadConfiguration as problem:
        raise Misused(str(problem)) from problem
    except _REFUSALS as problem:
        raise Failed(str(problem)) from problem


def configured(config: Path) -> AgentConfiguration:
    with told_plainly():
        return read_configuration(config)


def store_of(configuration: AgentConfiguration) -> CdrStore:
    with told_plainly():
        return open_store(configuration.store, configuration.keep_days)


@contextmanager
def journal_of(configuration: AgentConfiguration) -> Iterator[Journal]:
    with told_plainly():
        journal = Journal(configuration.journal)
        try:
            yield journal
        finally:
            journal.close()


def instant(text: str, option: str, zone: str) -> datetime:
    """RFC 3339; a time without an offset is the office's own."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Misused(f"{option} {text!r} is not a time: write one like 2026-11-23T13:50:00Z or '2026-11-23 08:50:00'") from None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
