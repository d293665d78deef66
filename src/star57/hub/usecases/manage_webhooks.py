"""Say which addresses of an organisation's own programs are told; rotate their secret; deliver again. A secret is shown once."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.ledger import registry, webhooks
from star57.hub.ledger.transactions import transaction
from star57.hub.ledger.webhooks import WebhookRow
from star57.hub.reads.reach import is_in_reach
from star57.hub.usecases.permission import permit

MAX_ADDRESS = 500
MAX_WEBHOOKS = 10


@dataclass(frozen=True, slots=True)
class MadeWebhook:
    """A webhook's id and the secret that signs what it is sent."""

    id: str
    secret: str


def add_webhook(*, actor: Actor, address: str, now: datetime) -> MadeWebhook:
    """Tell this address of what the actor's own organisation is told. Raises Invalid, NotAllowed, WrongState."""
    permit(actor, Action.MANAGE_WEBHOOKS)
    check_address(address)
    with transaction():
        organisation = registry.organisation_by_id(actor.organisation)
        if organisation is None:
            raise NotFound("You act for no organisation here.")
        if webhooks.count_of(organisation) >= MAX_WEBHOOKS:
            raise WrongState("An organisation has %(max_webhooks)s webhooks at most. End one first.", max_webhooks=MAX_WEBHOOKS)
        row, secret = webhooks.enter(organisation, address, actor=actor, now=now)
        return MadeWebhook(row.public_id, secret)


def rotate_secret(*, actor: Actor, webhook: str, now: datetime) -> MadeWebhook:
    """A new secret; for a day the old one signs beside it."""
    with transaction():
        row = _own(actor, webhook)
        return MadeWebhook(row.public_id, webhooks.rotate(row, actor=actor, now=now))


def end_webhook(*, actor: Actor, webhook: str, now: datetime) -> None:
    """Send nothing there any more."""
    with transaction():
        webhooks.end(_own(actor, webhook), actor=actor, now=now)


def redeliver(*, actor: Actor, delivery: str, now: datetime) -> None:
    """Send one delivery once more."""
    permit(actor, Action.MANAGE_WEBHOOKS)
    if not webhooks.redeliver(delivery, actor.organisation or "", now):
        raise NotFound("There is no delivery %(delivery)s, or it is not yours.", delivery=delivery)


def check_address(address: str) -> None:
    """https, a host, no name and password. Where it leads is looked at when it is called, every time."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Invalid("Write an address such as https://carrier.example/star57.", "address") from None
    is_web = parts.scheme in {"https", "http"} and parts.hostname and port != 0 and address.isascii() and address.isprintable()
    if not is_web or " " in address or len(address) > MAX_ADDRESS:
        raise Invalid("Write an address such as https://carrier.example/star57.", "address")
    if parts.username or parts.password or parts.fragment:
        raise Invalid("Leave name, password and #fragment out: every delivery is signed instead.", "address")


def _own(actor: Actor, webhook: str) -> WebhookRow:
    permit(actor, Action.MANAGE_WEBHOOKS)
    row = webhooks.webhook_by_id(webhook)
    if row is None or not is_in_reach(actor, row.organisation.public_id, Reach.OWN):
        raise NotFound("There is no webhook %(webhook)s, or it is not yours.", webhook=webhook)
    return row
