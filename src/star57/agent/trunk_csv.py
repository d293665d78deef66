"""A carrier's trunk table as its planners keep it, a CSV file, read into [[trunk]] tables and written behind an agent's file."""

import csv
from collections.abc import Sequence
from pathlib import Path

from star57.agent.configuration import AgentConfiguration
from star57.agent.configuration_tables import append_tables
from star57.agent.toml_tables import BadConfiguration, checked
from star57.agent.trunk_tables import TrunkRow, trunk_table
from star57.agent.trunks import TrunkTable

MATCH = ("source", "next_hop", "trunk", "account", "channel")
COLUMNS = (*MATCH, "provider", "name", "customer", "address", "contact", "kind", "reseller", "foreign", "country", "called", "calling")
_OF_CUSTOMER = ("address", "contact", "kind")


def read_trunk_csv(file: Path) -> tuple[TrunkRow, ...]:
    """One rule a line. Raises BadConfiguration, which names file, line and remedy."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            rows = csv.DictReader(lines)
            _check_header(file, rows.fieldnames or ())
            return tuple(_row(file, rows.line_num, cells) for cells in rows if any(map(_text, cells.values())))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadConfiguration(f"{file}: cannot be read as CSV: {problem}") from problem


def _check_header(file: Path, header: Sequence[str]) -> None:
    for name in header:
        if name not in COLUMNS:
            raise BadConfiguration(f"{file}: unknown column {name!r}: use {', '.join(COLUMNS)}")
    if not set(header) & set(MATCH):
        raise BadConfiguration(f"{file}: the first line must name the columns, at least one of {', '.join(MATCH)}")


def _row(file: Path, line: int, cells: dict[str, str | None]) -> TrunkRow:
    """The line as the TOML table it stands for."""
    if None in cells:
        raise BadConfiguration(f"{file}: line {line}: has more cells than the first line has names")
    given = {name: text for name, cell in cells.items() if (text := _text(cell))}
    table: dict[str, object] = {"match": {name: given.pop(name) for name in MATCH if name in given}}
    if "customer" in given:
        customer = {"name": given.pop("customer")} | {name: given.pop(name) for name in _OF_CUSTOMER if name in given}
        table["customer"] = customer | ({"provider": given.pop("reseller")} if "reseller" in given else {})
    if "foreign" in given:
        table["foreign"] = {"name": given.pop("foreign"), "country": given.pop("country", "")}
    for name in {"called", "calling"} & given.keys():
        table[name] = [step.strip() for step in given.pop(name).split(";") if step.strip()]
    return checked(TrunkRow, table | given, f"{file}: line {line}")


def _text(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def joined(rows: Sequence[TrunkRow], configuration: AgentConfiguration, file: Path) -> tuple[tuple[TrunkRow, ...], TrunkTable]:
    """The rows that the agent's file does not say yet, and its table with them. Raises BadConfiguration for rules that contradict."""
    known = set(configuration.trunks.rules)
    found = trunk_table(rows, str(file)).rules
    new = tuple(row for row, rule in zip(rows, found, strict=True) if rule not in known)
    try:
        return new, TrunkTable((*configuration.trunks.rules, *(rule for rule in found if rule not in known)))
    except ValueError as problem:
        raise BadConfiguration(f"{file}: {problem}") from problem


def append_rows(rows: Sequence[TrunkRow], config: Path) -> None:
    """All rows or none."""
    append_tables([("trunk", row.model_dump(exclude_none=True)) for row in rows], config)
