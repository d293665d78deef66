"""Who acts: a person by membership, or a program by its key."""

from datetime import datetime

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind, Role, Scope, key_reaches, person_reaches
from star57.hub.records.models import ApiKey, Membership
from star57.hub.records.prepared import TEXT_MARK, Prepared

_KEY_COLUMNS = ("pk", "public_id", "name", "scopes", "expires_at", "organisation__public_id", "organisation__kind")
_KEY = Prepared(lambda key: ApiKey.objects.filter(secret_hash=key, revoked_at__isnull=True).values_list(*_KEY_COLUMNS), TEXT_MARK)


def actor_of_person(person_pk: int) -> Actor | None:
    """The actor that a signed-in person is, by the first current membership; None without one."""
    memberships = Membership.objects.select_related("person", "organisation").filter(person_id=person_pk, is_current=True)
    membership = memberships.order_by("pk").first()
    if membership is None or not membership.person.is_active:
        return None
    kind = OrganisationKind(membership.organisation.kind)
    return Actor(
        kind=ActorKind.PERSON,
        id=membership.person.public_id,
        name=membership.person.name,
        organisation=membership.organisation.public_id,
        organisation_kind=kind,
        reaches=person_reaches(kind, Role(membership.role)),
    )


def actor_of_key(secret_hash: str, now: datetime) -> tuple[Actor, int] | None:
    """The actor that a key is, and the key's row number for noting its use; None when it is unknown, expired or revoked."""
    rows = _KEY(secret_hash)
    if not rows:
        return None
    pk, public_id, name, scopes, expires_at, organisation, organisation_kind = rows[0]
    if expires_at is not None and expires_at <= now:
        return None
    kind = OrganisationKind(organisation_kind)
    reaches = key_reaches(kind, frozenset(Scope(scope) for scope in scopes.split()))
    return Actor(ActorKind.KEY, public_id, name, organisation, kind, reaches), pk
