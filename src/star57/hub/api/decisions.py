"""What staff decide: corrected facts, withdrawal, reopening, one hop at a time, answers given elsewhere."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import BaseModel

from star57.hub.api.calling import change, write
from star57.hub.api.inputs import CorrectionIn, DecisionIn, EnteredAnswerIn, ReasonIn
from star57.hub.api.outputs import Changed
from star57.hub.api.tracebacks import TracebackId, report_of
from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import Invalid, Refused
from star57.hub.usecases import decide_hop as decisions
from star57.hub.usecases.confirm_silence import confirm_silence
from star57.hub.usecases.correct_call_facts import correct_call_facts
from star57.hub.usecases.credit_outage import credit_outage
from star57.hub.usecases.enter_answer import Said, enter_answer
from star57.hub.usecases.reopen_traceback import reopen_traceback
from star57.hub.usecases.withdraw_traceback import withdraw_traceback
from star57.wire.messages import Receipt

router = Router(tags=["tracebacks"])
HopId = Annotated[str, Path(max_length=64)]


@router.post("/tracebacks/{traceback_id}/correction", response={200: Changed}, summary="Correct the call facts")
async def correct_facts(request: HttpRequest, traceback_id: TracebackId, body: CorrectionIn) -> HttpResponse:
    """Every open request is told, and its clock starts anew."""

    def work(actor: Actor, now: datetime) -> BaseModel:
        version = correct_call_facts(
            actor=actor, traceback=traceback_id, report=report_of(body.call), reason=body.reason, seen=None, now=now
        )
        return Changed(id=traceback_id, facts_version=version)

    return await write(request, 200, work)


@router.post("/tracebacks/{traceback_id}/withdrawal", response={200: Changed}, summary="Withdraw a traceback")
async def withdraw(request: HttpRequest, traceback_id: TracebackId, body: ReasonIn) -> HttpResponse:
    """All its open requests are withdrawn."""
    return await change(
        request, 200, traceback_id, lambda actor, now: withdraw_traceback(actor=actor, traceback=traceback_id, reason=body.reason, now=now)
    )


@router.post("/tracebacks/{traceback_id}/reopening", response={200: Changed}, summary="Take a withdrawn traceback up again")
async def reopen(request: HttpRequest, traceback_id: TracebackId, body: ReasonIn) -> HttpResponse:
    """The requests that were withdrawn are asked again."""
    return await change(
        request, 200, traceback_id, lambda actor, now: reopen_traceback(actor=actor, traceback=traceback_id, reason=body.reason, now=now)
    )


@router.post("/tracebacks/{traceback_id}/non-response", response={200: Changed}, summary="Confirm who stayed silent as non-responsive")
async def confirm_silent(request: HttpRequest, traceback_id: TracebackId, body: ReasonIn) -> HttpResponse:
    """Every provider of the traceback whose escalation has lapsed."""
    return await change(
        request, 200, traceback_id, lambda actor, now: confirm_silence(actor=actor, traceback=traceback_id, reason=body.reason, now=now)
    )


Decide = Callable[[Actor, str, DecisionIn, datetime], None]


def _with_reason(use_case: Callable[..., None], name: str) -> Decide:
    def decide(actor: Actor, hop: str, body: DecisionIn, now: datetime) -> None:
        arguments: dict[str, Any] = {"actor": actor, "hop": hop, name: body.reason, "now": now}
        use_case(**arguments)

    return decide


def _identify(actor: Actor, hop: str, body: DecisionIn, now: datetime) -> None:
    decisions.identify_provider(actor=actor, hop=hop, provider=body.provider or "", now=now)


def _credit_outage(actor: Actor, hop: str, body: DecisionIn, now: datetime) -> None:
    if body.began_at is None or body.ended_at is None:
        raise Invalid("Say from when until when: began_at and ended_at.", "ended_at" if body.began_at else "began_at")
    credit_outage(actor=actor, hop=hop, began_at=body.began_at, ended_at=body.ended_at, now=now)


DECIDE: Mapping[str, Decide] = MappingProxyType({
    "send_back": _with_reason(decisions.send_back_answer, "missing"),
    "identify": _identify,
    "confirm_non_response": _with_reason(decisions.confirm_non_response, "reason"),
    "uphold_dispute": _with_reason(decisions.uphold_dispute, "reason"),
    "reject_dispute": _with_reason(decisions.reject_dispute, "reason"),
    "overrule_loop": _with_reason(decisions.overrule_loop, "reason"),
    "withdraw": _with_reason(decisions.withdraw_hop, "reason"),
    "reopen": _with_reason(decisions.reopen_hop, "reason"),
    "replace_contact": _with_reason(decisions.replace_contact, "contact"),
    "note_bounce": _with_reason(decisions.note_bounce, "reason"),
    "credit_outage": _credit_outage,
})  # fmt: skip


@router.post("/hops/{hop_id}/decision", response={200: Changed}, summary="Decide about one hop")
async def decide(request: HttpRequest, hop_id: HopId, body: DecisionIn) -> HttpResponse:
    """What staff alone can decide."""
    return await change(request, 200, hop_id, lambda actor, now: DECIDE[body.decision](actor, hop_id, body, now))


@router.post("/hops/{hop_id}/entered-answer", response={201: Receipt}, summary="Enter an answer given by telephone, letter or reply mail")
async def enter(request: HttpRequest, hop_id: HopId, body: EnteredAnswerIn) -> HttpResponse:
    """On the provider's behalf; it is told and can correct it."""

    def work(actor: Actor, now: datetime) -> BaseModel | Refused:
        said = Said(body.said_by, body.said_at, body.how, body.attachment)
        outcome = enter_answer(actor=actor, request=hop_id, response=body.response, said=said, now=now)
        return outcome.refusal or outcome.receipt

    return await write(request, 201, work)
