"""Stores of call records; open_store() gives the one that an address names."""

from pathlib import Path

from star57.agent.stores.contract import CdrStore
from star57.agent.stores.files import StoreProblem


class UnknownStore(StoreProblem):
    """No store has this kind of address."""


def open_store(address: str | Path) -> CdrStore:
    """The store in a folder (a path, or parquet:PATH), made when it is not there."""
    kind, colon, rest = str(address).partition(":")
    if colon and kind not in ("parquet", "file"):
        raise UnknownStore(f"{address}: no store is called {kind!r}: give a folder, or parquet:FOLDER")
    from star57.agent.stores.parquet import ParquetStore  # noqa: PLC0415  (Arrow takes a while to load)

    return ParquetStore(Path(rest if colon else str(address)))
