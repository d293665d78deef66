"""Records answers: the entry with the sealed text, the response row, the hop's step and what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from star57.hub.domain.access import Actor, ActorKind
from star57.hub.domain.answering import fact_of, named_by
from star57.hub.domain.facts import HopFact
from star57.hub.domain.forwarding import number_it_came_in_for
from star57.hub.ledger import statements
from star57.hub.ledger.asking import Named
from star57.hub.ledger.case import Case
from star57.hub.ledger.drafts import forget_draft
from star57.hub.ledger.effects import carry_out, retract_branches
from star57.hub.ledger.registry import provider_by_id
from star57.hub.reads.reach import is_on_behalf
from star57.hub.records.hops import Standing
from star57.hub.records.models import Hop, JournalEntry, Response
from star57.proof.canonical import Json
from star57.wire.answers import AnswerKind
from star57.wire.messages import TracebackResponse


@dataclass(frozen=True, slots=True)
class Given:
    """How an answer reached the hub: how is api, agent, portal, telephone, letter or reply_mail; the rest "" unless staff entered it."""

    how: str
    said_by: str
    said_at: datetime | None
    attachment: str


def named_in(response: TracebackResponse, hop: Hop) -> Named | None:
    """Whom the answer names, looked up in the registry, with what its own record says of the call. A number that the call went under
    farther down, before it was forwarded, holds upstream too until somebody names another."""
    reference = named_by(response.answer)
    if reference is None:
        return None
    provider = provider_by_id(reference.provider)
    if provider is None and response.answer.kind is AnswerKind.RECEIVED_FROM_ABROAD:
        return None
    evidence, asked = response.evidence, hop.handed_as or hop.traceback.called_number
    came_in_for = number_it_came_in_for(evidence, asked, hop.provider.country if hop.provider else "") if evidence else ""
    return Named(
        provider=provider,
        name=provider.name if provider else reference.name,
        country=provider.country if provider else reference.country or "",
        contact=reference.contact or "",
        handed_at=evidence.started_at if evidence else None,
        call_id=(evidence.call_id or "") if evidence else "",
        origid=(evidence.origid or "") if evidence else "",
        handed_as=came_in_for or hop.handed_as,
        diverted_from=(evidence.diverted_from if evidence else None) or hop.diverted_from,
    )


def _details(case: Case, hop: Hop, response: TracebackResponse, given: Given, named: Named | None) -> dict[str, Json]:
    lent = hop.provider if hop.provider and is_on_behalf(case.actor, hop.provider) else None
    behalf: dict[str, Json] = {"on_behalf_of": lent.public_id} if lent else {}
    return {
        **behalf,
        "kind": response.answer.kind.value,
        "made_by": response.made_by.value,
        "how": given.how,
        "responder_verified": is_verified(case.actor),
        "facts_version": response.facts_version,
        "names": named.provider.public_id if named and named.provider else None,
        "late": is_late(case, hop, given),
    }


def _secret_texts(response: TracebackResponse, given: Given) -> dict[str, str]:
    texts = {"response": response.model_dump_json(exclude_none=True)}
    if given.said_by:
        texts["said_by"] = given.said_by
        texts["said_at"] = given.said_at.isoformat() if given.said_at else ""
        texts["attachment"] = given.attachment
    return texts


def is_verified(actor: Actor) -> bool:
    """Whether the hub knows who answered; whoever holds a one-time code may be anybody who reads that mailbox."""
    return actor.kind is not ActorKind.CONTACT


def said_at(case: Case, given: Given) -> datetime:
    """When the provider answered: what staff enter for it counts from when it was said."""
    return given.said_at or case.now


def is_late(case: Case, hop: Hop, given: Given) -> bool:
    """Whether an answer comes after the due instant; one at that very instant is on time."""
    return hop.due_at is not None and said_at(case, given) > hop.due_at


def _keep(entry: JournalEntry, case: Case, hop: Hop, response: TracebackResponse, given: Given, standing: Standing) -> None:
    statements.insert(
        Response(
            hop=hop,
            entry=entry,
            kind=response.answer.kind.value,
            standing=standing.value,
            made_by=response.made_by.value,
            given_how=given.how,
            responder_is_verified=is_verified(case.actor),
            facts_version=response.facts_version,
            is_late=is_late(case, hop, given),
            given_at=case.now,
        )
    )


def record_answer(case: Case, hop: Hop, response: TracebackResponse, given: Given) -> JournalEntry:
    """Record an answer that counts, move the hop and open, keep or take back what lies upstream of it."""
    named = named_in(response, hop)
    changes: dict[str, Any] = {"answered_at": said_at(case, given), "is_late": is_late(case, hop, given), "missing": ""}
    entry, step = case.record(
        hop,
        fact_of(response.answer),
        changes=changes,
        details=_details(case, hop, response, given, named),
        secret_texts=_secret_texts(response, given),
    )
    _keep(entry, case, hop, response, given, Standing.STANDS)
    forget_draft(hop)
    carry_out(case, hop, step, named)
    if named is None:
        retract_branches(case, hop, keep=None)
    return entry


def keep_second_answer(case: Case, hop: Hop, response: TracebackResponse, given: Given) -> JournalEntry:
    """Keep an answer to a request that was already answered: nothing is lost, nothing changes."""
    entry, _step = case.record(
        hop,
        HopFact.SECOND_ANSWER_KEPT,
        details=_details(case, hop, response, given, named_in(response, hop)),
        secret_texts=_secret_texts(response, given),
    )
    _keep(entry, case, hop, response, given, Standing.KEPT)
    return entry
