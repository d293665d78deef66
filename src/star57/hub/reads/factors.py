"""What somebody must prove, by their roles, and what they could prove it with."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from star57.hub.domain.access import OrganisationKind, Role
from star57.hub.domain.sign_in import MEETS, Proof, Requirement, requirement_of
from star57.hub.records.models import Membership
from star57.hub.records.sight import ALL, seeing

KINDS = {Authenticator.Type.TOTP: Proof.APP_CODE, Authenticator.Type.WEBAUTHN: Proof.PASSKEY}


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors that somebody has set up here."""

    proofs: frozenset[Proof]

    def can_meet(self, requirement: Requirement) -> bool:
        """Whether one of them would be enough."""
        return not MEETS[requirement].isdisjoint(self.proofs)


@seeing(ALL)
def requirement_for(person_pk: int) -> Requirement:
    """The strictest requirement of all their current roles."""
    rows = Membership.objects.filter(person_id=person_pk, is_current=True).values_list("organisation__kind", "role")
    return requirement_of((OrganisationKind(kind), Role(role)) for kind, role in rows)


def factors_of(person_pk: int) -> Factors:
    """What they have set up. Recovery codes are no factor of their own: they stand in for a lost one."""
    types = Authenticator.objects.filter(user_id=person_pk).values_list("type", flat=True)
    return Factors(frozenset(KINDS[kind] for kind in types if kind in KINDS))


@seeing(ALL)
def is_member_of(person_pk: int, organisation: str) -> bool:
    """Whether somebody has a role in this organisation now."""
    return Membership.objects.filter(person_id=person_pk, organisation__public_id=organisation, is_current=True).exists()
