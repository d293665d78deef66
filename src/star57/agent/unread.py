"""Lines of call records that could not be read: nobody may say that a call is in none of them without a look."""

from pathlib import Path

_BLOCK = 1 << 20


def unreadable_folder(store: object) -> Path | None:
    """Where an import keeps them for a person; None for a store without a folder."""
    folder = getattr(store, "folder", None)
    return folder / "unreadable" if isinstance(folder, Path) else None


def unread_folder_of(store: object, journal: Path) -> Path:
    """Where a follower keeps them: as an import does, or beside the journal for a store without a folder."""
    return unreadable_folder(store) or journal.with_name("unreadable")


def unread_with(store: object, journal: Path, digits: str) -> str | None:
    """The name of the first kept file in which these digits stand, or None."""
    files = sorted(unread_folder_of(store, journal).glob("*.jsonl")) if digits else []
    return next((file.name for file in files if _holds(file, digits.encode())), None)


def _holds(file: Path, digits: bytes) -> bool:
    with file.open("rb") as content:
        end = b""
        while block := content.read(_BLOCK):
            if digits in end + block:
                return True
            end = block[-len(digits) :]
    return False
