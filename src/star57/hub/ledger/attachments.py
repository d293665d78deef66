"""Writes attached files into the record: what each is and whose; the content lies in the evidence store, the name is sealed."""

from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.domain.attaching import Subject
from star57.hub.ledger import rows
from star57.hub.records.lookup import only
from star57.hub.records.models import Attachment, Campaign


def lock_campaign(public_id: str) -> bool:
    """Lock a campaign until the transaction ends; whether there is one."""
    return only(Campaign.objects.select_for_update().filter(public_id=public_id)) is not None


def count_of(subject: Subject, subject_id: str) -> int:
    """How many files are attached to it. The caller holds its lock."""
    return Attachment.objects.filter(subject_kind=subject.value, subject_id=subject_id).count()


def enter_attachment(
    subject: Subject, subject_id: str, *, name: str, media_type: str, size: int, sha256: str, actor: Actor, now: datetime
) -> str:
    """Enter one file that the store keeps; its id."""
    row = Attachment(
        subject_kind=subject.value,
        subject_id=subject_id,
        organisation=actor.organisation or "",
        media_type=media_type,
        size=size,
        sha256=sha256,
        attached_at=now,
    )
    details = {"subject_kind": subject.value, "subject": subject_id, "media_type": media_type, "size": size, "sha256": sha256}
    rows.create(row, "attachment", "file_attached", actor=actor, at=now, details=details, secret_texts={"file_name": name})
    return row.public_id
