"""What staff decide about one hop: one function a decision. Each is a row of the hop's table of life."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.facts import HopFact
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.domain.tracing import MAX_HOPS, may_be_asked, reopening_fact
from star57.hub.ledger import contacts, registry
from star57.hub.ledger.asking import ASKS, first_fact, known_already
from star57.hub.ledger.effects import carry_out
from star57.hub.ledger.locking import case_of_hop
from star57.hub.usecases.manage_contacts import ContactWords, check_words
from star57.hub.usecases.permission import permit_hop


def send_back_answer(*, actor: Actor, hop: str, missing: str, now: datetime) -> None:
    """Send an answer back as incomplete, saying what is missing."""
    if len(missing.strip()) < 3:
        raise Invalid("Say what is missing, so that the provider can complete its answer.", "missing")
    _decide(actor, hop, HopFact.ANSWER_SENT_BACK, {"missing": missing}, {"missing": missing}, now)


def confirm_non_response(*, actor: Actor, hop: str, reason: str, now: datetime) -> None:
    """Confirm that a provider stayed silent although its notice arrived and the escalation lapsed."""
    _decide(actor, hop, HopFact.NON_RESPONSE_CONFIRMED, {}, {"reason": _stated(reason)}, now)


def uphold_dispute(*, actor: Actor, hop: str, reason: str, now: datetime) -> None:
    """Find that the provider was named wrongly; whoever named it must answer anew."""
    _decide(actor, hop, HopFact.DISPUTE_UPHELD, {}, {"reason": _stated(reason)}, now)


def reject_dispute(*, actor: Actor, hop: str, reason: str, now: datetime) -> None:
    """Find that the provider must answer after all; its clock starts anew."""
    _decide(actor, hop, HopFact.DISPUTE_REJECTED, {}, {"reason": _stated(reason)}, now)


def overrule_loop(*, actor: Actor, hop: str, reason: str, now: datetime) -> None:
    """Ask a provider although the trace has been there before; beyond the limit of hops nobody is asked."""
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        permit_hop(actor, Action.DECIDE_HOP, row)
        if not may_be_asked(case.legs(), hop):
            raise WrongState(
                "A traceback asks %(max_hops)s hops at most. Withdraw this one, and open another traceback from here.", max_hops=MAX_HOPS
            )
        case.record(row, HopFact.LOOP_OVERRULED, secret_texts={"reason": _stated(reason)})


def withdraw_hop(*, actor: Actor, hop: str, reason: str, now: datetime) -> None:
    """Take one open request back."""
    _decide(actor, hop, HopFact.HOP_WITHDRAWN, {}, {"reason": _stated(reason)}, now)


def reopen_hop(*, actor: Actor, hop: str, reason: str, now: datetime) -> None:
    """Ask again a provider whose leg had ended."""
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        permit_hop(actor, Action.DECIDE_HOP, row)
        fact = reopening_fact(case.legs(), hop)
        if fact is None:
            raise WrongState("Whoever named this provider has taken that back: there is nothing left to ask it.")
        case.record(row, fact, secret_texts={"reason": _stated(reason)})


def replace_contact(*, actor: Actor, hop: str, contact: str, now: datetime) -> None:
    """Ask again by another contact after a notice bounced: it is entered, and what came back is passed over."""
    given = contact.strip()
    if not given:
        raise Invalid("Give the address that is to be used instead.", "contact")
    is_mail = "@" in given
    check_words(ContactWords(ContactKind.REQUESTS, "", given if is_mail else "", "" if is_mail else given))
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        permit_hop(actor, Action.DECIDE_HOP, row)
        case.next_step(row, HopFact.CONTACT_REPLACED)
        if row.provider is not None:
            contacts.put_in_place(row.provider, given, actor=actor, now=now)
        case.record(row, HopFact.CONTACT_REPLACED, secret_texts={"contact": given})


def note_bounce(*, actor: Actor, hop: str, reason: str, now: datetime) -> None:
    """Note that a notice came back: no clock runs until a working contact is known."""
    _decide(actor, hop, HopFact.NOTICE_BOUNCED, {}, {"reason": _stated(reason)}, now)


def identify_provider(*, actor: Actor, hop: str, provider: str, now: datetime) -> None:
    """Say which registered provider an unknown name means; it is asked, or held, or a loop is found."""
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        permit_hop(actor, Action.DECIDE_HOP, row)
        found = registry.provider_by_id(provider)
        if found is None:
            raise Invalid("No provider %(provider)s in the registry. Register it first.", "provider", provider=provider)
        namer = case.downstream_of(row)
        begins = first_fact(case, namer, found, instead_of=row)
        fact = HopFact.PROVIDER_IDENTIFIED if begins in ASKS else begins
        changes = {"provider": found, "known_already": known_already(case, namer, found)}
        _entry, step = case.record(row, fact, changes=changes, details={"provider": found.public_id})
        carry_out(case, row, step, None)


def _stated(reason: str) -> str:
    if len(reason.strip()) < 3:
        raise Invalid("Give the reason: it stands in the record.", "reason")
    return reason


def _decide(actor: Actor, hop: str, fact: HopFact, changes: Mapping[str, Any], texts: Mapping[str, str], now: datetime) -> None:
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        permit_hop(actor, Action.DECIDE_HOP, row)
        _entry, step = case.record(row, fact, changes=changes, secret_texts=texts)
        carry_out(case, row, step, None)
