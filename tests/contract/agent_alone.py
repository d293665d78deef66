"""A program, not a test: imports all that a carrier's agent runs on, in an interpreter where Django and the hub are not to be had."""

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

KEPT_OUT = ("django", "ninja", "allauth", "psycopg", "pymysql", "duckdb", "clickhouse_driver", "star57.hub")
OPTIONAL = (  # each belongs to an extra of its own
    "star57.agent.exporting",
    "star57.agent.stores.clickhouse",
    "star57.agent.stores.in_place.lake",
    "star57.agent.stores.in_place.mariadb_table",
    "star57.agent.stores.in_place.postgresql_table",
)
ROOTS = ("star57.clock", "star57.numbers", "star57.proof", "star57.wire", "star57.agent", "star57.cli")


class KeepsOut:
    """An import hook, asked first, that refuses what an agent must do without."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if any(name == refused or name.startswith(f"{refused}.") for refused in KEPT_OUT):
            raise ModuleNotFoundError(f"{name} is kept out: an agent runs without it.", name=name)
        return None


def modules_of(root: str) -> list[str]:
    package = importlib.import_module(root)
    if root == "star57.cli" or not hasattr(package, "__path__"):
        return [root]  # the command line loads the agent's commands and the hub's by name, when asked for them
    names = (found.name for found in pkgutil.walk_packages(package.__path__, f"{root}."))
    return [root, *(name for name in names if not name.startswith(OPTIONAL))]


if __name__ == "__main__":
    sys.meta_path.insert(0, KeepsOut())
    for root in ROOTS:
        for name in modules_of(root):
            importlib.import_module(name)
            print(name)
