"""Where a notice goes: a provider's contact, the staff's mailbox, an admin of a source."""

from dataclasses import dataclass

from django.conf import settings

from star57.hub.domain.access import Role
from star57.hub.domain.contacts import TRIED_IN_ORDER, ContactKind
from star57.hub.domain.notices import CONTACT_FOR, Audience, NoticeKind
from star57.hub.records.models import Contact, Membership, Organisation, Person, Provider


@dataclass(frozen=True, slots=True)
class Address:
    """Where a mail goes. person: whose mailbox it is, where it is known; a mail follows their language."""

    text: str
    contact: Contact | None
    organisation: Organisation | None
    person: Person | None = None


def address_for(to: Audience, kind: NoticeKind, provider: int | None, source: int | None) -> Address | None:
    if to is Audience.STAFF:
        return Address(settings.STAFF_MAIL, None, None) if settings.STAFF_MAIL else None
    if to is Audience.SOURCE:
        return address_of_organisation(source)
    contact = contact_for(provider, kind)
    return Address(contact.address, contact, None) if contact else None


def contact_for(provider: int | None, kind: NoticeKind) -> Contact | None:
    """Whom a notice of this kind goes to: the first whose mail does not come back; where a provider has none, one of its affiliates'."""
    order = TRIED_IN_ORDER[CONTACT_FOR[kind]]
    usable = Contact.objects.filter(is_current=True, failed_at__isnull=True, kind__in=order).exclude(address="")
    owner = Provider.objects.filter(pk=provider or 0, organisation__isnull=False).values("organisation")
    found = list(usable.filter(provider=provider)) or list(usable.filter(provider__organisation__in=owner))
    return min(found, key=lambda each: (order.index(ContactKind(each.kind)), each.rank, each.pk), default=None)


def address_of_organisation(organisation: int | None) -> Address | None:
    """An admin of an organisation that has no contacts of its own."""
    admins = Membership.objects.filter(organisation=organisation, role=Role.ADMIN.value, is_current=True, person__is_active=True)
    admin = admins.select_related("person", "organisation").order_by("pk").first()
    return Address(admin.person.email, None, admin.organisation, admin.person) if admin else None
