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
    ORGANISATION_WRITE = "organisation:write"


class Action(StrEnum):
    """One thing somebody can want to do."""

    OPEN_TRACEBACK = "open_traceback"
    READ_TRACEBACK = "read_traceback"
    CORRECT_FACTS = "correct_facts"
    WITHDRAW_TRACEBACK = "withdraw_traceback"
    REOPEN_TRACEBACK = "reopen_traceback"
    DECIDE_HOP = "decide_hop"
    REMIND_PROVIDER = "remind_provider"
    ASSIGN_TRACEBACK = "assign_traceback"
    TAG_TRACEBACK = "tag_traceback"
    WRITE_NOTE = "write_note"
    REVIEW_TRACEBACK = "review_traceback"
    MERGE_TRACEBACKS = "merge_tracebacks"
    EDIT_CAMPAIGN = "edit_campaign"
    ENTER_ANSWER = "enter_answer"
    READ_REQUEST = "read_request"
    PREPARE_ANSWER = "prepare_answer"
    ANSWER_REQUEST = "answer_request"
    ATTACH_FILE = "attach_file"
    DISPUTE_CLAIM = "dispute_claim"
    LIST_PROVIDERS = "list_providers"
    EDIT_REGISTRY = "edit_registry"
    MAKE_KEY = "make_key"
    READ_ORGANISATION = "read_organisation"
    MANAGE_MEMBERS = "manage_members"
    READ_EVENT_LOG = "read_event_log"
    AUTHORISE_ORGANISATION = "authorise_organisation"
    MAP_NEIGHBOURS = "map_neighbours"
    HAND_OVER_REQUEST = "hand_over_request"
    VIEW_AS = "view_as"
    MANAGE_CONTACTS = "manage_contacts"
    MANAGE_WEBHOOKS = "manage_webhooks"
    WRITE_MESSAGE = "write_message"
    PASS_TIME = "pass_time"


class Reach(StrEnum):
    """How far an action reaches."""

    THIS = "this"
    OWN = "own"
    ALL = "all"


class ActorKind(StrEnum):
    """What acts: a person, a program with a key, the clock, an operator at the console; a viewer, who looks and never acts;
    or a contact, who holds a one-time code for one request."""

    PERSON = "person"
    VIEWER = "viewer"
    CONTACT = "contact"
    KEY = "key"
    CLOCK = "clock"
    OPERATOR = "operator"


K, R, A, ALL, OWN, THIS = OrganisationKind, Role, Action, Reach.ALL, Reach.OWN, Reach.THIS

_STAFF_READS = {A.READ_TRACEBACK: ALL, A.READ_REQUEST: ALL, A.LIST_PROVIDERS: ALL}
_STAFF_WORKS = {
    A.OPEN_TRACEBACK: ALL,
    A.CORRECT_FACTS: ALL,
    A.WITHDRAW_TRACEBACK: ALL,
    A.REOPEN_TRACEBACK: ALL,
    A.DECIDE_HOP: ALL,
    A.REMIND_PROVIDER: ALL,
    A.ASSIGN_TRACEBACK: ALL,
    A.TAG_TRACEBACK: ALL,
    A.WRITE_NOTE: ALL,
    A.REVIEW_TRACEBACK: ALL,
    A.MERGE_TRACEBACKS: ALL,
    A.EDIT_CAMPAIGN: ALL,
    A.ENTER_ANSWER: ALL,
    A.ATTACH_FILE: ALL,
    A.EDIT_REGISTRY: ALL,
    A.MANAGE_CONTACTS: ALL,
    A.WRITE_MESSAGE: ALL,
}
_REGISTRY = frozenset({A.EDIT_REGISTRY, A.MANAGE_CONTACTS})
_PROVIDER_READS = {A.READ_REQUEST: OWN, A.LIST_PROVIDERS: ALL}
_BELONGS = {A.READ_ORGANISATION: OWN}
_LOOKS_AFTER = {**_BELONGS, A.MANAGE_WEBHOOKS: OWN, A.MANAGE_MEMBERS: OWN, A.READ_EVENT_LOG: OWN, A.MAKE_KEY: OWN}
_LOOKS_AFTER_ALL = {**dict.fromkeys(_LOOKS_AFTER, ALL), A.MANAGE_WEBHOOKS: OWN, A.VIEW_AS: ALL}
_PREPARES = {A.PREPARE_ANSWER: OWN, A.WRITE_MESSAGE: OWN, A.ATTACH_FILE: OWN, A.MAP_NEIGHBOURS: OWN}
_PROVIDER_ANSWERS = {A.PREPARE_ANSWER: OWN, A.WRITE_MESSAGE: OWN, A.ANSWER_REQUEST: OWN, A.ATTACH_FILE: OWN, A.DISPUTE_CLAIM: OWN}

PEOPLE: Mapping[tuple[OrganisationKind, Role], Mapping[Action, Reach]] = MappingProxyType({
    (K.CONSORTIUM, R.ADMIN): {**_STAFF_READS, **_STAFF_WORKS, **_LOOKS_AFTER_ALL},
    (K.CONSORTIUM, R.ANALYST): {**_STAFF_READS, **_STAFF_WORKS, **_BELONGS},
    (K.CONSORTIUM, R.READER): {**_STAFF_READS, **_BELONGS},
    (K.AUDITOR, R.ADMIN): {**_STAFF_READS, **_LOOKS_AFTER},
    (K.AUDITOR, R.READER): {**_STAFF_READS, **_BELONGS},
    (K.PROVIDER, R.ADMIN): {
        **_PROVIDER_READS, **_PROVIDER_ANSWERS, **_PREPARES, **_LOOKS_AFTER, A.MANAGE_CONTACTS: OWN,
        A.HAND_OVER_REQUEST: OWN, A.AUTHORISE_ORGANISATION: OWN,
    },
    (K.PROVIDER, R.RESPONDER): {**_PROVIDER_READS, **_PROVIDER_ANSWERS, **_PREPARES, **_BELONGS, A.HAND_OVER_REQUEST: OWN},
    (K.PROVIDER, R.ENGINEER): {**_PROVIDER_READS, **_PREPARES, **_BELONGS},
    (K.PROVIDER, R.READER): {**_PROVIDER_READS, **_BELONGS},
    (K.AGENCY, R.ADMIN): _LOOKS_AFTER,
    (K.AGENCY, R.READER): _BELONGS,
    (K.SOURCE, R.ADMIN): _LOOKS_AFTER,
    (K.SOURCE, R.READER): _BELONGS,
})  # fmt: skip

KEYS: Mapping[tuple[OrganisationKind, Scope], Mapping[Action, Reach]] = MappingProxyType({
    (K.CONSORTIUM, Scope.TRACEBACKS_READ): _STAFF_READS,
    (K.CONSORTIUM, Scope.TRACEBACKS_WRITE): {key: reach for key, reach in _STAFF_WORKS.items() if key not in _REGISTRY},
    (K.CONSORTIUM, Scope.REGISTRY_WRITE): {A.EDIT_REGISTRY: ALL, A.LIST_PROVIDERS: ALL},
    (K.CONSORTIUM, Scope.ORGANISATION_WRITE): {A.READ_ORGANISATION: ALL, A.MANAGE_CONTACTS: ALL, A.MANAGE_WEBHOOKS: OWN},
    (K.AUDITOR, Scope.TRACEBACKS_READ): _STAFF_READS,
    (K.PROVIDER, Scope.REQUESTS_READ): _PROVIDER_READS,
    (K.PROVIDER, Scope.REQUESTS_ANSWER): _PROVIDER_ANSWERS,
    (K.PROVIDER, Scope.ORGANISATION_WRITE): {A.READ_ORGANISATION: OWN, A.MANAGE_CONTACTS: OWN, A.MANAGE_WEBHOOKS: OWN},
})  # fmt: skip

OTHERS: Mapping[ActorKind, Mapping[Action, Reach]] = MappingProxyType({
    ActorKind.CONTACT: {A.READ_REQUEST: THIS, A.LIST_PROVIDERS: ALL, A.ANSWER_REQUEST: THIS, A.ATTACH_FILE: THIS},
    ActorKind.CLOCK: {A.PASS_TIME: ALL},
    ActorKind.OPERATOR: {**_STAFF_READS, **_STAFF_WORKS, **_LOOKS_AFTER_ALL, A.PASS_TIME: ALL},
})  # fmt: skip

LOOKS = frozenset(
    {A.READ_REQUEST, A.READ_TRACEBACK, A.LIST_PROVIDERS, A.READ_ORGANISATION, A.READ_EVENT_LOG}
)  # all that "view as organisation" shows


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


def roles_of(kind: OrganisationKind) -> tuple[Role, ...]:
    """The roles that an organisation of this kind has, the furthest reaching first."""
    return tuple(role for role in Role if (kind, role) in PEOPLE)


def viewer_reaches(kind: OrganisationKind) -> Mapping[Action, Reach]:
    """What is seen by whoever views as an organisation of this kind: what its admin may read, and nothing that changes anything."""
    admin = person_reaches(kind, Role.ADMIN)
    return MappingProxyType({action: reach for action, reach in admin.items() if action in LOOKS})


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


def contact_of(request: str) -> Actor:
    """Whoever holds the one-time code for this request: it may see and answer this one and nothing else. Its id is the request's."""
    return Actor(ActorKind.CONTACT, request, "contact by one-time code", None, OrganisationKind.PROVIDER, OTHERS[ActorKind.CONTACT])
