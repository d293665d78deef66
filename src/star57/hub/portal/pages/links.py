"""Links that a provider's contacts answer by, for staff to pass on."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from star57.hub.portal.visits import Visit, visited
from star57.hub.usecases.make_request_link import request_links


@require_safe
@visited
def links(visit: Visit, request_id: str) -> HttpResponse:
    """One for each contact on record; the code goes to that contact, whoever has the link."""
    found = request_links(actor=visit.actor, request=request_id)
    shown = [(link.address, visit.request.build_absolute_uri(link.path)) for link in found]
    return visit.show("links.html", links=shown, request_id=request_id)
