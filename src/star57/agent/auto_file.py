"""The rows of [[auto]] and the policy beneath them, changed in the agent's TOML file; every other line stays, comments too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from star57.agent.auto_rules import AutoRule, Mode
from star57.agent.config_file import ChangedMeanwhile, mark_of, replace_checked, text_of

Change = Callable[[TOMLDocument], None]


class NoSuchRow(LookupError):
    """The file has no [[auto]] table with this number."""


def change_file(config: Path, change: Change, *, mark: str) -> None:
    """`mark`: mark_of() the text the change was made for. Raises ChangedMeanwhile, NoSuchRow, BadConfiguration, OSError."""
    text = text_of(config)
    if mark_of(text) != mark:
        raise ChangedMeanwhile(f"{config} was changed meanwhile: nothing was saved; look again")
    document = tomlkit.parse(text)
    change(document)
    replace_checked(config, tomlkit.dumps(document))


def policy_set(mode: Mode) -> Change:
    def change(document: TOMLDocument) -> None:
        document["policy"] = mode.value

    return change


def row_added(rule: AutoRule) -> Change:
    """Behind the others."""

    def change(document: TOMLDocument) -> None:
        if "auto" not in document:
            document.append("auto", tomlkit.aot())
        _rows(document).append(_written(rule, tomlkit.table()))

    return change


def row_replaced(row: int, rule: AutoRule) -> Change:
    def change(document: TOMLDocument) -> None:
        _written(rule, _row(document, row))

    return change


def row_removed(row: int) -> Change:
    def change(document: TOMLDocument) -> None:
        _row(document, row)
        del _rows(document)[row - 1]
        if not len(_rows(document)):
            del document["auto"]

    return change


def row_raised(row: int) -> Change:
    """Before the one above it; comments inside the tables stay where they are."""

    def change(document: TOMLDocument) -> None:
        _row(document, row - 1)
        above, below = (_row(document, at).unwrap() for at in (row - 1, row))
        _refilled(_row(document, row - 1), below)
        _refilled(_row(document, row), above)

    return change


def _rows(document: TOMLDocument) -> AoT:
    rows = document.get("auto")
    if not isinstance(rows, AoT):
        raise NoSuchRow("the file has no [[auto]] tables")
    return rows


def _row(document: TOMLDocument, row: int) -> Table:
    rows = _rows(document)
    if not 1 <= row <= len(rows):
        raise NoSuchRow(f"the file has {len(rows)} [[auto]] tables: there is none with the number {row}")
    found: Table = rows[row - 1]
    return found


def _written(rule: AutoRule, table: Table) -> Table:
    return _refilled(table, {"campaigns": list(rule.campaigns), "trunks": list(rule.trunks), "policy": rule.mode.value})


def _refilled(table: Table, values: dict[str, Any]) -> Table:
    for key in ("campaigns", "trunks", "policy"):
        value = values.get(key)
        if value:
            table[key] = value
        elif key in table:
            del table[key]
    return table
