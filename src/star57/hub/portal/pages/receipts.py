"""A receipt to keep: as a page, on paper, and as the wire's own message."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from star57.hub.domain.refusals import NotFound
from star57.hub.portal.code_visits import visited_too_by_code
from star57.hub.portal.pages.opening import opened
from star57.hub.portal.visits import Visit
from star57.hub.reads.views import Happening, RequestView
from star57.wire.messages import Receipt
from star57.wire.values import WIRE_VERSION


@require_safe
@visited_too_by_code
def receipt(visit: Visit, request_id: str, entry: str) -> HttpResponse:
    """The proof of one entry, with what happens next."""
    view = opened(visit, request_id)
    found = _entry(view, entry)
    stands = next((answer for answer in reversed(view.answers) if answer.stands), None)
    return visit.show("receipt.html", view=view, asked=view.request, entry=found, stands=stands)


@require_safe
@visited_too_by_code
def receipt_json(visit: Visit, request_id: str, entry: str) -> HttpResponse:
    """The same proof for a file: `star57 verify` and any program can read it."""
    view = opened(visit, request_id)
    found = _entry(view, entry)
    message = Receipt(
        version=WIRE_VERSION,
        request=view.request.id,
        fact=found.fact,
        recorded_at=found.at,
        entry=found.entry,
        entry_hash=found.entry_hash,
        state=view.request.state,
    )
    name = f"receipt-{view.request.id}-{found.entry}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(message.model_dump_json(indent=2), content_type="application/json", headers=headers)


def _entry(view: RequestView, entry: str) -> Happening:
    found = next((each for each in view.happenings if each.entry == entry), None)
    if found is None:
        raise NotFound("There is no such entry.")
    return found
