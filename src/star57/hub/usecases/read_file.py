"""Open an attached file for whoever may see it."""

from dataclasses import dataclass
from typing import BinaryIO

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import NotFound
from star57.hub.evidence.store import store
from star57.hub.reads.attachments import AttachedFile, file_by_id


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file and its bytes, to be closed by the reader."""

    file: AttachedFile
    content: BinaryIO


def read_file(*, actor: Actor, attachment: str) -> OpenFile:
    """The file, open. Raises NotFound for another's as for none, and for one that the store has lost."""
    found = file_by_id(actor=actor, attachment=attachment)
    try:
        return OpenFile(found, store().open(found.sha256))
    except FileNotFoundError:
        raise NotFound(
            "File %(attachment)s is on the record and not in the store: tell the consortium, its backup holds it.", attachment=attachment
        ) from None
