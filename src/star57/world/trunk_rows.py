"""The [[provider.trunk]] tables of a world file, read into the agent's own trunk rules."""

from collections.abc import Iterable
from typing import Literal, cast

from star57.agent.ends import CustomerEnd, End, ForeignEnd, Neighbour
from star57.agent.trunks import BadTrunkMatch, OverlappingTrunks, TrunkMatch, TrunkRule, TrunkTable
from star57.world.tables import Table

MATCH_KEYS = ("source", "next_hop", "trunk", "account", "channel")


def read_trunks(owner: Table, rows: Iterable[Table]) -> TrunkTable:
    """All rules of one provider; rules that overlap with different ends are refused."""
    rules = [_rule(row) for row in rows]
    try:
        return TrunkTable(rules)
    except OverlappingTrunks as problem:
        owner.refuse(str(problem))


def _rule(row: Table) -> TrunkRule:
    match = row.table("match")
    if match is None:
        row.refuse('match is missing: add match = { source = "192.0.2.1" }, or next_hop, trunk, account, channel')
    values = {key: match.text(key) for key in MATCH_KEYS}
    match.end()
    end = _end(row)
    row.end()
    try:
        return TrunkRule(TrunkMatch(**values), end)
    except BadTrunkMatch as problem:
        row.refuse(str(problem))


def _end(row: Table) -> End:
    provider, customer, foreign = row.text("provider"), row.table("customer"), row.table("foreign")
    if [provider, customer, foreign].count(None) != 2:
        row.refuse('say once who is at the other end: provider = "…", customer = { name = "…" } or foreign = { name = "…" }')
    if provider is not None:
        return Neighbour(provider)
    return _customer(customer) if customer is not None else _foreign(cast(Table, foreign))


def _customer(table: Table) -> CustomerEnd:
    kind = cast(Literal["caller", "reseller"], table.one_of("kind", ("caller", "reseller"), default="caller"))
    end = CustomerEnd(
        name=table.needed_text("name"),
        address=table.text("address") or "",
        contact=table.text("contact") or "",
        kind=kind,
        provider=table.text("provider"),
    )
    table.end()
    return end


def _foreign(table: Table) -> ForeignEnd:
    end = ForeignEnd(name=table.needed_text("name"), country=country_of(table, "country") or "")
    table.end()
    return end


def country_of(table: Table, key: str) -> str | None:
    """An ISO 3166 code in capitals, or None when left out."""
    found = table.text(key)
    if found is not None and not (len(found) == 2 and found.isascii() and found.isalpha() and found.isupper()):
        table.refuse(f"{key}: write the two capital letters of ISO 3166, such as US, and not {found!r}")
    return found
