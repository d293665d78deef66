"""The shape of [[trunk]] tables in an agent's file and in a world's, read into trunk rules."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from star57.agent.ends import CustomerEnd, End, ForeignEnd, Neighbour
from star57.agent.number_rules import NumberRule
from star57.agent.toml_tables import BadConfiguration, Table
from star57.agent.trunk_match import BadTrunkMatch, TrunkMatch
from star57.agent.trunks import OverlappingTrunks, TrunkRule, TrunkTable

_Steps = Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
_Text = Annotated[str, Field(min_length=1, max_length=300)]


class _Match(Table):
    source: str | None = None
    next_hop: str | None = None
    trunk: str | None = None
    account: str | None = None
    channel: str | None = None


class _Customer(Table):
    name: _Text
    address: str = ""
    contact: str = ""
    kind: Literal["caller", "reseller"] = "caller"
    provider: _Text | None = None


class _Foreign(Table):
    name: _Text
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""


class TrunkRow(Table):
    """One [[trunk]]: a match, and exactly one of provider, customer, foreign. `name` is the provider's, for people. `called` and
    `calling`: steps that make E.164 of the numbers written on this trunk."""

    match: _Match
    provider: _Text | None = None
    name: _Text | None = None
    customer: _Customer | None = None
    foreign: _Foreign | None = None
    called: _Steps | None = None
    calling: _Steps | None = None

    @field_validator("called", "calling")
    @classmethod
    def _can_be_read(cls, steps: tuple[str, ...] | None) -> tuple[str, ...] | None:
        NumberRule(steps or ())
        return steps

    @model_validator(mode="after")
    def _has_one_end(self) -> "TrunkRow":
        if sum(end is not None for end in (self.provider, self.customer, self.foreign)) != 1:
            raise ValueError("a trunk has exactly one of provider, customer, foreign")
        if self.name is not None and self.provider is None:
            raise ValueError("name belongs to a trunk with a provider; a customer or foreign provider has its own name")
        return self

    @property
    def end(self) -> End:
        if self.customer is not None:
            return CustomerEnd(**self.customer.model_dump())
        if self.foreign is not None:
            return ForeignEnd(self.foreign.name, self.foreign.country)
        return Neighbour(self.provider or "")


def trunk_table(rows: Sequence[TrunkRow], where: str) -> TrunkTable:
    """The rules, in their order; `where` begins the message of BadConfiguration."""
    rules = []
    for count, row in enumerate(rows, start=1):
        try:
            rules.append(
                TrunkRule(TrunkMatch(**row.match.model_dump()), row.end, NumberRule(row.called or ()), NumberRule(row.calling or ()))
            )
        except BadTrunkMatch as problem:
            raise BadConfiguration(f"{where}: trunk[{count}].match: {problem}") from problem
    try:
        return TrunkTable(rules)
    except OverlappingTrunks as problem:
        raise BadConfiguration(f"{where}: {problem}") from problem
