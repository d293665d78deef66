"""Who acts: a person by a membership they chose, or a program by its key; and who looks as an organisation sees the hub."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind, Role, Scope, key_reaches, person_reaches, viewer_reaches
from star57.hub.reads.seeing import of_organisation
from star57.hub.records.lookup import only
from star57.hub.records.models import ApiKey, Membership, Organisation, Person, Viewing
from star57.hub.records.prepared import TEXT_MARK, Prepared
from star57.hub.records.sight import ALL, seeing

_KEY_COLUMNS = ("pk", "public_id", "name", "scopes", "expires_at", "organisation__public_id", "organisation__kind")
_KEY = Prepared(lambda key: ApiKey.objects.filter(secret_hash=key, revoked_at__isnull=True).values_list(*_KEY_COLUMNS), TEXT_MARK)
_OWNER_OF: dict[str, str] = {}  # a key's organisation never changes: its look-up needs no wider sight the second time


@dataclass(frozen=True, slots=True)
class Capacity:
    """One organisation that a person may act for."""

    organisation: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class ViewedAs:
    """A view as organisation that runs: whom, until when."""

    id: str
    organisation: str
    name: str
    until: datetime


@seeing(ALL)
def actor_of_person(person_pk: int, acts_for: str | None = None) -> Actor | None:
    """The actor that a signed-in person is for the organisation chosen, else for the first they joined; None without a membership."""
    memberships = Membership.objects.select_related("person", "organisation").filter(person_id=person_pk, is_current=True)
    found = list(memberships.order_by("pk"))
    if not found or not found[0].person.is_active:
        return None
    membership = next((each for each in found if each.organisation.public_id == acts_for), found[0])
    kind = OrganisationKind(membership.organisation.kind)
    return Actor(
        kind=ActorKind.PERSON,
        id=membership.person.public_id,
        name=membership.person.name,
        organisation=membership.organisation.public_id,
        organisation_kind=kind,
        reaches=person_reaches(kind, Role(membership.role)),
    )


@seeing(ALL)
def capacities_of(person_pk: int) -> tuple[Capacity, ...]:
    """Every organisation this person may act for, the first joined first."""
    rows = Membership.objects.filter(person_id=person_pk, is_current=True).order_by("pk")
    values = rows.values_list("organisation__public_id", "organisation__name", "role")
    return tuple(Capacity(organisation, name, Role(role)) for organisation, name, role in values)


@seeing(ALL)
def running_view(viewing: str, person: str) -> ViewedAs | None:
    """The view that this person began and has not ended, whether or not its time is up; None without one."""
    row = only(Viewing.objects.select_related("organisation").filter(public_id=viewing, person=person, ended_at__isnull=True))
    return ViewedAs(row.public_id, row.organisation.public_id, row.organisation.name, row.until) if row else None


def actor_viewing(person: Actor, view: ViewedAs) -> Actor:
    """Who only looks: the person's own id and name, the organisation's eyes, nobody's hands."""
    kind = OrganisationKind(Organisation.objects.values_list("kind", flat=True).get(public_id=view.organisation))
    return Actor(ActorKind.VIEWER, person.id, person.name, view.organisation, kind, viewer_reaches(kind))


def actor_of_key(secret_hash: str, now: datetime) -> tuple[Actor, int] | None:
    """The actor that a key is, and the key's row number for noting its use; None when it is unknown, expired or revoked."""
    known = _OWNER_OF.get(secret_hash)
    with seeing(of_organisation(known) if known else ALL):
        rows = _KEY(secret_hash)
    if not rows:
        return None
    pk, public_id, name, scopes, expires_at, organisation, organisation_kind = rows[0]
    if expires_at is not None and expires_at <= now:
        return None
    _OWNER_OF[secret_hash] = organisation
    kind = OrganisationKind(organisation_kind)
    reaches = key_reaches(kind, frozenset(Scope(scope) for scope in scopes.split()))
    return Actor(ActorKind.KEY, public_id, name, organisation, kind, reaches), pk


def owner_of(secret_hash: str) -> str | None:
    """The organisation of a key that was looked up before, valid or no longer; None when it was not."""
    return _OWNER_OF.get(secret_hash)


def name_of_person(public_id: str) -> str:
    """What a person is called, for those of their own organisation; the id when there is nobody."""
    return Person.objects.filter(public_id=public_id).values_list("name", flat=True).first() or public_id
