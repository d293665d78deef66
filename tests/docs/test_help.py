"""Whoever asks for help gets it: each command explains itself, shows an example that works, and says how it ends."""

import shlex
from typing import Any

import pytest

from star57.cli import COMMANDS, main
from tests.docs.commands import commands, mistake_in

each_command = pytest.mark.parametrize("words", sorted(commands()))


def run(words: str, *arguments: str) -> int:
    return main([*words.split(), *arguments])


@each_command
def test_help_says_what_it_does_and_shows_an_example(words: str, capsys: Any) -> None:
    assert run(words, "--help") == 0
    shown = capsys.readouterr().out
    assert f"Usage: star57 {words}" in shown
    assert "Example: star57 " in shown
    assert all(parameter.help for parameter in commands()[words].params if parameter.name != "help")


@each_command
def test_the_example_is_a_command_that_there_is(words: str) -> None:
    example = commands()[words].epilog.strip().removeprefix("Example: ").partition("\n")[0]
    for part in example.split(" && "):
        for one in part.split(", then "):
            line = [word for word in shlex.split(one) if "=" not in word or word.startswith("-")]
            assert mistake_in(line) == ""


@each_command
def test_an_option_that_there_is_not_ends_with_two(words: str, capsys: Any) -> None:
    assert run(words, "--no-such-option") == 2
    assert capsys.readouterr().err.startswith("star57: ")


@pytest.mark.parametrize("words", [words for words, command in commands().items() if hasattr(command, "commands")])
def test_a_list_of_commands_is_not_cut_short(words: str, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run(words, "--help")
    assert "..." not in capsys.readouterr().out.partition("Commands:")[2]


def test_the_overview_names_every_command_and_the_exit_codes(capsys: Any) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert "0 done, 1 refused or not found, 2 used wrongly" in shown
