"""Lines of call records that could not be read: nobody may say that a call is in none of them without a look."""

from pathlib import Path

_BLOCK = 1 << 20


def unreadable_folder(store: object) -> Path | None:
    """Where an import keeps them for a person; None for a store without a folder."""
    folder = getattr(store, "folder", None)
    return folder / "unreadable" if isinstance(folder, Path) else None


def unread_with(store: object, digits: str) -> str | None:
    """The name of the first kept file in which these digits stand, or None."""
    folder = unreadable_folder(store)
    files = sorted(folder.glob("*.jsonl")) if folder and digits else []
    return next((file.name for file in files if _holds(file, digits.encode())), None)


def _holds(file: Path, digits: bytes) -> bool:
    with file.open("rb") as content:
        end = b""
        while block := content.read(_BLOCK):
            if digits in end + block:
                return True
            end = block[-len(digits) :]
    return False
