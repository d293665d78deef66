"""Hand a request that reached the wrong affiliate to the right one: the clock and its due time stay as they are."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact
from star57.hub.domain.refusals import Invalid, NotFound, WrongState, told
from star57.hub.domain.tracing import line_of
from star57.hub.ledger import registry
from star57.hub.ledger.asking import has_room
from star57.hub.ledger.case import Case, HopRow
from star57.hub.ledger.locking import case_of_hop
from star57.hub.reads.reach import answers_for
from star57.hub.usecases.permission import permit_hop

NOT_ONE_OF_YOURS = told("There is no provider %(id)s in your organisation, or it is not yours.")


def hand_over_request(*, actor: Actor, request: str, provider: str, reason: str, now: datetime) -> None:
    """Give a request to another provider of the same organisation. Raises NotFound, NotAllowed, Invalid, WrongState.

    Between countries nothing is handed over: another law's clock would run. Nor to whoever is on the line already.
    """
    if len(reason.strip()) < 3:
        raise Invalid("Give the reason: it stands in the record.", "reason")
    with case_of_hop(request, actor=actor, now=now) as (case, hop):
        permit_hop(actor, Action.HAND_OVER_REQUEST, hop)
        target = _affiliate(actor, hop, provider)
        _check(case, hop, target)
        was = hop.provider.public_id if hop.provider else ""
        stays = {"asked_at": hop.asked_at, "provider": target}
        details = {"from": was, "to": target.public_id}
        case.record(hop, HopFact.HANDED_OVER, changes=stays, details=details, secret_texts={"reason": reason.strip()})


def _affiliate(actor: Actor, hop: HopRow, provider: str) -> registry.ProviderRow:
    found = registry.provider_by_id(provider.strip())
    now_asked = hop.provider
    same_owner = found and now_asked and found.organisation_id is not None and found.organisation_id == now_asked.organisation_id
    if found is None or now_asked is None or not same_owner or not answers_for(actor, found):
        raise NotFound(NOT_ONE_OF_YOURS, id=provider)
    if found.pk == now_asked.pk:
        raise Invalid("This provider was asked already. Choose another of your organisation.", "provider")
    return found


def _check(case: Case, hop: HopRow, target: registry.ProviderRow) -> None:
    if hop.provider and target.country != hop.provider.country:
        raise WrongState("The clock of another country would run. Answer that the number or call is not yours, and name your affiliate.")
    if target.public_id in {leg.provider for leg in line_of(case.legs(), hop.public_id)}:
        raise WrongState("%(name)s was asked about this call already, nearer to the called party. Answer, or dispute it.", name=target.name)
    if not has_room(target, case.now):
        raise WrongState("%(name)s has reached its weekly cap of requests. Answer for the provider that was asked.", name=target.name)
