"""The star57 command: finds the sub-command and loads only that; every failure becomes one line and an exit code."""

import importlib
import os
import sys
from types import ModuleType
from typing import Any, NamedTuple

from star57.cli.failures import reported


class _Command(NamedTuple):
    summary: str
    extra: str  # what `pip install 'star57[...]'` must bring for it


COMMANDS = {
    "agent": _Command("Answer traceback requests from a carrier's own call records", "agent"),
    "hub": _Command("Run the consortium's hub: portal, API, clocks", "hub"),
    "trace": _Command("Open a traceback and follow it", "hub"),
    "request": _Command("Read and answer requests without an agent", "hub"),
    "verify": _Command("Read the hub's whole record again and prove every entry", "hub"),
    "world": _Command("Make a phone network with known truth, and measure matching on it", "demo"),
    "lab": _Command("A real telephone network on loopback, traced while calls ring", "demo"),
    "demo": _Command("A phone world in motion: hub, agents, calls", "demo"),
}


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 1 refused or not found, 2 used wrongly, 130 interrupted."""
    given = sys.argv[1:] if arguments is None else arguments
    name, rest = (given[0], given[1:]) if given else ("--help", [])
    if name in ("--help", "-h", "help"):
        _say(_overview())
        return 0
    if name == "--version":
        from importlib.metadata import version

        _say(f"star57 {version('star57')}")
        return 0
    if name not in COMMANDS:
        return _fail(2, f"there is no command {name!r}: use one of {', '.join(COMMANDS)}, or see star57 --help")
    return reported(lambda: _run(name, rest))


def _run(name: str, arguments: list[str]) -> int:
    try:
        return _called(importlib.import_module(f"star57.cli.{name}"), name, arguments)
    except ModuleNotFoundError as problem:  # at once, or when a command loads what only it needs
        if os.environ.get("STAR57_TRACEBACK"):
            raise
        return _fail(1, _missing(name, str(problem.name)))


def _called(module: ModuleType, name: str, arguments: list[str]) -> int:
    """The module holds a Typer `app`, or one function named like itself."""
    import typer.main

    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command()(getattr(module, name))
    command: Any = typer.main.get_command(app)
    outcome: object = command.main(args=arguments, prog_name=f"star57 {name}", standalone_mode=False)
    return outcome if isinstance(outcome, int) else 0


def _missing(name: str, module: str) -> str:
    if module == f"star57.cli.{name}":
        return f"star57 {name} is not part of this build"
    return f"star57 {name} needs {module.partition('.')[0]}, which is not installed: pip install 'star57[{COMMANDS[name].extra}]'"


def _overview() -> str:
    rows = "\n".join(f"  {name:<9}{command.summary}" for name, command in COMMANDS.items())
    codes = "Exit codes: 0 done, 1 refused or not found, 2 used wrongly. star57 COMMAND --help says more."
    return f"star57: robocall traceback, hub and agent\n\nUse: star57 COMMAND ...\n\n{rows}\n\n{codes}\nExample: star57 agent --help"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _fail(code: int, text: str) -> int:
    sys.stderr.write(f"star57: {text}\n")
    return code
