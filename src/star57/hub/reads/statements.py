"""The sentence that stands in the record for an answer, in the reader's language. One function for each kind."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from star57.wire.answers import (
    ActionTaken,
    Answer,
    AnswerKind,
    CustomerKind,
    Declined,
    NoRecordFound,
    NotOurNumber,
    OwnCustomer,
    ReceivedFromAbroad,
    ReceivedFromProvider,
)
from star57.wire.values import ProviderRef

Names = Mapping[str, str]


def answer_words(answerer: str, answer: Answer, registered: Names) -> str:
    """The sentence that stands in the record for an answer: "X states that …". registered: names by registry id."""
    return ANSWER_WORDS[answer.kind](answer, registered).replace("%(who)s", answerer, 1)


def _from_provider(answer: ReceivedFromProvider, registered: Names) -> str:
    return _said(gettext("%(who)s states that it received this call from %(upstream)s."), upstream=_name(answer.upstream, registered))


def _from_abroad(answer: ReceivedFromAbroad, registered: Names) -> str:
    place = f" ({answer.upstream.country})" if answer.upstream.country else ""
    words = gettext("%(who)s states that it received this call from abroad, from %(upstream)s.")
    return _said(words, upstream=_name(answer.upstream, registered) + place)


def _own_customer(answer: OwnCustomer, _registered: Names) -> str:
    if answer.customer.kind is CustomerKind.RESELLER:
        words = gettext("%(who)s states that its customer %(customer)s, which carries for others, handed it this call.")
        return _said(words, customer=answer.customer.name)
    words = _said(gettext("%(who)s states that its customer %(customer)s placed this call."), customer=answer.customer.name)
    return f"{words} {ACTION_WORDS[answer.action_taken]}"


def _not_ours(answer: NotOurNumber, registered: Names) -> str:
    return _said(gettext("%(who)s states that %(server)s served the called number."), server=_name(answer.served_by, registered))


def _no_record(answer: NoRecordFound, _registered: Names) -> str:
    if answer.records_expired:
        return gettext("%(who)s states that its records of that time have expired.")
    return _said(gettext("%(who)s states that it found no record of this call in %(systems)s."), systems=", ".join(answer.searched.systems))


def _declined(answer: Declined, _registered: Names) -> str:
    return _said(gettext("%(who)s declines to answer: %(reason)s"), reason=answer.reason)


def _said(words: str, **names: str) -> str:
    """The sentence with its names; who says it is put in last."""
    return words % {"who": "%(who)s", **names}


ACTION_WORDS: Mapping[ActionTaken, Promise] = MappingProxyType({
    ActionTaken.NONE: _("It took no action yet."),
    ActionTaken.WARNED: _("Action taken: warned."),
    ActionTaken.SUSPENDED: _("Action taken: suspended."),
    ActionTaken.TERMINATED: _("Action taken: terminated."),
    ActionTaken.BLOCKED: _("Action taken: blocked."),
})  # fmt: skip

ANSWER_WORDS: Mapping[AnswerKind, Callable[[Any, Names], str]] = MappingProxyType({
    AnswerKind.RECEIVED_FROM_PROVIDER: _from_provider,
    AnswerKind.RECEIVED_FROM_ABROAD: _from_abroad,
    AnswerKind.OWN_CUSTOMER: _own_customer,
    AnswerKind.NOT_OUR_NUMBER: _not_ours,
    AnswerKind.NO_RECORD_FOUND: _no_record,
    AnswerKind.DECLINED: _declined,
})  # fmt: skip


def _name(reference: ProviderRef, registered: Names) -> str:
    """The registry's name for a known provider, else the name as written."""
    return registered.get(reference.provider or "", reference.name)
