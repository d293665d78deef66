"""Make and revoke API keys. The secret is shown once; only its hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import KEYS, Action, Actor, OrganisationKind, Scope
from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.ledger import keys, registry
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.reach import is_in_reach
from star57.hub.usecases.permission import permit

PREFIX = "s57_"


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key's id and its secret, which is never shown again."""

    id: str
    secret: str


def make_key(
    *, actor: Actor, organisation: str, name: str, scopes: frozenset[Scope], expires_at: datetime | None, now: datetime
) -> MadeKey:
    """Make a key for an organisation. Raises Invalid, NotAllowed, NotFound."""
    if not is_in_reach(actor, organisation, permit(actor, Action.MAKE_KEY)):
        raise NotFound("There is no organisation %(organisation)s, or it is not yours.", organisation=organisation)
    if expires_at is not None and expires_at <= now:
        raise Invalid("A key expires in the future, or never.", "expires_at")
    with transaction():
        owner = registry.organisation_by_id(organisation)
        if owner is None:
            raise NotFound("There is no organisation %(organisation)s, or it is not yours.", organisation=organisation)
        unknown = sorted(scope.value for scope in scopes if (OrganisationKind(owner.kind), scope) not in KEYS)
        if not scopes:
            raise Invalid("Say what the key may do: without a scope it opens nothing.", "scopes")
        if unknown:
            raise Invalid("A %(kind)s's key cannot have %(scopes)s.", "scopes", kind=owner.kind, scopes=", ".join(unknown))
        secret = PREFIX + secrets.token_urlsafe(32)
        names = tuple(sorted(scope.value for scope in scopes))
        key = keys.enter_key(owner, name, secret, names, expires_at, actor=actor, now=now)
        return MadeKey(key.public_id, secret)


def revoke_key(*, actor: Actor, key: str, now: datetime) -> None:
    """End a key at once; revoking it twice changes nothing."""
    reach = permit(actor, Action.MAKE_KEY)
    with transaction():
        found = keys.key_by_id(key)
        if found is None or not is_in_reach(actor, found.organisation.public_id, reach):
            raise NotFound("There is no key %(key)s, or it is not yours.", key=key)
        if found.revoked_at is None:
            keys.revoke(found, actor=actor, now=now)
