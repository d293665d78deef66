"""Lines of a followed source that could not be read, in a file for a person; each once, however often the follower is killed."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from star57.agent.formats import Unreadable


def keep(file: Path, kept_bytes: int, lines: Sequence[tuple[str, Unreadable]]) -> int:
    """Writes the lines behind those whose position is kept; whatever a killed follower wrote after them goes. Returns the new size."""
    if not lines:
        return kept_bytes
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = "".join(json.dumps({"file": path, **asdict(line)}) + "\n" for path, line in lines).encode("utf-8", "backslashreplace")
    with file.open("r+b" if file.exists() else "w+b") as kept:
        kept.truncate(min(kept_bytes, kept.seek(0, os.SEEK_END)))
        end = kept.seek(0, os.SEEK_END)
        kept.write(content)
        kept.flush()
        os.fsync(kept.fileno())
    return end + len(content)


def kept_in(folder: Path, source: str) -> Path:
    return folder / f"follow-{source}.jsonl"
