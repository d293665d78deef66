"""Whatever ends a command is one line and an exit code; a full disk says what to do."""

import errno
import sqlite3

import pytest

from star57.cli.failures import Failed, Misused, reported


def full_file() -> int:
    with open("/dev/full", "w", encoding="utf-8") as file:
        file.write("x")
    return 0


def full_database() -> int:
    raise sqlite3.OperationalError("database or disk is full")


def full_quota() -> int:
    raise OSError(errno.EDQUOT, "Disk quota exceeded", "/var/lib/star57/records")


def no_such_folder() -> int:
    open("/no/such/folder/file", encoding="utf-8").close()
    return 0


def refused() -> int:
    raise Failed("the hub is away")


def misused() -> int:
    raise Misused("give --at")


def unforeseen() -> int:
    raise RuntimeError("in two\nlines")


@pytest.mark.parametrize(
    ("run", "code", "said"),
    [
        (full_file, 1, "No space left on device: make room on that disk, then do it again"),
        (full_database, 1, "database or disk is full: make room on that disk, then do it again"),
        (full_quota, 1, "'/var/lib/star57/records': make room on that disk, then do it again"),
        (no_such_folder, 1, "/no/such/folder/file: No such file or directory"),
        (refused, 1, "the hub is away"),
        (misused, 2, "give --at"),
        (unforeseen, 1, "RuntimeError: in two lines (unforeseen: STAR57_TRACEBACK=1 shows where)"),
    ],
)
def test_whatever_ends_a_command_is_one_line_and_a_code(capsys, monkeypatch, run, code, said):
    monkeypatch.delenv("STAR57_TRACEBACK", raising=False)
    assert reported(run) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith(f"{said}\n")
    assert told.err.count("\n") == 1
