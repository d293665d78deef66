"""Who is told what, and how soon: NOTICES[fact], one table. A fact that is absent tells nobody. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.facts import HopFact
from star57.hub.domain.tracing import TracebackFact


class NoticeKind(StrEnum):
    """What a notice says."""

    REQUEST = "request"
    FACTS_CORRECTED = "facts_corrected"
    SENT_BACK = "sent_back"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    NON_RESPONSIVE = "non_responsive"
    ANSWER_RECEIVED = "answer_received"
    ANSWER_ENTERED = "answer_entered"
    CLAIM_DISPUTED = "claim_disputed"
    WITHDRAWN = "withdrawn"
    MESSAGE = "message"
    MORE_TIME = "more_time"
    TRACEBACK_CLOSED = "traceback_closed"
    NEEDS_PERSON = "needs_person"
    DIGEST = "digest"
    CONTACT_TEST = "contact_test"
    CONTACT_CHANGED = "contact_changed"
    ONE_TIME_CODE = "one_time_code"
    INVITATION = "invitation"
    NEW_PASSWORD = "new_password"
    SIGN_IN_CHANGED = "sign_in_changed"


class Audience(StrEnum):
    """Who is told."""

    PROVIDER = "provider"
    STAFF = "staff"
    SOURCE = "source"
    PERSON = "person"


class Haste(StrEnum):
    """How soon a notice leaves. Those that wait together leave in one mail."""

    AT_ONCE = "at_once"
    UNLESS_FETCHED = "unless_fetched"  # after a setting's time, if the request was not received by then
    GATHERED = "gathered"


class Given(StrEnum):
    """Which answers a row is about."""

    BY_PORTAL = "portal"
    BY_STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Telling:
    """One row: what is told to whom and how soon. given limits it to answers that came that way."""

    kind: NoticeKind
    to: Audience
    haste: Haste
    given: Given | None = None


F, K, TO, H = HopFact, NoticeKind, Audience, Haste
_ASK = (Telling(K.REQUEST, TO.PROVIDER, H.UNLESS_FETCHED),)
_ASK_NOW = (Telling(K.REQUEST, TO.PROVIDER, H.AT_ONCE),)
_STAFF = Telling(K.NEEDS_PERSON, TO.STAFF, H.GATHERED)
_TAKEN_BACK = (Telling(K.WITHDRAWN, TO.PROVIDER, H.GATHERED),)
_ANSWERED = (
    Telling(K.ANSWER_RECEIVED, TO.PROVIDER, H.AT_ONCE, Given.BY_PORTAL),
    Telling(K.ANSWER_ENTERED, TO.PROVIDER, H.AT_ONCE, Given.BY_STAFF),
)
_CLOSED = (Telling(K.TRACEBACK_CLOSED, TO.SOURCE, H.GATHERED),)

NOTICES: Mapping[str, tuple[Telling, ...]] = MappingProxyType({
    F.PROVIDER_ASKED: _ASK,
    F.PROVIDER_NAMED_AGAIN: (*_ASK, _STAFF),
    F.CAP_LIFTED: _ASK,
    F.PROVIDER_IDENTIFIED: _ASK,
    F.DISPUTE_REJECTED: _ASK,
    F.LOOP_OVERRULED: _ASK,
    F.HOP_REOPENED: _ASK,
    F.CONTACT_REPLACED: _ASK_NOW,
    F.FACTS_CORRECTED: (Telling(K.FACTS_CORRECTED, TO.PROVIDER, H.UNLESS_FETCHED),),
    F.ANSWER_SENT_BACK: (Telling(K.SENT_BACK, TO.PROVIDER, H.AT_ONCE),),
    F.REMINDER_SENT: (Telling(K.REMINDER, TO.PROVIDER, H.AT_ONCE),),
    F.DEADLINE_PASSED: (Telling(K.OVERDUE, TO.PROVIDER, H.AT_ONCE),),
    F.REQUEST_ESCALATED: (Telling(K.ESCALATION, TO.PROVIDER, H.AT_ONCE), _STAFF),
    F.ESCALATION_LAPSED: (_STAFF,),
    F.NON_RESPONSE_CONFIRMED: (Telling(K.NON_RESPONSIVE, TO.PROVIDER, H.AT_ONCE),),
    F.NOTICE_BOUNCED: (_STAFF,),
    F.NOTICE_FAILED: (_STAFF,),
    F.ANSWER_CONTESTED: (Telling(K.CLAIM_DISPUTED, TO.PROVIDER, H.AT_ONCE),),
    F.CLAIM_DISPUTED: (_STAFF,),
    F.UNKNOWN_PROVIDER_NAMED: (_STAFF,),
    F.LOOP_FOUND: (_STAFF,),
    F.HOP_LIMIT_REACHED: (_STAFF,),
    F.UPSTREAM_NAMED: _ANSWERED,
    F.RESELLER_NAMED: _ANSWERED,
    F.FOREIGN_UPSTREAM_NAMED: _ANSWERED,
    F.OTHER_SERVER_NAMED: _ANSWERED,
    F.CUSTOMER_NAMED: _ANSWERED,
    F.NO_RECORD_FOUND: _ANSWERED,
    F.RECORDS_EXPIRED: _ANSWERED,
    F.ANSWER_DECLINED: (*_ANSWERED, _STAFF),
    F.DISPUTE_UPHELD: _TAKEN_BACK,
    F.CLAIM_RETRACTED: _TAKEN_BACK,
    F.HOP_WITHDRAWN: _TAKEN_BACK,
    F.PROVIDER_WROTE: (_STAFF,),
    F.STAFF_WROTE: (Telling(K.MESSAGE, TO.PROVIDER, H.AT_ONCE),),
    F.MORE_TIME_ASKED: (_STAFF,),
    F.MORE_TIME_GRANTED: (Telling(K.MORE_TIME, TO.PROVIDER, H.AT_ONCE),),
    F.MORE_TIME_REFUSED: (Telling(K.MORE_TIME, TO.PROVIDER, H.AT_ONCE),),
    TracebackFact.OUTCOME_REACHED: _CLOSED,
    TracebackFact.TRACEBACK_WITHDRAWN: _CLOSED,
})  # fmt: skip

ASKING = frozenset({K.REQUEST, K.FACTS_CORRECTED})  # whoever receives one of these has received the request
GATHERED_FOR = timedelta(minutes=10)
CONTACT_FOR: Mapping[NoticeKind, ContactKind] = MappingProxyType({
    **dict.fromkeys(NoticeKind, ContactKind.REQUESTS),
    K.ESCALATION: ContactKind.ESCALATION,
    K.NON_RESPONSIVE: ContactKind.ESCALATION,
})  # fmt: skip


def wait_for(haste: Haste, unless_fetched_for: timedelta) -> timedelta:
    """How long a notice rests in the outbox."""
    return {Haste.AT_ONCE: timedelta(0), Haste.UNLESS_FETCHED: unless_fetched_for, Haste.GATHERED: GATHERED_FOR}[haste]


def concerns(telling: Telling, given_how: str) -> bool:
    """Whether a row is about an answer that came this way; given_how is "" for facts that are no answers."""
    if telling.given is None:
        return True
    return (telling.given is Given.BY_PORTAL) == (given_how == "portal") and given_how not in {"api", "agent"}
