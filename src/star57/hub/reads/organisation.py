"""An organisation as its own people see it: members, invitations, keys, providers, authorisations. Cut to the actor's reach first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from star57.hub.domain.access import Action, Actor, OrganisationKind, Reach, Role, Scope
from star57.hub.domain.refusals import NotAllowed, NotFound
from star57.hub.reads.reach import is_in_reach
from star57.hub.records.lookup import only
from star57.hub.records.models import ApiKey, Authorisation, Invitation, Membership, Organisation, Person, Provider


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation's own card."""

    id: str
    kind: OrganisationKind
    name: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member. is_self: the reader."""

    id: str
    name: str
    email: str
    role: Role
    suspended_at: datetime | None
    last_sign_in_at: datetime | None
    is_self: bool


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation that was neither accepted nor withdrawn."""

    id: str
    email: str
    role: Role
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    is_expired: bool


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One API key; its secret is kept nowhere."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class AuthorisationRow:
    """Who else answers for a provider, since when."""

    id: str
    provider: str
    provider_name: str
    organisation: str
    organisation_name: str
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class OwnProvider:
    """A provider that the organisation owns, and whom it authorised for it."""

    id: str
    name: str
    country: str
    frn: str
    ocn: str
    authorised: tuple[AuthorisationRow, ...]


def organisation_view(*, actor: Actor, organisation: str | None) -> OrganisationView:
    """The actor's own organisation (None), or any for the consortium's admin. Raises NotFound, NotAllowed."""
    row = _reached(actor, Action.READ_ORGANISATION, organisation)
    return _card(row, actor)


def organisations(*, actor: Actor, query: str, limit: int) -> tuple[OrganisationView, ...]:
    """All organisations by name, for whoever may look at each."""
    if actor.reach(Action.VIEW_AS) is not Reach.ALL:
        raise NotAllowed("%(name)s may not list organisations.", name=actor.name)
    rows = Organisation.objects.order_by("name", "public_id")
    found = rows.filter(name__icontains=query) if query else rows
    return tuple(_card(row, actor) for row in found[:limit])


def members(*, actor: Actor, organisation: str | None) -> tuple[MemberRow, ...]:
    """Everybody who belongs to it, suspended ones too, by name."""
    row = _reached(actor, Action.READ_ORGANISATION, organisation)
    found = Membership.objects.filter(organisation=row).select_related("person").order_by("person__name", "pk")
    return tuple(
        MemberRow(
            each.public_id,
            each.person.name,
            each.person.email,
            Role(each.role),
            each.suspended_at,
            each.person.last_login,
            each.person.public_id == actor.id,
        )
        for each in found
        if each.is_current or each.suspended_at
    )


def open_invitations(*, actor: Actor, organisation: str | None, now: datetime) -> tuple[InvitationRow, ...]:
    """What was sent and not yet accepted, the latest first; expired ones too, so that they can be sent again."""
    row = _reached(actor, Action.MANAGE_MEMBERS, organisation)
    found = list(Invitation.objects.filter(organisation=row, accepted_at__isnull=True, withdrawn_at__isnull=True).order_by("-pk"))
    names = _names(each.invited_by for each in found)
    return tuple(
        InvitationRow(
            each.public_id,
            each.email,
            Role(each.role),
            names.get(each.invited_by, each.invited_by),
            each.invited_at,
            each.expires_at,
            each.expires_at <= now,
        )
        for each in found
    )


def keys(*, actor: Actor, organisation: str | None, now: datetime) -> tuple[KeyRow, ...]:
    """Every key, those that work first, the latest made first."""
    row = _reached(actor, Action.MAKE_KEY, organisation)
    found = [_key(each, now) for each in ApiKey.objects.filter(organisation=row).select_related("use").order_by("-pk")]
    return tuple(sorted(found, key=lambda key: key.is_over))


def own_providers(*, actor: Actor, organisation: str | None) -> tuple[OwnProvider, ...]:
    """The registered providers it owns, by name, each with whoever else answers for it."""
    row = _reached(actor, Action.READ_ORGANISATION, organisation)
    running = Authorisation.objects.filter(revoked_at__isnull=True).select_related("organisation", "provider").order_by("pk")
    found = list(
        Provider.objects.filter(organisation=row).order_by("name").prefetch_related(Prefetch("authorisations", running, "running"))
    )
    names = _names(each.granted_by for provider in found for each in provider.running)
    return tuple(
        OwnProvider(
            each.public_id, each.name, each.country, each.frn, each.ocn, tuple(_authorisation(granted, names) for granted in each.running)
        )
        for each in found
    )


def lent_providers(*, actor: Actor, organisation: str | None) -> tuple[AuthorisationRow, ...]:
    """The providers of others that it answers for; the other's name stands where its own would."""
    row = _reached(actor, Action.READ_ORGANISATION, organisation)
    found = Authorisation.objects.filter(organisation=row, revoked_at__isnull=True).select_related("provider__organisation", "organisation")
    return tuple(
        AuthorisationRow(
            each.public_id,
            each.provider.public_id,
            each.provider.name,
            each.provider.organisation.public_id if each.provider.organisation else "",
            each.provider.organisation.name if each.provider.organisation else "",
            "",
            each.granted_at,
        )
        for each in found.order_by("provider__name")
    )


def _reached(actor: Actor, action: Action, organisation: str | None) -> Organisation:
    reach = actor.reach(action)
    if reach is None:
        raise NotAllowed("%(name)s may not do this. Ask your organisation's admin.", name=actor.name)
    wanted = organisation or actor.organisation
    row = only(Organisation.objects.filter(public_id=wanted)) if wanted else None
    if row is None or not is_in_reach(actor, wanted, reach):
        raise NotFound("There is no organisation %(wanted)s, or it is not yours.", wanted=wanted)
    return row


def _card(row: Organisation, actor: Actor) -> OrganisationView:
    return OrganisationView(row.public_id, OrganisationKind(row.kind), row.name, row.public_id == actor.organisation)


def _key(row: ApiKey, now: datetime) -> KeyRow:
    use = getattr(row, "use", None)
    is_over = row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now)
    scopes = tuple(Scope(scope) for scope in row.scopes.split())
    last = use.last_used_at if use else None
    return KeyRow(row.public_id, row.name, scopes, row.created_at, row.expires_at, last, row.revoked_at, is_over)


def _authorisation(row: Authorisation, names: dict[str, str]) -> AuthorisationRow:
    return AuthorisationRow(
        row.public_id,
        row.provider.public_id,
        row.provider.name,
        row.organisation.public_id,
        row.organisation.name,
        names.get(row.granted_by, row.granted_by),
        row.granted_at,
    )


def _names(ids: Iterable[str]) -> dict[str, str]:
    return dict(Person.objects.filter(public_id__in=set(ids)).values_list("public_id", "name"))
