"""The six answers to "How did this call reach you?": what each is called, means, asks, and cannot do without."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from star57.wire.answers import AnswerKind


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the six answers: what it is called, what it means, what it asks."""

    kind: AnswerKind
    words: str | Promise
    hint: str | Promise
    fields: tuple[str, ...]
    needed: Mapping[str, str | Promise]


_NAME_IT = _("Name it: this is the answer.")
CHOICES = (
    Choice(AnswerKind.RECEIVED_FROM_PROVIDER, _("Another provider handed it to us"),
           _("A carrier in this country, over a trunk or interconnection."),
           ("upstream_name", "upstream_contact"), {"upstream_name": _NAME_IT}),
    Choice(AnswerKind.OWN_CUSTOMER, _("Our own customer placed it"), _("The caller, or a reseller whose own customer called."),
           ("customer_name", "customer_kind", "customer_address", "customer_contact", "customer_since", "action_taken"),
           {"customer_name": _NAME_IT, "customer_kind": _("Say which."), "action_taken": _("Say what you did, even if nothing yet.")}),
    Choice(AnswerKind.RECEIVED_FROM_ABROAD, _("It came to us from abroad"),
           _("A foreign provider handed it to you: you are the point of entry."), ("abroad_name", "abroad_country", "abroad_contact"),
           {"abroad_name": _NAME_IT, "abroad_country": _("Say which country it is in.")}),
    Choice(AnswerKind.NOT_OUR_NUMBER, _("The number was not ours then"), _("Ported away, or served by somebody else at that time."),
           ("served_name",), {"served_name": _("Name who served it.")}),
    Choice(AnswerKind.NO_RECORD_FOUND, _("We found no record of it"), _("Say where and over what time you looked."),
           ("searched_systems", "searched_since", "searched_until", "retention_days", "records_expired"),
           {"searched_systems": _("Name at least one system."), "searched_since": _("Say from when."),
            "searched_until": _("Say until when.")}),
    Choice(AnswerKind.DECLINED, _("We decline to say"), _("This is an answer, and it stands in your record."),
           ("declined_reason",), {"declined_reason": _("Give the reason.")}),
)  # fmt: skip
