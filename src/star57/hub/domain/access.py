"""Who may do what, and how far it reaches: one grid for people, one for keys. What is absent is refused; out of reach is not found."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class OrganisationKind(StrEnum):
    """What an organisation is to the consortium."""

    CONSORTIUM = "consortium"
    PROVIDER = "provider"
    AGENCY = "agency"
    SOURCE = "source"
    AUDITOR = "auditor"


class Role(StrEnum):
    """What a person is inside an organisation."""

    ADMIN = "admin"
    ANALYST = "analyst"
    RESPONDER = "responder"
    ENGINEER = "engineer"
    READER = "reader"


class Scope(StrEnum):
    """What an API key may be used for. A key never reaches further than its organisation's people."""

    TRACEBACKS_READ = "tracebacks:read"
    TRACEBACKS_WRITE = "tracebacks:write"
    REQUESTS_READ = "requests:read"
    REQUESTS_ANSWER = "requests:answer"
    REGISTRY_WRITE = "registry:write"


class Action(StrEnum):
    """One thing somebody can want to do."""

    OPEN_TRACEBACK = "open_traceback"
    READ_TRACEBACK = "read_traceback"
    CORRECT_FACTS = "correct_facts"
    WITHDRAW_TRACEBACK = "withdraw_traceback"
    REOPEN_TRACEBACK = "reopen_traceback"
    DECIDE_HOP = "decide_hop"
    ENTER_ANSWER = "enter_answer"
    READ_REQUEST = "read_request"
    PREPARE_ANSWER = "prepare_answer"
    ANSWER_REQUEST = "answer_request"
    DISPUTE_CLAIM = "dispute_claim"
    LIST_PROVIDERS = "list_providers"
    EDIT_REGISTRY = "edit_registry"
    MAKE_KEY = "make_key"
    PASS_TIME = "pass_time"


class Reach(StrEnum):
    """How far an action reaches."""

    OWN = "own"
    ALL = "all"


class ActorKind(StrEnum):
    """What acts: a person, a program with a key, the clock, or an operator at the console."""

    PERSON = "person"
    KEY = "key"
    CLOCK = "clock"
    OPERATOR = "operator"


K, R, A, ALL, OWN = OrganisationKind, Role, Action, Reach.ALL, Reach.OWN

_STAFF_READS = {A.READ_TRACEBACK: ALL, A.READ_REQUEST: ALL, A.LIST_PROVIDERS: ALL}
_STAFF_WORKS = {
    A.OPEN_TRACEBACK: ALL,
    A.CORRECT_FACTS: ALL,
    A.WITHDRAW_TRACEBACK: ALL,
    A.REOPEN_TRACEBACK: ALL,
    A.DECIDE_HOP: ALL,
    A.ENTER_ANSWER: ALL,
    A.EDIT_REGISTRY: ALL,
}
_PROVIDER_READS = {A.READ_REQUEST: OWN, A.LIST_PROVIDERS: ALL}
_PROVIDER_ANSWERS = {A.PREPARE_ANSWER: OWN, A.ANSWER_REQUEST: OWN, A.DISPUTE_CLAIM: OWN}

PEOPLE: Mapping[tuple[OrganisationKind, Role], Mapping[Action, Reach]] = MappingProxyType({
    (K.CONSORTIUM, R.ADMIN): {**_STAFF_READS, **_STAFF_WORKS, A.MAKE_KEY: ALL},
    (K.CONSORTIUM, R.ANALYST): {**_STAFF_READS, **_STAFF_WORKS},
    (K.CONSORTIUM, R.READER): _STAFF_READS,
    (K.AUDITOR, R.READER): _STAFF_READS,
    (K.PROVIDER, R.ADMIN): {**_PROVIDER_READS, **_PROVIDER_ANSWERS, A.MAKE_KEY: OWN},
    (K.PROVIDER, R.RESPONDER): {**_PROVIDER_READS, **_PROVIDER_ANSWERS},
    (K.PROVIDER, R.ENGINEER): {**_PROVIDER_READS, A.PREPARE_ANSWER: OWN},
    (K.PROVIDER, R.READER): _PROVIDER_READS,
    (K.AGENCY, R.ADMIN): {},
    (K.AGENCY, R.READER): {},
    (K.SOURCE, R.ADMIN): {},
    (K.SOURCE, R.READER): {},
})  # fmt: skip

KEYS: Mapping[tuple[OrganisationKind, Scope], Mapping[Action, Reach]] = MappingProxyType({
    (K.CONSORTIUM, Scope.TRACEBACKS_READ): _STAFF_READS,
    (K.CONSORTIUM, Scope.TRACEBACKS_WRITE): {key: reach for key, reach in _STAFF_WORKS.items() if key is not A.EDIT_REGISTRY},
    (K.CONSORTIUM, Scope.REGISTRY_WRITE): {A.EDIT_REGISTRY: ALL, A.LIST_PROVIDERS: ALL},
    (K.AUDITOR, Scope.TRACEBACKS_READ): _STAFF_READS,
    (K.PROVIDER, Scope.REQUESTS_READ): _PROVIDER_READS,
    (K.PROVIDER, Scope.REQUESTS_ANSWER): _PROVIDER_ANSWERS,
})  # fmt: skip

OTHERS: Mapping[ActorKind, Mapping[Action, Reach]] = MappingProxyType({
    ActorKind.CLOCK: {A.PASS_TIME: ALL},
    ActorKind.OPERATOR: {**_STAFF_READS, **_STAFF_WORKS, A.MAKE_KEY: ALL, A.PASS_TIME: ALL},
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. organisation is a public id; reaches is the row of the grid that applies."""

    kind: ActorKind
    id: str
    name: str
    organisation: str | None
    organisation_kind: OrganisationKind | None
    reaches: Mapping[Action, Reach]

    def reach(self, action: Action) -> Reach | None:
        """How far the action reaches for this actor; None when it is not theirs."""
        return self.reaches.get(action)


def person_reaches(kind: OrganisationKind, role: Role) -> Mapping[Action, Reach]:
    """The grid's row for a person; empty when the kind has no such role."""
    return PEOPLE.get((kind, role), MappingProxyType({}))


def key_reaches(kind: OrganisationKind, scopes: frozenset[Scope]) -> Mapping[Action, Reach]:
    """The union of the grid's rows for a key's scopes."""
    reaches: dict[Action, Reach] = {}
    for scope in sorted(scopes):
        reaches.update(KEYS.get((kind, scope), {}))
    return MappingProxyType(reaches)


CLOCK = Actor(ActorKind.CLOCK, "clock", "the clock", None, None, OTHERS[ActorKind.CLOCK])


def operator(name: str) -> Actor:
    """Somebody at the hub's own console, by the name of their account there."""
    return Actor(ActorKind.OPERATOR, name, name, None, None, OTHERS[ActorKind.OPERATOR])
