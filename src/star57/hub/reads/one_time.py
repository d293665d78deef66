"""Links in mails to a provider's contact, one-time codes, and who holds one. A link names one request and one address, and proves both."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing

from star57.hub.domain.access import Actor, contact_of
from star57.hub.domain.answering import VISIBLE_TO_PROVIDER
from star57.hub.domain.one_time import CODE_DIGITS
from star57.hub.domain.refusals import NotFound, told
from star57.hub.records.lookup import only
from star57.hub.records.models import Contact, Hop, OneTimeCode, Provider
from star57.hub.records.sight import ALL, seeing

SALT = "star57.request-link"
NOT_VALID = told("This link does not lead to a request, or not any more. Use the newest mail you have, or ask the consortium.")


@dataclass(frozen=True, slots=True)
class LinkedRequest:
    """What a link leads to."""

    request: str
    provider: str
    address: str


def link_path(request: str, address: str) -> str:
    """The path of the page where whoever reads this address's mail asks for a code to answer this request. Unguessable."""
    return f"/r/{signing.dumps([request, _key(address)], salt=SALT)}/"


@seeing(ALL)
def linked_request(token: str) -> LinkedRequest:
    """What the link leads to, if its address is still on record for the asked provider. Raises NotFound."""
    try:
        request, key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise NotFound(NOT_VALID) from None
    hop = _asked(request)
    address = next((each for each in addresses_of(hop.provider) if _key(each) == key), None) if hop else None
    if hop is None or hop.provider is None or address is None:
        raise NotFound(NOT_VALID)
    return LinkedRequest(hop.public_id, hop.provider.name, address)


def addresses_of(provider: Provider | None) -> tuple[str, ...]:
    """Where a provider may be written to: its contacts on record."""
    if provider is None:
        return ()
    contacts = Contact.objects.filter(provider=provider, is_current=True).exclude(address="").order_by("kind", "rank", "pk")
    return tuple(dict.fromkeys(contacts.values_list("address", flat=True)))


def code_of(nonce: str) -> str:
    """The code that this nonce stands for; nobody can work it out without the hub's secret."""
    digest = hmac.new(settings.SECRET_KEY.encode("utf-8"), f"one-time-code {nonce}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:16]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def visit_hash(secret: str) -> str:
    """What is kept of a visit's secret."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


@seeing(ALL)
def actor_of_visit(secret: str, now: datetime) -> Actor | None:
    """Whoever opened one request by a code; None once the visit ended or the address went off record."""
    row = only(OneTimeCode.objects.select_related("hop__provider").filter(visit_hash=visit_hash(secret), visit_ends_at__gt=now))
    if row is None or row.address not in addresses_of(row.hop.provider):
        return None
    return contact_of(row.hop.public_id)


def _asked(request: str) -> Hop | None:
    statuses = [status.value for status in VISIBLE_TO_PROVIDER]
    return only(Hop.objects.select_related("provider").filter(public_id=request, status__in=statuses, asked_at__isnull=False))


def _key(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode("utf-8")).hexdigest()[:24]
