"""What is whose: the few rules that permission, lists, wake-ups and pages all ask. Nothing else compares an actor's organisation.

An organisation answers for the providers that it owns, and for those whose owner authorised it and has not taken that back.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from star57.hub.domain.access import Actor, OrganisationKind, Reach
from star57.hub.records.models import Authorisation, Provider
from star57.hub.records.prepared import NUMBER_MARK, Prepared

Row = TypeVar("Row", bound=Model)

_ANSWERERS = Prepared(
    lambda provider: Authorisation.objects.filter(provider_id=provider, revoked_at__isnull=True).values_list("organisation__public_id"),
    NUMBER_MARK,
)


def is_in_reach(actor: Actor, organisation: str | None, reach: Reach | None) -> bool:
    """Whether what belongs to this organisation lies within the reach: members, invitations, keys, contacts, webhooks, names, its log."""
    return reach is Reach.ALL or (reach is Reach.OWN and organisation is not None and organisation == actor.organisation)


def own_rows(actor: Actor, rows: QuerySet[Row], owner: str = "organisation") -> QuerySet[Row]:
    """Of these rows, those of the actor's own organisation. owner: the columns that lead from a row to its organisation."""
    return rows.filter(**{f"{owner}__public_id": actor.organisation or ""})


def providers_of(organisation: str | None) -> QuerySet[Any, Any]:
    """The keys of all providers that this organisation answers for, as a query to select from."""
    owned = Provider.objects.filter(organisation__public_id=organisation, organisation__isnull=False).order_by().values_list("pk")
    lent = Authorisation.objects.filter(organisation__public_id=organisation, revoked_at__isnull=True).order_by()
    return owned.union(lent.values_list("provider_id"))


def answerers_of(provider: Provider) -> tuple[str, ...]:
    """The organisations that answer for this provider now, its owner first. provider.organisation must be loaded."""
    owner = (provider.organisation.public_id,) if provider.organisation else ()
    return (*owner, *(public_id for (public_id,) in _ANSWERERS(provider.pk)))


def all_answerers_of(providers: Sequence[Provider]) -> tuple[str, ...]:
    """The organisations that answer for any of these providers now; one question however many there are."""
    if len(providers) <= 1:
        return tuple(each for provider in providers for each in answerers_of(provider))
    lent = Authorisation.objects.filter(provider__in=[each.pk for each in providers], revoked_at__isnull=True)
    owners = (each.organisation.public_id for each in providers if each.organisation)
    return tuple(dict.fromkeys([*owners, *lent.values_list("organisation__public_id", flat=True)]))


def answers_for(actor: Actor, provider: Provider | None) -> bool:
    """Whether the actor's organisation answers for this provider now. provider.organisation must be loaded."""
    if provider is None or actor.organisation is None:
        return False
    return is_owned(actor, provider) or (actor.organisation,) in _ANSWERERS(provider.pk)


def is_owned(actor: Actor, provider: Provider) -> bool:
    """Whether the provider is the actor's organisation's own, and not only lent to it."""
    return provider.organisation is not None and provider.organisation.public_id == actor.organisation


def is_on_behalf(actor: Actor, provider: Provider) -> bool:
    """Whether the actor's organisation answers for this provider without owning it, as a consultant does."""
    return actor.organisation_kind is OrganisationKind.PROVIDER and actor.organisation is not None and not is_owned(actor, provider)
