"""Attach a file to a request, a traceback or a campaign. It is kept on disk before it is acknowledged, and judged while it streams in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import PureWindowsPath

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.attaching import MAX_FILES, Subject
from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.evidence.inspecting import NotKept
from star57.hub.evidence.store import store
from star57.hub.ledger.attachments import count_of, enter_attachment, lock_campaign
from star57.hub.ledger.locking import case_of_hop, case_of_traceback
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.permission import permit, permit_case, permit_hop

MAX_NAME = 120
FIELD = "file"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it comes in: the name its sender gave it, which proves nothing, and its bytes."""

    name: str
    chunks: Iterable[bytes]


def attach_file(*, actor: Actor, subject: Subject, subject_id: str, file: Incoming, now: datetime) -> str:
    """Keep a file and enter it into the record; its id. Raises NotFound, NotAllowed, Invalid (field "file")."""
    with _locked(actor, subject, subject_id, now):
        _has_room(subject, subject_id)  # before a byte is kept, and again when it is entered
    try:
        kept = store().take(file.chunks)
    except NotKept as why:
        raise Invalid(why.template, FIELD, **why.values) from None
    with _locked(actor, subject, subject_id, now):
        _has_room(subject, subject_id)
        return enter_attachment(
            subject,
            subject_id,
            name=plain_name(file.name),
            media_type=kept.media.value,
            size=kept.size,
            sha256=kept.sha256,
            actor=actor,
            now=now,
        )


def plain_name(name: str) -> str:
    """A file's name without folders and without what no file name holds."""
    bare = "".join(char for char in PureWindowsPath(name).name if char.isprintable() and char not in '<>:"|?*')
    stem, dot, ending = bare.rpartition(".")
    short = f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else bare[:MAX_NAME]
    return short.strip(" .") or "file"


@contextmanager
def _locked(actor: Actor, subject: Subject, subject_id: str, now: datetime) -> Iterator[None]:
    """The subject, locked, if the actor may attach to it."""
    if subject is Subject.HOP:
        with case_of_hop(subject_id, actor=actor, now=now) as (_case, hop):
            permit_hop(actor, Action.ATTACH_FILE, hop)
            yield
    elif subject is Subject.TRACEBACK:
        with case_of_traceback(subject_id, actor=actor, now=now) as case:
            permit_case(actor, Action.READ_TRACEBACK, case)
            permit(actor, Action.ATTACH_FILE)
            yield
    else:
        with transaction():
            if actor.reach(Action.READ_TRACEBACK) is None or not lock_campaign(subject_id):
                raise NotFound("There is no campaign %(subject_id)s.", subject_id=subject_id)
            permit(actor, Action.ATTACH_FILE)
            yield


def _has_room(subject: Subject, subject_id: str) -> None:
    if count_of(subject, subject_id) >= MAX_FILES[subject]:
        raise Invalid(
            "%(most)s files are attached already: the most there can be. Put further ones into one archive.", FIELD, most=MAX_FILES[subject]
        )
