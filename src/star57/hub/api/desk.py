"""What analysts note about a traceback: whose it is, tags, notes, reminders, duplicates."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from star57.hub.api.calling import change
from star57.hub.api.inputs import Body, ReasonIn
from star57.hub.api.outputs import Changed
from star57.hub.api.tracebacks import TracebackId
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.merge_tracebacks import merge_tracebacks, unmerge_traceback
from star57.hub.usecases.remind_providers import remind_providers
from star57.hub.usecases.review_traceback import review_traceback
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.write_note import write_note
from star57.wire.values import PublicId

router = Router(tags=["tracebacks"])
Tag = Annotated[str, Field(min_length=1, max_length=40)]


class AssignmentIn(Body):
    """Whose traceback it becomes."""

    person: PublicId | None = Field(description="id of somebody of your own organisation; null: nobody")


class TagsIn(Body):
    """Tags to put on and to take off."""

    add: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    remove: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()


class NoteIn(Body):
    """A note that staff alone read; @ and a colleague's name puts it on their list."""

    text: Annotated[str, Field(min_length=1, max_length=5000)]


class MergingIn(ReasonIn):
    """Which traceback of the same call is kept."""

    kept: PublicId


@router.post("/tracebacks/{traceback_id}/assignment", response={200: Changed}, summary="Say whose traceback it is")
async def assign(request: HttpRequest, traceback_id: TracebackId, body: AssignmentIn) -> HttpResponse:
    """A colleague's, or nobody's."""
    return await change(
        request, 200, traceback_id, lambda actor, now: assign_traceback(actor=actor, traceback=traceback_id, person=body.person, now=now)
    )


@router.post("/tracebacks/{traceback_id}/tags", response={200: Changed}, summary="Put tags on, take tags off")
async def tag(request: HttpRequest, traceback_id: TracebackId, body: TagsIn) -> HttpResponse:
    """One word each; a list can be filtered by one."""
    return await change(
        request,
        200,
        traceback_id,
        lambda actor, now: tag_traceback(actor=actor, traceback=traceback_id, add=body.add, remove=body.remove, now=now),
    )


@router.post("/tracebacks/{traceback_id}/notes", response={200: Changed}, summary="Write a note for colleagues")
async def note(request: HttpRequest, traceback_id: TracebackId, body: NoteIn) -> HttpResponse:
    """No provider ever reads it."""
    return await change(
        request, 200, traceback_id, lambda actor, now: write_note(actor=actor, traceback=traceback_id, text=body.text, now=now)
    )


@router.post("/tracebacks/{traceback_id}/reminder", response={200: Changed}, summary="Remind whoever owes an answer")
async def remind(request: HttpRequest, traceback_id: TracebackId) -> HttpResponse:
    """Once an hour at most."""
    return await change(request, 200, traceback_id, lambda actor, now: remind_providers(actor=actor, traceback=traceback_id, now=now))


@router.post("/tracebacks/{traceback_id}/review", response={200: Changed}, summary="Say that somebody has looked")
async def review(request: HttpRequest, traceback_id: TracebackId, body: ReasonIn) -> HttpResponse:
    """It leaves the queue as far as it stood there because it was reopened, is in doubt, or a provider wrote."""
    return await change(
        request, 200, traceback_id, lambda actor, now: review_traceback(actor=actor, traceback=traceback_id, reason=body.reason, now=now)
    )


@router.post("/tracebacks/{traceback_id}/merging", response={200: Changed}, summary="Merge into another traceback of the same call")
async def merge(request: HttpRequest, traceback_id: TracebackId, body: MergingIn) -> HttpResponse:
    """Its open requests are withdrawn; it can be taken back."""
    return await change(
        request,
        200,
        traceback_id,
        lambda actor, now: merge_tracebacks(actor=actor, duplicate=traceback_id, kept=body.kept, reason=body.reason, now=now),
    )


@router.post("/tracebacks/{traceback_id}/unmerging", response={200: Changed}, summary="Take a merging back")
async def unmerge(request: HttpRequest, traceback_id: TracebackId, body: ReasonIn) -> HttpResponse:
    """What was withdrawn by merging is asked again."""
    return await change(
        request, 200, traceback_id, lambda actor, now: unmerge_traceback(actor=actor, traceback=traceback_id, reason=body.reason, now=now)
    )
