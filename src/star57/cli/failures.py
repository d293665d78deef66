"""Turns whatever ends a command into one line on standard error and an exit code."""

import errno
import os
import sys
from collections.abc import Callable

REFUSED, MISUSED, INTERRUPTED = 1, 2, 130


class Failed(Exception):
    """The command cannot do what was asked; the message says what, where, and what to do."""


class Misused(Failed):
    """The command was called wrongly."""


def reported(run: Callable[[], int]) -> int:
    """The exit code of `run`, with its failure told in one line. STAR57_TRACEBACK=1 shows where an unforeseen one arose."""
    try:
        return run()
    except KeyboardInterrupt:
        return _told(INTERRUPTED, "interrupted; what was finished is kept")
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  whoever read the output has gone
        return REFUSED
    except Misused as problem:
        return _told(MISUSED, str(problem))
    except Failed as problem:
        return _told(REFUSED, str(problem))
    except Exception as problem:
        return _of_another_kind(problem)


def _of_another_kind(problem: Exception) -> int:
    usage = getattr(problem, "format_message", None)  # Typer's own, of several classes
    if callable(usage):
        return _usage_told(problem, str(usage()))
    if type(problem).__name__ == "Abort":
        return _told(REFUSED, "stopped; nothing was done")
    if os.environ.get("STAR57_TRACEBACK"):
        raise problem
    words = " ".join(str(problem).split())
    if _is_of_a_full_disk(problem, words):
        return _told(REFUSED, f"{words}: make room on that disk, then do it again")
    if isinstance(problem, OSError) and problem.filename is not None:
        return _told(REFUSED, f"{problem.filename}: {problem.strerror}")
    return _told(REFUSED, f"{type(problem).__name__}: {words} (unforeseen: STAR57_TRACEBACK=1 shows where)")


def _is_of_a_full_disk(problem: Exception, words: str) -> bool:
    """The operating system says it with a number, SQLite and PostgreSQL in words."""
    return getattr(problem, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in words or "No space left" in words


def _usage_told(problem: Exception, message: str) -> int:
    context = getattr(problem, "ctx", None)
    if type(problem).__name__ == "NoArgsIsHelpError":  # the message is the help
        sys.stderr.write(message + "\n")
        return MISUSED
    words = " ".join(message.split()).rstrip(".?")
    see = f": see {context.command_path} --help" if context is not None else ""
    return _told(int(getattr(problem, "exit_code", MISUSED)), words + see)


def _told(code: int, words: str) -> int:
    sys.stderr.write(f"star57: {words}\n")
    return code
