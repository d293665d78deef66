"""Attached files as readers may see them: a hop's by its own provider and staff, a campaign's by whoever is asked about it too."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.attaching import Subject
from star57.hub.domain.refusals import NotFound
from star57.hub.domain.visibility import Field, may_see
from star57.hub.evidence.media import AUDIO, Media
from star57.hub.reads.requests import within_reach
from star57.hub.records.lookup import only
from star57.hub.records.models import Attachment, JournalEntry, Sealed


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One attached file. name is its sender's, and "" once it was erased by law."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    attached_at: datetime

    @property
    def is_audio(self) -> bool:
        """Whether a page may play it."""
        return Media(self.media_type) in AUDIO


def files_of(*, actor: Actor, subject: Subject, subject_id: str) -> tuple[AttachedFile, ...]:
    """The files attached to it, oldest first; none where the actor may not see them."""
    if not _may_see(actor, subject, subject_id):
        return ()
    rows = list(Attachment.objects.filter(subject_kind=subject.value, subject_id=subject_id).order_by("pk"))
    names = _names(rows)
    return tuple(_file(row, names) for row in rows)


def file_by_id(*, actor: Actor, attachment: str) -> AttachedFile:
    """One file. Raises NotFound for another's as for none."""
    row = only(Attachment.objects.filter(public_id=attachment))
    if row is None or not _may_see(actor, Subject(row.subject_kind), row.subject_id):
        raise NotFound("There is no file %(attachment)s, or it is not yours.", attachment=attachment)
    return _file(row, _names([row]))


def _may_see(actor: Actor, subject: Subject, subject_id: str) -> bool:
    if subject is Subject.CAMPAIGN:
        may_read_all = actor.reach(Action.READ_TRACEBACK) is Reach.ALL
        return may_see(actor, Field.CAMPAIGN) and (may_read_all or _is_asked_about(actor, subject_id))
    if not may_see(actor, Field.EVIDENCE):
        return False
    if subject is Subject.TRACEBACK:
        return actor.reach(Action.READ_TRACEBACK) is Reach.ALL
    return _may_read_requests(actor) and within_reach(actor).filter(public_id=subject_id).exists()


def _is_asked_about(actor: Actor, campaign: str) -> bool:
    return _may_read_requests(actor) and within_reach(actor).filter(traceback__campaign__public_id=campaign).exists()


def _may_read_requests(actor: Actor) -> bool:
    return actor.reach(Action.READ_REQUEST) is not None


def _names(rows: list[Attachment]) -> dict[str, str]:
    entries = JournalEntry.objects.filter(subject_kind="attachment", subject_id__in=[row.public_id for row in rows], version=1)
    sealed = Sealed.objects.filter(entry__in=entries, field="file_name")
    return dict(sealed.values_list("entry__subject_id", "content"))


def _file(row: Attachment, names: dict[str, str]) -> AttachedFile:
    return AttachedFile(row.public_id, names.get(row.public_id, ""), row.media_type, row.size, row.sha256, row.attached_at)
