"""The agent's TOML file as something that is written: what takes its place was read as the agent reads it, and is there whole or not."""

import hashlib
import os
import tempfile
from pathlib import Path

from star57.agent.configuration import read_configuration
from star57.agent.toml_tables import BadConfiguration


class ChangedMeanwhile(RuntimeError):
    """Somebody else wrote to the file since it was read."""


def text_of(config: Path) -> str:
    """Raises BadConfiguration."""
    try:
        return config.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadConfiguration(f"{config}: cannot be read: {problem}") from problem


def mark_of(text: str) -> str:
    """Tells one state of the file from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def replace_checked(config: Path, text: str) -> None:
    """Raises BadConfiguration when the agent would refuse the text, and OSError when it cannot be written; the file is then as it was."""
    descriptor, name = tempfile.mkstemp(dir=config.parent, prefix=f".{config.name}.")
    new = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        read_configuration(new)
        new.chmod(config.stat().st_mode & 0o777)
        new.replace(config)
    finally:
        new.unlink(missing_ok=True)
