"""Say whom the hub writes to at a provider: add, replace, retire, test. Everything stands in the record; the old address is told."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.mail_addresses import on_the_wire
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.ledger import contact_mails, contacts, registry
from star57.hub.ledger.contacts import ContactRow
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.reach import is_in_reach
from star57.hub.usecases.permission import permit


@dataclass(frozen=True, slots=True)
class ContactWords:
    """What is known of a contact; "" for what is not. It has an address or a telephone number. language: of mails; "" for the country's."""

    kind: ContactKind
    name: str
    address: str
    telephone: str
    language: str = ""


def add_contact(*, actor: Actor, provider: str, words: ContactWords, now: datetime) -> str:
    """Enter a contact behind those of its kind; returns its id. Raises Invalid, NotAllowed, NotFound."""
    return _entered(actor, provider, words, now)


def replace_contact(*, actor: Actor, contact: str, words: ContactWords, now: datetime) -> str:
    """Retire a contact and enter another in its place; returns the new one's id."""
    with transaction():
        row = _own(actor, contact)
        _retire(row, actor, now)
        return _entered(actor, row.provider.public_id, words, now)


def retire_contact(*, actor: Actor, contact: str, now: datetime) -> None:
    """Write there no more. Raises WrongState for the last one that requests could go to."""
    with transaction():
        row = _own(actor, contact)
        if row.address and not contacts.has_another_address(row):
            raise WrongState("This is the only address that requests go to. Add another before you retire it.")
        _retire(row, actor, now)


def test_contact(*, actor: Actor, contact: str, now: datetime) -> None:
    """Send a test mail; the contact counts as tested when its server takes it. Raises Invalid where there is no address."""
    with transaction():
        row = _own(actor, contact)
        if not row.address:
            raise Invalid("There is no address to test: call the number.", "address")
        contact_mails.put_test_mail(row, now)


def _retire(row: ContactRow, actor: Actor, now: datetime) -> None:
    contacts.retire(row, actor=actor, now=now)
    contact_mails.put_farewell(row, now)


def _entered(actor: Actor, provider: str, words: ContactWords, now: datetime) -> str:
    reach = permit(actor, Action.MANAGE_CONTACTS)
    check_words(words)
    with transaction():
        found = registry.provider_by_id(provider)
        owner = found.organisation.public_id if found and found.organisation else None
        if found is None or not is_in_reach(actor, owner, reach):
            raise NotFound("There is no provider %(provider)s, or it is not yours.", provider=provider)
        row = contacts.enter(
            found,
            words.kind,
            name=words.name.strip(),
            address=words.address.strip(),
            telephone=words.telephone.strip(),
            language=words.language,
            actor=actor,
            now=now,
        )
        return row.public_id


def _own(actor: Actor, contact: str) -> ContactRow:
    reach = permit(actor, Action.MANAGE_CONTACTS)
    row = contacts.contact_by_id(contact)
    owner = row.provider.organisation.public_id if row and row.provider.organisation else None
    if row is None or not row.is_current or not is_in_reach(actor, owner, reach):
        raise NotFound("There is no contact %(contact)s, or it is not yours.", contact=contact)
    return row


def check_words(words: ContactWords) -> None:
    """An address or a telephone number. Raises Invalid."""
    if words.language and words.language not in dict(settings.LANGUAGES):
        raise Invalid("This hub does not write in %(language)s.", "language", language=words.language)
    address = words.address.strip()
    if not address and not words.telephone.strip():
        raise Invalid("Give an e-mail address or a telephone number.", "address")
    if address and on_the_wire(address) is None:
        raise Invalid("Write an e-mail address, such as traces@carrier.example.", "address")
