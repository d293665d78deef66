"""Opening a request: whatever page of it a person of its provider sees first is its receipt, and starts the clock."""

from star57.hub.domain.access import Action, Reach
from star57.hub.portal.visits import Visit
from star57.hub.reads import requests as request_reads
from star57.hub.reads.views import RequestView
from star57.hub.usecases.permission import permit
from star57.hub.usecases.receive_request import receive_request


def opened(visit: Visit, request_id: str) -> RequestView:
    """The request as it stands once it was opened. A browser that only fetches ahead opens nothing. Raises NotFound."""
    fetches_ahead = "prefetch" in visit.request.headers.get("Sec-Purpose", "")
    if visit.actor.reach(Action.READ_REQUEST) in {Reach.OWN, Reach.THIS} and not fetches_ahead:
        receive_request(actor=visit.actor, request=request_id, how="portal", now=visit.now)
    return request_reads.request_view(actor=visit.actor, request=request_id)


def opened_to(visit: Visit, request_id: str, *deeds: Action) -> RequestView:
    """The request, opened by whoever may do one of these to it. Raises NotFound where it is out of reach, NotAllowed where they are."""
    view = opened(visit, request_id)
    if not any(visit.actor.reach(deed) for deed in deeds):
        permit(visit.actor, deeds[0])
    return view
