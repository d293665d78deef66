"""How large a zip file is unpacked: every member is counted as it really inflates, for what its directory claims may be a lie."""

import zipfile
import zlib
from pathlib import Path

from star57.hub.evidence.inspecting import PIECE, NotKept, Unpacked
from star57.hub.evidence.media import ARCHIVES, HEAD_BYTES, media_of

MAX_MEMBERS = 500


def check_zip(path: Path) -> None:
    """Refuse a zip that is damaged, locked, nested, or too much unpacked. Nothing is written. Raises NotKept."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise NotKept("An archive may hold %(most)s files. Send only what matters.", most=MAX_MEMBERS)
            unpacked = Unpacked()
            for member in members:
                _count(archive, member, unpacked)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, ValueError):
        raise NotKept("This zip file is damaged or packed in a way that is not read here. Pack it again.") from None


def _count(archive: zipfile.ZipFile, member: zipfile.ZipInfo, unpacked: Unpacked) -> None:
    if member.flag_bits & 0x1:
        raise NotKept("This zip file is locked with a password. Send it without: the hub keeps it for those concerned only.")
    with archive.open(member) as opened:
        piece = opened.read(PIECE)
        if media_of(piece[:HEAD_BYTES]) in ARCHIVES:
            raise NotKept("This archive holds another archive. Put the files themselves into one.")
        while piece:
            unpacked.count(len(piece))
            piece = opened.read(PIECE)
