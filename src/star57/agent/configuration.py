"""A carrier's agent as its TOML file describes it: hub, key, store, trunks, and what may leave without a person."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, field_validator, model_validator

from star57.agent.auto_rules import AutoRule
from star57.agent.following.tables import DateOrder, Delimiter, FollowTable, has_names_of_its_own, options_of
from star57.agent.formats import CannotRead, FormatOptions, format_named
from star57.agent.hub_address import checked_hub
from star57.agent.policy import Mode, Policy, ReleaseRule
from star57.agent.toml_tables import BadConfiguration, Table, ZoneName, checked, read_toml
from star57.agent.trunk_tables import TrunkRow, trunk_table
from star57.agent.trunks import TrunkTable
from star57.wire.answers import ActionTaken
from star57.wire.values import PublicId

_Line = Annotated[str, Field(min_length=1, max_length=300)]
Columns: TypeAlias = tuple[str, ...] | dict[str, str] | None


class RecordFiles(Table):
    """One [[records]] table: where the switch leaves its accounting and how to read it."""

    format: _Line
    files: Annotated[tuple[_Line, ...], Field(min_length=1)]
    time_zone: ZoneName | None = None
    columns: Columns = None
    table: str | None = None
    date_order: DateOrder | None = None
    delimiter: Delimiter | None = None

    @field_validator("format")
    @classmethod
    def _is_read_here(cls, value: str) -> str:
        try:
            return format_named(value).name
        except CannotRead as problem:
            raise ValueError(str(problem)) from None

    def options(self, office_zone: str) -> FormatOptions:
        return options_of(self, office_zone)


class _Rule(Table):
    customers: Annotated[tuple[_Line, ...], Field(min_length=1)]
    action_taken: ActionTaken = ActionTaken.NONE


class AutoRow(Table):
    """One [[auto]]: which campaigns, which ways in, and whether their answers leave by themselves."""

    campaigns: Annotated[tuple[_Line, ...], Field(max_length=200)] = ()
    trunks: Annotated[tuple[_Line, ...], Field(max_length=200)] = ()
    policy: Literal["review", "auto"]

    @property
    def rule(self) -> AutoRule:
        return AutoRule(self.campaigns, self.trunks, Mode(self.policy))


class PublishedCampaign(Table):
    """One [[watch]]: a campaign that was made public. `numbers`: a file of its calling numbers, one a line, remarks after #."""

    campaign: _Line
    numbers: Path


class StoreSettings(Table):
    """`store` as a table. `keep_days`: days before today that the embedded store keeps; left out, it keeps all."""

    address: Annotated[str, Field(min_length=1)]
    keep_days: Annotated[int, Field(ge=1, le=36_500)] | None = None


class _File(Table):
    hub: _Line
    key: Annotated[str, Field(pattern=r"^[!-~]+$")] | None = None
    key_file: Path | None = None
    provider: PublicId | None = None
    providers: tuple[PublicId, ...] = ()
    store: StoreSettings
    journal: Path = Path("agent-journal.sqlite3")
    positions: Path = Path("agent-follow.sqlite3")
    time_zone: ZoneName = "UTC"
    policy: Literal["review", "auto"] = "review"
    retention_days: Annotated[int, Field(ge=0, le=36_500)] | None = None
    systems: Annotated[tuple[_Line, ...], Field(min_length=1, max_length=50)] = ("call records kept by the agent",)
    records: tuple[RecordFiles, ...] = ()
    follow: tuple[FollowTable, ...] = ()
    trunk: tuple[TrunkRow, ...] = ()
    rule: tuple[_Rule, ...] = ()
    auto: tuple[AutoRow, ...] = ()
    watch: tuple[PublishedCampaign, ...] = ()

    @field_validator("store", mode="before")
    @classmethod
    def _may_be_an_address_alone(cls, value: object) -> object:
        return {"address": value} if isinstance(value, str) else value

    @field_validator("hub")
    @classmethod
    def _reaches_a_hub_safely(cls, value: str) -> str:
        return checked_hub(value)

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> "_File":
        if (self.key is None) == (self.key_file is None):
            raise ValueError("give exactly one of key and key_file: the key that the hub issued to this provider")
        if (self.provider is None) == (not self.providers):
            raise ValueError("give exactly one of provider and providers: the registry ids this agent answers for")
        if not has_names_of_its_own(self.follow):
            raise ValueError("two [[follow]] tables have the same name: their positions are kept under it")
        return self


@dataclass(frozen=True, slots=True)
class AgentConfiguration:
    """Everything one agent runs on. `providers`: registry ids it answers for; `name` tells agents apart in one process."""

    name: str
    hub: str
    key: str
    providers: tuple[str, ...]
    store: str  # folder, or address of the store
    journal: Path
    time_zone: str
    policy: Policy
    trunks: TrunkTable
    records: tuple[RecordFiles, ...] = ()
    follow: tuple[FollowTable, ...] = ()
    positions: Path = Path("agent-follow.sqlite3")  # how far each source was followed
    keep_days: int | None = None  # that the store keeps; None: all
    key_file: Path | None = None  # where the key was read from, if not from the file itself
    file: Path | None = None  # this was read from it
    watch: tuple[PublishedCampaign, ...] = ()

    def __repr__(self) -> str:  # never the key
        return f"AgentConfiguration({self.name} at {self.hub})"


def read_configuration(path: Path) -> AgentConfiguration:
    """The agent's file, whole; paths in it are relative to it. Raises BadConfiguration."""
    file = checked(_File, read_toml(path, "--config"), str(path))
    folder = path.absolute().parent
    providers = (file.provider,) if file.provider else file.providers
    return AgentConfiguration(
        name=providers[0],
        hub=file.hub,
        key=file.key or _key_in(folder / (file.key_file or ""), path),
        providers=providers,
        store=_store_address(file.store.address, folder),
        journal=folder / file.journal.expanduser(),
        time_zone=file.time_zone,
        policy=_policy(file, providers),
        trunks=trunk_table(file.trunk, str(path)),
        records=tuple(row.model_copy(update={"files": tuple(str(folder / one) for one in row.files)}) for row in file.records),
        follow=tuple(row.in_folder(folder) for row in file.follow),
        positions=folder / file.positions.expanduser(),
        keep_days=file.store.keep_days,
        key_file=folder / file.key_file if file.key_file else None,
        file=path.absolute(),
        watch=tuple(row.model_copy(update={"numbers": folder / row.numbers.expanduser()}) for row in file.watch),
    )


def _policy(file: _File, providers: tuple[str, ...]) -> Policy:
    return Policy(
        mode=Mode(file.policy),
        rules=tuple(ReleaseRule(rule.customers, rule.action_taken) for rule in file.rule),
        providers=frozenset(providers),
        names={row.provider: row.name for row in file.trunk if row.provider and row.name},
        systems=file.systems,
        retention_days=file.retention_days,
        auto=tuple(row.rule for row in file.auto),
    )


def _store_address(address: str, folder: Path) -> str:
    """A folder, and the description that kind:PATH names, becomes absolute; a server's address (kind://…) stays as it is."""
    if "://" in address:
        return address
    described = re.fullmatch(r"([a-z]+:)(.+)", address)
    kind, place = described.groups() if described else ("", address)
    return f"{kind}{folder / Path(place).expanduser()}"


def _key_in(key_file: Path, configuration: Path) -> str:
    try:
        key = key_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadConfiguration(f"{configuration}: key_file {key_file} cannot be read: {problem}") from problem
    if not re.fullmatch(r"[!-~]+", key):
        raise BadConfiguration(f"{configuration}: key_file {key_file} must hold the hub's key and nothing else")
    return key
