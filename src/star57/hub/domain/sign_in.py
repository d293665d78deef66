"""How people prove who they are, and what proof each role must bring: one grid, organisation kind × role."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from star57.hub.domain.access import OrganisationKind, Role


class Proof(StrEnum):
    """One way in which somebody has shown in this session who they are. E-mail is none."""

    PASSWORD = "password"
    APP_CODE = "app_code"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"
    OFFICE = "office"
    OFFICE_PHISHING_RESISTANT = "office_phishing_resistant"


class Requirement(StrEnum):
    """What a session must have shown before its person sees any page of work."""

    SECOND_FACTOR = "second_factor"
    PHISHING_RESISTANT = "phishing_resistant"


class SignInFact(StrEnum):
    """What an organisation's admin reads about how its people sign in. No secret, no address stands in the entry."""

    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    SESSIONS_ENDED = "sessions_ended"
    PASSWORD_CHANGED = "password_changed"
    PASSWORD_RESET = "password_reset"
    OFFICE_CONNECTED = "office_connected"
    SIGN_IN_RECOVERED = "sign_in_recovered"


MEETS: Mapping[Requirement, frozenset[Proof]] = MappingProxyType({
    Requirement.SECOND_FACTOR: frozenset({Proof.APP_CODE, Proof.PASSKEY, Proof.RECOVERY_CODE, Proof.OFFICE_PHISHING_RESISTANT}),
    Requirement.PHISHING_RESISTANT: frozenset({Proof.PASSKEY, Proof.OFFICE_PHISHING_RESISTANT}),
})  # fmt: skip

_K, _R, _ANY, _STRONG = OrganisationKind, Role, Requirement.SECOND_FACTOR, Requirement.PHISHING_RESISTANT

# A consortium's admin can open every other door, so nothing that a false page could ask for will do. An agency's people bring their
# office's own sign-in where it says that it resists phishing (OMB M-22-09), or a passkey here.
REQUIRED: Mapping[tuple[OrganisationKind, Role], Requirement] = MappingProxyType({
    (_K.CONSORTIUM, _R.ADMIN): _STRONG,
    (_K.CONSORTIUM, _R.ANALYST): _ANY,
    (_K.CONSORTIUM, _R.READER): _ANY,
    (_K.PROVIDER, _R.ADMIN): _ANY,
    (_K.PROVIDER, _R.RESPONDER): _ANY,
    (_K.PROVIDER, _R.ENGINEER): _ANY,
    (_K.PROVIDER, _R.READER): _ANY,
    (_K.AGENCY, _R.ADMIN): _STRONG,
    (_K.AGENCY, _R.READER): _STRONG,
    (_K.SOURCE, _R.ADMIN): _ANY,
    (_K.SOURCE, _R.READER): _ANY,
    (_K.AUDITOR, _R.ADMIN): _ANY,
    (_K.AUDITOR, _R.READER): _ANY,
})  # fmt: skip

IDLE_FOR = timedelta(hours=1)  # a session ends so long after the last page (NIST SP 800-63B-4, AAL2)
WHOLE_FOR = timedelta(hours=24)  # and so long after sign-in, whatever is done in it
WARN_FOR = timedelta(minutes=5)  # before it ends, the page says so
FRESH_FOR = timedelta(minutes=15)  # so long after a proof, no other is asked for before a step that needs one
MIN_PASSWORD = 15


def requirement_of(roles: Iterable[tuple[OrganisationKind, Role]]) -> Requirement:
    """The strictest requirement among somebody's roles; a role that the grid does not know is held to the strictest."""
    found = {REQUIRED.get(role, Requirement.PHISHING_RESISTANT) for role in roles}
    return Requirement.PHISHING_RESISTANT if Requirement.PHISHING_RESISTANT in found else Requirement.SECOND_FACTOR


def is_met(requirement: Requirement, proofs: Iterable[Proof]) -> bool:
    """Whether one of these proofs is enough."""
    return not MEETS[requirement].isdisjoint(proofs)
