"""The thread of one request, between its provider and staff: read, write, ask for more time, decide about it."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from star57.hub.api.calling import change, show
from star57.hub.api.decisions import HopId
from star57.hub.api.inputs import Body
from star57.hub.api.outputs import Changed
from star57.hub.api.requests import RequestId
from star57.hub.domain.access import Actor
from star57.hub.reads.correspondence import thread_of
from star57.hub.usecases.correspond import MAX_TEXT, ask_more_time, grant_more_time, refuse_more_time, write_message
from star57.wire.values import Instant

router = Router(tags=["correspondence"])
Text = Annotated[str, Field(min_length=3, max_length=MAX_TEXT)]


class MessageIn(Body):
    """What you want to say to the other side. It is never an answer."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "Our switch was replaced that night: the records come tomorrow."}})
    text: Text


class MoreTimeIn(Body):
    """Until when you need more time, and why."""

    model_config = ConfigDict(json_schema_extra={"example": {"until": "2026-11-25T15:00:00Z", "reason": "The switch is being replaced."}})
    until: Instant
    reason: Text


class MoreTimeDecisionIn(Body):
    """More time, until when; null refuses it. The reason is sent to the provider."""

    model_config = ConfigDict(json_schema_extra={"example": {"until": None, "reason": "You have had the records since Monday."}})
    until: Instant | None
    reason: Text


class MessageOut(BaseModel):
    """One line of a thread. text is empty where it was erased by law; until: the time that was asked for or granted."""

    entry: str
    at: Instant
    is_by_staff: bool
    is_automatic: bool
    came_by_mail: bool
    words: str
    text: str
    until: Instant | None


class ThreadOut(BaseModel):
    """A thread, oldest line first. due_at is the legal due time, which extended_to does not move; asked_until waits for a decision."""

    request: str
    due_at: Instant | None
    extended_to: Instant | None
    asked_until: Instant | None
    messages: tuple[MessageOut, ...]


@router.get("/requests/{request_id}/thread", response=ThreadOut, summary="What you and staff wrote to each other about a request")
async def get_thread(request: HttpRequest, request_id: RequestId) -> HttpResponse:
    """Nobody else along the path sees it."""

    def work(actor: Actor) -> BaseModel:
        found = thread_of(actor=actor, hop=request_id)
        lines = tuple(MessageOut.model_validate(line, from_attributes=True) for line in found.messages)
        return ThreadOut(
            request=found.hop, due_at=found.due_at, extended_to=found.extended_to, asked_until=found.asked_until, messages=lines
        )

    return await show(request, work)


@router.post("/requests/{request_id}/messages", response={201: Changed}, summary="Write to the other side")
async def write_to_thread(request: HttpRequest, request_id: RequestId, body: MessageIn) -> HttpResponse:
    """A provider writes to staff, staff to the provider."""
    return await change(
        request, 201, request_id, lambda actor, now: write_message(actor=actor, request=request_id, text=body.text, how="api", now=now)
    )


@router.post("/requests/{request_id}/more-time", response={201: Changed}, summary="Ask for more time")
async def ask_for_time(request: HttpRequest, request_id: RequestId, body: MoreTimeIn) -> HttpResponse:
    """Reminders and escalation may wait; the legal due time is nobody's to move."""
    return await change(
        request,
        201,
        request_id,
        lambda actor, now: ask_more_time(actor=actor, request=request_id, until=body.until, reason=body.reason, how="api", now=now),
    )


@router.post("/hops/{hop_id}/more-time", response={200: Changed}, summary="Grant or refuse more time")
async def decide_time(request: HttpRequest, hop_id: HopId, body: MoreTimeDecisionIn) -> HttpResponse:
    """What is granted moves our own reminders and escalation, and stands beside the legal due time."""

    def decided(actor: Actor, now: datetime) -> None:
        if body.until is None:
            refuse_more_time(actor=actor, hop=hop_id, reason=body.reason, now=now)
        else:
            grant_more_time(actor=actor, hop=hop_id, until=body.until, reason=body.reason, now=now)

    return await change(request, 200, hop_id, decided)
