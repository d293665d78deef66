"""`star57 hub …` as an operator types it: a process of its own, settings from its file and nothing else."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = [sys.executable, "-c", "from star57.cli import main; raise SystemExit(main())", "hub"]


def bare(settings_file: Path | None) -> dict[str, str]:
    """The environment without what tests set."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("STAR57_") and name != "DJANGO_SETTINGS_MODULE"}
    return mine | ({"STAR57_SETTINGS": str(settings_file)} if settings_file else {})


def star57(*arguments: str, settings_file: Path | None = None, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *arguments], env=bare(settings_file) | more, capture_output=True, text=True, check=False)


def star57_in_little_room(*arguments: str, file_bytes: int) -> "subprocess.CompletedProcess[str]":
    """The same where no file may be larger than this: the kernel refuses, as a full disk does."""

    def shut_in() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    return subprocess.run([*COMMAND, *arguments], env=bare(None), capture_output=True, text=True, check=False, preexec_fn=shut_in)


def settings_of(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if not line.startswith("#"))


@contextmanager
def served(settings_file: Path, *arguments: str, stderr: int | None = None) -> "Iterator[tuple[int, subprocess.Popen[str]]]":
    """`star57 hub serve` on a free port, stopped as systemd stops it."""
    command = [*COMMAND, "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, env=bare(settings_file), stdout=subprocess.PIPE, stderr=stderr, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline().split("/")[2].split(":")[1]), process
        finally:
            process.terminate()
