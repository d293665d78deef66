"""star57 agent map: looks at call records in CSV that nobody described, and writes the table that reads them."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.prompt import Prompt

from star57.agent.configuration_tables import append_tables
from star57.agent.formats import FormatOptions
from star57.agent.mapping.answers import BadAnswer, answered, told_columns
from star57.agent.mapping.findings import Question, Told
from star57.agent.mapping.proposal import Proposal, proposal_for
from star57.cli.agent_map_words import as_json_value, show
from star57.cli.agent_options import Json, configured, told_plainly
from star57.cli.failures import REFUSED, Misused
from star57.cli.terminal import console, print_json, say

EXAMPLE = """
Example: star57 agent map calls.csv --zone America/Chicago --write agent.toml

What it cannot tell it asks on a terminal; elsewhere it names the option that answers, writes nothing, and ends with 1.
"""


def map_records(
    files: Annotated[list[Path], typer.Argument(help="call records in CSV, compressed or not; several must have the same columns")],
    column: Annotated[list[str] | None, typer.Option(help="FIELD=N, as in called=3 (counted from 1), FIELD=NAME, or FIELD=none")] = None,
    zone: Annotated[str | None, typer.Option(help="time zone of times that carry none, as in America/Chicago")] = None,
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy or ymd, for dates all in digits")] = None,
    delimiter: Annotated[str | None, typer.Option(help="the character between the columns")] = None,
    format_name: Annotated[str | None, typer.Option("--format", help="csv: map it although it looks like a known format")] = None,
    write: Annotated[Path | None, typer.Option(help="add the table to this agent.toml, once nothing is open")] = None,
    as_json: Json = False,
) -> int:
    """Propose how to read an unknown CSV of call records. Gives the [[records]] table, its reasons, and the first records."""
    if write is not None:
        _refuse_twice(files, write)
    with told_plainly():
        FormatOptions(zone, None, None, date_order, delimiter)
        told = _told(files[0], column or [], Told({}, zone, date_order, delimiter))
        found = proposal_for(files, told, format_name)
        while found.questions and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
            told = _asked(files[0], found, told)
            found = proposal_for(files, told, format_name)
    table = _table(files, found, write)
    if as_json:
        print_json(as_json_value(found, table))
    else:
        show(found, table)
    if not found.is_sure:
        return REFUSED
    if write is not None:
        with told_plainly():
            append_tables([("records", table)], write)
        if not as_json:
            say(f"added to {write}; star57 agent import --config {write} reads it")
    return 0


def _refuse_twice(files: Sequence[Path], config: Path) -> None:
    described = {Path(name) for table in configured(config).records for name in table.files}
    for file in files:
        if file.absolute() in described:
            raise Misused(
                f"a [[records]] table of {config} reads {_beside(file, config)} already: take that one out, or leave --write off to look"
            )


def _told(file: Path, columns: Sequence[str], told: Told) -> Told:
    try:
        return replace(told, columns=told_columns(file, columns, told))
    except BadAnswer as problem:
        raise Misused(f"--column: {problem}") from problem


def _asked(file: Path, found: Proposal, told: Told) -> Told:
    """One question, answered by the person at the terminal; Ctrl-C leaves everything as it was."""
    question = found.questions[0]
    if question.about == "files" or (not question.answers and question.about != "time_zone"):
        raise Misused(question.words)
    say(question.words)
    for answer, meaning in question.answers.items():
        say(f"  {answer:>4}  {meaning}")
    while True:
        try:
            return answered(file, question.about, Prompt.ask(_label(question), console=console()), told)
        except (BadAnswer, ValueError) as problem:
            say(str(problem))


def _label(question: Question) -> str:
    return {"time_zone": "time zone", "date_order": "order"}.get(question.about, f"column of {question.about}")


def _table(files: Sequence[Path], found: Proposal, config: Path | None) -> dict[str, object]:
    names = [_beside(file, config) for file in files] if config else list(map(str, files))
    options = found.options
    table: dict[str, object] = {"format": found.format, "files": names, "time_zone": options.time_zone, "date_order": options.date_order}
    table |= {"delimiter": options.delimiter, "columns": options.columns}
    return {key: value for key, value in table.items() if value is not None}


def _beside(file: Path, config: Path) -> str:
    """Relative to the configuration, which may move with its records; elsewhere the whole path."""
    folder = config.absolute().parent
    return os.path.relpath(file.absolute(), folder) if file.absolute().is_relative_to(folder) else str(file.absolute())
