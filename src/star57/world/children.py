"""Starts and ends the demo's child processes. Neither a Ctrl-C nor a killed parent leaves one behind."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from star57.world.failing import DemoFailed

_END_WITHIN_S = 10.0
_LAST_LINES_WITHIN_S = 2.0


class Child:
    """One running process."""

    def __init__(self, name: str, process: "subprocess.Popen[str]", log: Path) -> None:
        self.name, self._process, self._log = name, process, log

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def check(self) -> None:
        """Raise DemoFailed when it has ended."""
        status = self._process.poll()
        if status is not None:
            raise DemoFailed(f"{self.name} ended unasked (exit code {status}): {self._last_words()}")

    def _last_words(self) -> str:
        try:
            lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            lines = []
        return lines[-1].strip()[:500] if lines else "it said nothing"

    def tell(self, line: str) -> None:
        """Write a line to its standard input. Raises DemoFailed when it has ended."""
        try:
            if self._process.stdin:
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()
        except OSError:
            self.check()
            raise DemoFailed(f"{self.name} no longer listens") from None

    def end(self) -> None:
        """Ask it to end, then insist."""
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def running(
    name: str, module: str, arguments: Sequence[str], *, environment: Mapping[str, str], log: Path, on_line: Callable[[str], None]
) -> Iterator[Child]:
    """`python -m module …`, run as running_program() runs it."""
    with running_program(name, [sys.executable, "-m", module, *arguments], environment=environment, log=log, on_line=on_line) as child:
        yield child


@contextmanager
def running_program(
    name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path, on_line: Callable[[str], None]
) -> Iterator[Child]:
    """The command in a session of its own, so that a Ctrl-C in the terminal reaches the parent alone; ended on the way out."""
    with log.open("w") as stderr:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=_environment(environment),
            text=True,
            errors="replace",
            start_new_session=True,
        )
    lines = Thread(target=_pass_on, args=(process, on_line), name=f"{name}'s lines", daemon=True)
    lines.start()
    child = Child(name, process, log)
    try:
        yield child
    finally:
        child.end()
        lines.join(_LAST_LINES_WITHIN_S)  # whoever takes them may lose its folder next


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """The parent's environment without its own STAR57_* settings, which belong to some other hub."""
    return {name: value for name, value in os.environ.items() if not name.startswith("STAR57_")} | dict(ours)


def _pass_on(process: "subprocess.Popen[str]", on_line: Callable[[str], None]) -> None:
    if process.stdout:
        with process.stdout:
            for line in process.stdout:
                on_line(line)
