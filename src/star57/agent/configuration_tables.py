"""Tables written behind what an agent's TOML file holds already."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from star57.agent.config_file import replace_checked


def append_tables(tables: Iterable[tuple[str, Mapping[str, object]]], config: Path) -> None:
    """All tables or none."""
    text = config.read_text(encoding="utf-8").rstrip("\n") + "\n" + "".join(f"\n{toml_table(name, one)}" for name, one in tables)
    replace_checked(config, text)


def toml_table(name: str, table: Mapping[str, object]) -> str:
    return f"[[{name}]]\n" + "".join(f"{key} = {_inline(value)}\n" for key, value in table.items())


def _inline(value: object) -> str:
    """JSON's strings are TOML's basic strings."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(each)}" for key, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else json.dumps(key)
