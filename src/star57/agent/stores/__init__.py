"""Stores of call records; open_store() gives the one that an address names."""

from importlib import import_module
from pathlib import Path

from star57.agent.stores.contract import CdrStore
from star57.agent.stores.files import StoreProblem

# The kind of address -> what opens it, and the extra of the package that it needs. Loaded when asked for.
_OPENERS = {
    "folder": ("star57.agent.stores.embedded.store:open_embedded", "agent"),
    "clickhouse": ("star57.agent.stores.clickhouse.opening:open_clickhouse", "clickhouse"),
    "lake": ("star57.agent.stores.in_place.lake:open_lake", "lake"),
    "table": ("star57.agent.stores.in_place.table:open_table", "tables"),
    "lookup": ("star57.agent.stores.lookup:open_lookup", "agent"),
}


class UnknownStore(StoreProblem):
    """No store has this kind of address."""


def open_store(address: str | Path, keep_days: int | None = None) -> CdrStore:
    """The store that the address names: a folder (a path, or folder:PATH), or another kind (kind:…), each described in the handbook.
    `keep_days`: how many days before today the embedded store keeps; None keeps all."""
    kind, colon, _ = str(address).partition(":")
    if not colon:
        kind, address = "folder", f"folder:{address}"
    if kind not in _OPENERS:
        kinds = ", ".join(f"{one}:…" for one in _OPENERS)
        raise UnknownStore(f"no store is called {kind!r}: give a folder, or an address that begins with one of {kinds}")
    where, extra = _OPENERS[kind]
    module, name = where.split(":")
    try:
        opener = getattr(import_module(module), name)
    except ModuleNotFoundError as problem:
        if extra == "agent":
            raise  # the command line says so of all its parts
        raise UnknownStore(f"a {kind} store needs {problem.name}, which is not here: pip install 'star57[agent,{extra}]'") from problem
    if keep_days is not None and kind != "folder":
        raise UnknownStore(f"keep_days is for the embedded store: leave it out, and let what keeps the records of a {kind} store drop them")
    store: CdrStore = opener(str(address)) if keep_days is None else opener(str(address), keep_days)
    return store
