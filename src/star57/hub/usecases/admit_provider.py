"""Take a provider that nobody knew into the registry and ask it: the name that an answer gave becomes somebody who can be reached."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Invalid
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.decide_hop import identify_provider
from star57.hub.usecases.permission import permit
from star57.hub.usecases.register_organisation import ProviderFiling, register_provider


def admit_provider(*, actor: Actor, hop: str, name: str, country: str, time_zone: str, contact: str, now: datetime) -> str:
    """Register it and say that the hop's name means it, both or neither; returns its id. It can answer by the link in its mail,
    without an account. Raises Invalid, NotFound, NotAllowed, WrongState."""
    permit(actor, Action.DECIDE_HOP)
    if len(contact.strip()) < 3:
        raise Invalid("Say where it can be reached: an e-mail address or a telephone number.", "contact")
    filing = ProviderFiling(name.strip(), country, time_zone, frn="", ocn="", spc="", contact=contact.strip())
    with transaction():
        provider = register_provider(actor=actor, filing=filing, organisation=None, public_id=None, now=now)
        identify_provider(actor=actor, hop=hop, provider=provider, now=now)
    return provider
