"""Every star57 command with its options, as the command line itself has them."""

import importlib
from functools import lru_cache
from typing import Any

import typer.main

from star57.cli import COMMANDS


@lru_cache(maxsize=1)
def commands() -> dict[str, Any]:
    """Click's command by its words: "hub serve", "agent review list"."""
    found: dict[str, Any] = {}
    for name in COMMANDS:
        _gather(name, typer.main.get_command(importlib.import_module(f"star57.cli.{name}").app), found)
    return found


def _gather(words: str, command: Any, found: dict[str, Any]) -> None:
    found[words] = command
    for name, inner in getattr(command, "commands", {}).items():
        _gather(f"{words} {name}", inner, found)


def options_of(command: Any) -> set[str]:
    """Its options as they are written: {"--config", "-c", "--help"}."""
    return {name for parameter in command.params for name in parameter.opts if name.startswith("-")} | {"--help"}


def mistake_in(line: list[str]) -> str:
    """What is wrong with a command line as somebody wrote it ("star57", "hub", …); "" when nothing is."""
    words = line[1:]
    if words[:1] in ([], ["--help"], ["--version"]):
        return ""
    depth = next((size for size in (3, 2, 1) if " ".join(words[:size]) in commands()), 0)
    if depth == 0:
        return f"there is no command {' '.join(words[:2])}"
    command = commands()[" ".join(words[:depth])]
    rest = words[depth:]
    if getattr(command, "commands", None) and rest and not rest[0].startswith("-"):
        return f"{' '.join(words[:depth])} has no command {rest[0]}"
    options = [word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"]
    missing = set(options) - options_of(command)
    return f"{' '.join(words[:depth])} has no option {', '.join(sorted(missing))}" if missing else ""
