"""Writes contacts: entered, replaced, retired, tested, failed. Names and addresses are sealed, the row holds them for use."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import Max

from star57.hub.domain.access import Actor
from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.notices import NoticeKind
from star57.hub.ledger import rows
from star57.hub.ledger.addresses import contact_for
from star57.hub.records.lookup import only
from star57.hub.records.models import Contact, Provider

ContactRow: TypeAlias = Contact


def enter(
    provider: Provider, kind: ContactKind, *, name: str, address: str, telephone: str, language: str, actor: Actor, now: datetime
) -> Contact:
    """Enter a contact after those of its kind."""
    ranks = Contact.objects.filter(provider=provider, kind=kind.value, is_current=True)
    rank = (ranks.aggregate(last=Max("rank"))["last"] or 0) + 1
    row = Contact(
        provider=provider, kind=kind.value, name=name, address=address, telephone=telephone, language=language, rank=rank, is_current=True
    )
    rows.create(row, "contact", "contact_entered", actor=actor, at=now, details={"provider": provider.public_id, "kind": kind.value})
    return row


def from_registration(provider: Provider, contact: str, *, actor: Actor, now: datetime) -> None:
    """A provider's first contact, as its registration gave it: an address or a telephone number."""
    is_mail = "@" in contact
    enter(
        provider,
        ContactKind.REQUESTS,
        name="",
        address=contact if is_mail else "",
        telephone="" if is_mail else contact[:40],
        language="",
        actor=actor,
        now=now,
    )


def put_in_place(provider: Provider, contact: str, *, actor: Actor, now: datetime) -> None:
    """Write there from now on: what came first until now is passed over until somebody tests it."""
    first = contact_for(provider.pk, NoticeKind.REQUEST)
    if first is not None:
        note_failure(first, "a notice came back; another contact was named", actor=actor, now=now)
    from_registration(provider, contact, actor=actor, now=now)


def has_another_address(contact: Contact) -> bool:
    """Whether its provider could still be written to without it."""
    return Contact.objects.filter(provider=contact.provider_id, is_current=True).exclude(pk=contact.pk).exclude(address="").exists()


def contact_by_id(public_id: str) -> Contact | None:
    """A contact with its provider; None when there is none of this id."""
    return only(Contact.objects.select_related("provider__organisation").filter(public_id=public_id).order_by())


def retire(contact: Contact, *, actor: Actor, now: datetime) -> None:
    """Nobody is written to there any more."""
    rows.change(contact, "contact", "contact_retired", actor=actor, at=now, changes={"is_current": False})


def note_test(contact: Contact, *, actor: Actor, now: datetime) -> None:
    """Mail to it arrived, as far as its server can say."""
    rows.change(contact, "contact", "contact_tested", actor=actor, at=now, changes={"tested_at": now, "failed_at": None})


def note_failure(contact: Contact, said: str, *, actor: Actor, now: datetime) -> None:
    """Mail to it came back; it is passed over until somebody tests it."""
    texts = {"said": said[:500]}
    rows.change(contact, "contact", "contact_failed", actor=actor, at=now, changes={"failed_at": now}, secret_texts=texts)
