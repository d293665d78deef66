"""The contacts of an organisation's providers, for its own people and for staff."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.refusals import NotFound
from star57.hub.reads.reach import is_in_reach
from star57.hub.records.models import Contact, Provider


@dataclass(frozen=True, slots=True)
class ContactView:
    """One contact as it is shown."""

    id: str
    provider: str
    provider_name: str
    kind: ContactKind
    rank: int
    name: str
    address: str
    telephone: str
    language: str
    tested_at: datetime | None
    failed_at: datetime | None


def contacts_of(*, actor: Actor, organisation: str) -> tuple[ContactView, ...]:
    """Current contacts, by provider, use and order. Raises NotFound for another's."""
    if not is_in_reach(actor, organisation, actor.reach(Action.READ_ORGANISATION)):
        raise NotFound("There is no organisation %(organisation)s, or it is not yours.", organisation=organisation)
    rows = Contact.objects.filter(provider__organisation__public_id=organisation, is_current=True).select_related("provider")
    views = [_view(row) for row in rows]
    return tuple(sorted(views, key=lambda each: (each.provider_name, list(ContactKind).index(each.kind), each.rank)))


def providers_owned(*, organisation: str) -> tuple[tuple[str, str], ...]:
    """Ids and names of an organisation's own providers."""
    rows = Provider.objects.filter(organisation__public_id=organisation).order_by("name")
    return tuple(rows.values_list("public_id", "name"))


def _view(row: Contact) -> ContactView:
    return ContactView(
        id=row.public_id,
        provider=row.provider.public_id,
        provider_name=row.provider.name,
        kind=ContactKind(row.kind),
        rank=row.rank,
        name=row.name,
        address=row.address,
        telephone=row.telephone,
        language=row.language,
        tested_at=row.tested_at,
        failed_at=row.failed_at,
    )
