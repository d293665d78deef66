"""Reads what commands take from STAR57_* variables; NAME_FILE names a file that holds it, so that secrets stay off the environment."""

import os
from pathlib import Path

from star57.cli.failures import Misused


def said_in(name: str) -> str:
    """The variable's text, or that of the file that NAME_FILE names; "" when neither is set. Raises Misused."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise Misused(f"{name}_FILE: {file} cannot be read: {problem}") from None
