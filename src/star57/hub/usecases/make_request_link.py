"""Make the link that a provider's contact answers by, for staff to pass on by another way than our mail."""

from dataclasses import dataclass

from star57.hub.domain.access import Action, Actor
from star57.hub.reads.one_time import addresses_of, link_path
from star57.hub.reads.requests import asked_provider
from star57.hub.usecases.permission import permit


@dataclass(frozen=True, slots=True)
class RequestLink:
    """Whose link, and its path on this hub. The code goes to this address, whoever opens the link."""

    address: str
    path: str


def request_links(*, actor: Actor, request: str) -> tuple[RequestLink, ...]:
    """One for each contact on record. Raises NotFound, NotAllowed."""
    provider = asked_provider(actor=actor, request=request)
    permit(actor, Action.ENTER_ANSWER)
    return tuple(RequestLink(address, link_path(request, address)) for address in addresses_of(provider))
