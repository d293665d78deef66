"""A provider's side: what it is asked, and its answers. The wire's own messages."""

import json
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from star57 import clock
from star57.hub.api import waiting
from star57.hub.api.calling import JSON, organisation_of, read, show, write, write_each
from star57.hub.api.inputs import ResponsesIn
from star57.hub.api.outputs import BatchLine, BatchOut
from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.refusals import Refused
from star57.hub.ledger.wakeups import request_topic
from star57.hub.reads import requests as reads
from star57.hub.usecases.answer_once import Reply
from star57.hub.usecases.correct_answer import correct_answer
from star57.hub.usecases.dispute_claim import confirm_claim, dispute_claim
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.report_agent import report_agent_state
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.messages import (
    AgentState,
    Confirmation,
    Correction,
    Dispute,
    Receipt,
    RequestedResponse,
    RequestList,
    TracebackRequest,
    TracebackResponse,
)
from star57.wire.values import WIRE_VERSION

router = Router(tags=["requests"])
State = Literal["new", "open", "answered", "all"]
RequestId = Annotated[str, Path(max_length=64)]
MAX_WAIT_S = 60
PAGE = 200


@router.get("", response=RequestList, summary="Requests that wait for your answer")
async def list_requests(
    request: HttpRequest,
    state: Annotated[State, Query(description="new: not yet received; open: still to answer; answered; all")] = "open",
    wait: Annotated[float, Query(ge=0, le=MAX_WAIT_S, description="seconds to wait for something new when there is nothing")] = 0,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = PAGE,
) -> HttpResponse:
    """Reading a new request with your own key records that you received it: the legal clock starts."""
    if wait == 0 or cursor:
        return await show(request, lambda actor: _listed(actor, state, cursor, limit))
    until = clock.monotonic() + wait
    async with waiting.waiters().subscribed([request_topic(await organisation_of(request))]) as event:
        found = await read(request, lambda actor: _listed(actor, state, cursor, limit))
        while not found.requests and (left := until - clock.monotonic()) > 0 and await waiting.woken_within(event, left):
            found = await read(request, lambda actor: _listed(actor, state, cursor, limit))
    return HttpResponse(found.model_dump_json(), content_type=JSON)


def _listed(actor: Actor, state: State, cursor: str | None, limit: int) -> RequestList:
    now = clock.now()
    is_own = actor.reach(Action.READ_REQUEST) is Reach.OWN  # staff look without receiving
    ids = reads.new_request_ids(actor=actor, limit=limit) if is_own else ()
    received = tuple(receive_request(actor=actor, request=each, how="api", now=now) for each in ids)
    if state == "new" and is_own:
        return RequestList.model_construct(version=WIRE_VERSION, requests=received, next=None)
    page = reads.requests_page(actor=actor, state=state, cursor=cursor, limit=limit)
    return RequestList.model_construct(version=WIRE_VERSION, requests=page.rows, next=page.cursor)


@router.get("/{request_id}", response=TracebackRequest, summary="One request")
async def get_request(request: HttpRequest, request_id: RequestId) -> HttpResponse:
    """Another's request is as unknown as one that does not exist."""

    return await show(request, lambda actor: receive_request(actor=actor, request=request_id, how="api", now=clock.now()))


@router.post("/{request_id}/response", response={201: Receipt}, summary="Answer a request")
async def respond(request: HttpRequest, request_id: RequestId, body: TracebackResponse) -> HttpResponse:
    """A second answer is kept and refused with 409: send a correction to replace the first."""
    return await write(request, 201, lambda actor, now: _answered(actor, request_id, body, now))


def _answered(actor: Actor, request: str, response: TracebackResponse, now: datetime) -> Receipt | Refused:
    outcome = respond_to_request(actor=actor, request=request, response=response, how="api", now=now)
    return outcome.refusal or outcome.receipt


@router.post("/{request_id}/correction", response={201: Receipt}, summary="Replace your answer")
async def correct(request: HttpRequest, request_id: RequestId, body: Correction) -> HttpResponse:
    """Both answers stay on the record."""
    return await write(
        request, 201, lambda actor, now: correct_answer(actor=actor, request=request_id, correction=body, how="api", now=now)
    )


@router.post("/{request_id}/dispute", response={201: Receipt}, summary="Deny that you handed this call on")
async def dispute(request: HttpRequest, request_id: RequestId, body: Dispute) -> HttpResponse:
    """Both statements stand side by side until an analyst decides."""
    return await write(request, 201, lambda actor, now: dispute_claim(actor=actor, request=request_id, dispute=body, now=now))


@router.post("/{request_id}/confirmation", response={201: Receipt}, summary="Confirm that you handed this call on")
async def confirm(request: HttpRequest, request_id: RequestId, body: Confirmation) -> HttpResponse:
    """An answer that names somebody confirms it too."""
    return await write(request, 201, lambda actor, now: confirm_claim(actor=actor, request=request_id, confirmation=body, now=now))


batch_router = Router(tags=["requests"])


@batch_router.post("/agent/state", response=AgentState, summary="Say how your agent is")
async def report_agent(request: HttpRequest, body: AgentState) -> HttpResponse:
    """Optional: your own people see it on their home page, and nothing else depends on it."""
    return await write(request, 200, lambda actor, now: report_agent_state(actor=actor, state=body, now=now))


@batch_router.post("/responses", response={200: BatchOut}, summary="Answer several requests at once")
async def respond_to_many(request: HttpRequest, body: ResponsesIn) -> HttpResponse:
    """Each is answered or refused by itself; the results come in the order sent."""
    replies = await write_each(request, [json.dumps(item).encode() for item in body.responses], _answer_one)
    lines = tuple(_line(item, reply) for item, reply in zip(body.responses, replies, strict=True))
    return HttpResponse(BatchOut(results=lines).model_dump_json(), content_type=JSON)


def _answer_one(actor: Actor, item: bytes, now: datetime) -> Receipt | Refused:
    parsed = RequestedResponse.model_validate_json(item)
    return _answered(actor, parsed.request, parsed.response, now)


def _line(item: dict[str, object], reply: Reply) -> BatchLine:
    name, said = str(item.get("request", ""))[:64], json.loads(reply.body)
    if reply.status == 201:
        return BatchLine(request=name, status=201, receipt=Receipt.model_validate(said), problem=None)
    return BatchLine(request=name, status=reply.status, receipt=None, problem=said)
