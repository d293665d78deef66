"""The consortium's side: opening tracebacks and following them."""

import json
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel

from star57 import clock
from star57.hub.api import waiting
from star57.hub.api.calling import JSON, read, show, write, write_each
from star57.hub.api.inputs import CallIn, TracebackIn
from star57.hub.api.json_text import read_json
from star57.hub.api.outputs import Opened, TracebackList, TracebackOut, traceback_out
from star57.hub.domain.access import Actor
from star57.hub.domain.facts import HopStatus
from star57.hub.domain.refusals import Invalid
from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.domain.work import WorkKind
from star57.hub.ledger.wakeups import rest_topic, traceback_topic
from star57.hub.reads import tracebacks as reads
from star57.hub.reads.filters import EVERYTHING
from star57.hub.usecases.answer_once import Reply
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.wire.values import Instant

router = Router(tags=["tracebacks"])
TracebackId = Annotated[str, Path(max_length=64)]
NDJSON = "application/x-ndjson"


def report_of(call: CallIn) -> CallReport:
    """A call as sent."""
    return CallReport(call.called_number, call.calling_number, call.call_at, call.uncertainty_s, call.call_id, call.origid)


def _open(actor: Actor, body: TracebackIn, now: datetime) -> Opened:
    if (body.campaign is None) == (body.campaign_id is None):
        raise Invalid("Name the campaign by campaign or by campaign_id, not both.", "campaign")
    campaign = body.campaign_id or CampaignWords(**body.campaign.model_dump()) if body.campaign else str(body.campaign_id)
    opened = open_traceback(
        actor=actor, report=report_of(body), terminating=body.terminating, campaign=campaign, direction=body.direction, now=now
    )
    return Opened(id=opened)


@router.post("/tracebacks", response={201: Opened}, summary="Open a traceback")
async def open_one(request: HttpRequest, body: TracebackIn) -> HttpResponse:
    """The terminating provider is asked at once."""
    return await write(request, 201, lambda actor, now: _open(actor, body, now))


@router.post(
    "/tracebacks/batch",
    summary="Open many tracebacks",
    openapi_extra={"requestBody": {"required": True, "content": {NDJSON: {"schema": {"type": "string"}}}}},
)
async def open_many(request: HttpRequest) -> HttpResponse:
    """One JSON object a line; one line back for each, in order: {"line", "status", "id" | "problem"}. Blank lines are passed over."""
    lines = {number: line for number, line in enumerate(request.body.split(b"\n"), start=1) if line.strip()}
    replies = await write_each(request, tuple(lines.values()), _open_line)
    told = (_line(number, reply) for number, reply in zip(lines, replies, strict=True))
    return HttpResponse("".join(told), content_type=NDJSON)


def _open_line(actor: Actor, line: bytes, now: datetime) -> Opened:
    try:
        value = read_json(line)
    except ValueError as wrong:
        raise Invalid("This line is no JSON: %(wrong)s", wrong=str(wrong)) from None
    return _open(actor, TracebackIn.model_validate(value), now)


def _line(number: int, reply: Reply) -> str:
    said = json.loads(reply.body)
    row = {"line": number, "status": reply.status, **(said if reply.status == 201 else {"problem": said})}
    return json.dumps(row, ensure_ascii=False) + "\n"


@router.get("/tracebacks", response=TracebackList, summary="List tracebacks")
async def list_tracebacks(
    request: HttpRequest,
    status: Annotated[TracebackStatus | None, Query()] = None,
    outcome: Annotated[Outcome | None, Query()] = None,
    needs_person: Annotated[bool | None, Query()] = None,
    hop_status: Annotated[HopStatus | None, Query()] = None,
    number: Annotated[str, Query(max_length=20, description="called or calling, E.164")] = "",
    provider: Annotated[str, Query(max_length=64)] = "",
    campaign: Annotated[str, Query(max_length=64)] = "",
    kind: Annotated[WorkKind | None, Query(description="why it stands in the queue")] = None,
    tag: Annotated[str, Query(max_length=40)] = "",
    assigned: Annotated[str, Query(max_length=64, description="a person's id, or nobody: work that nobody has taken")] = "",
    updated_since: Annotated[Instant | None, Query(description="changed after this; the list then goes by time of change")] = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> HttpResponse:
    """The newest first."""
    filters = replace(
        EVERYTHING,
        status=status or "",
        outcome=outcome or "",
        needs_person=needs_person,
        hop_status=hop_status or "",
        number=number,
        provider=provider,
        campaign=campaign,
        updated_since=updated_since,
        kind=kind or "",
        tag=tag,
        assigned=assigned,
    )

    def work(actor: Actor) -> BaseModel:
        page = reads.tracebacks_page(actor=actor, filters=filters, cursor=cursor, limit=limit)
        return TracebackList(tracebacks=tuple(traceback_out(row) for row in page.rows), next=page.cursor)

    return await show(request, work)


@router.get("/tracebacks/{traceback_id}", response=TracebackOut, summary="One traceback")
async def get_traceback(
    request: HttpRequest,
    traceback_id: TracebackId,
    wait: Annotated[float, Query(ge=0, le=60, description="seconds to wait for a change after changed_since")] = 0,
    changed_since: Annotated[Instant | None, Query(description="updated_at of what you have")] = None,
    until: Annotated[Literal["change", "rest"], Query(description="rest: wait until it has ended or needs a person")] = "change",
) -> HttpResponse:
    """With wait, answers as soon as something happened after changed_since, or when it rests."""
    deadline = clock.monotonic() + wait if changed_since or until == "rest" else 0.0
    topic = rest_topic if until == "rest" else traceback_topic

    def has_come(progress: reads.Progress) -> bool:
        return progress.is_resting if until == "rest" else changed_since is not None and progress.changed_at > changed_since

    def told(actor: Actor, *, at_last: bool) -> str | None:
        if not at_last and not has_come(reads.progress_of(actor=actor, traceback=traceback_id)):
            return None
        return traceback_out(reads.traceback_row(actor=actor, traceback=traceback_id)).model_dump_json()

    async with waiting.waiters().subscribed([topic(traceback_id)]) as event:
        while True:
            left = deadline - clock.monotonic()
            text = await read(request, partial(told, at_last=left <= 0))
            if text is not None:
                return HttpResponse(text, content_type=JSON)
            await waiting.woken_within(event, left)
