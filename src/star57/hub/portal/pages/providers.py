"""Names of known providers while somebody types one."""

from django.http import HttpResponse, JsonResponse

from star57.hub.domain.access import Actor
from star57.hub.portal.forms.response import Resolve
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import providers
from star57.hub.reads.views import ProviderRow

SHOWN = 12


@visited
def suggestions(visit: Visit) -> HttpResponse:
    """The first names that hold what was typed."""
    found = providers.known_providers(actor=visit.actor, query=visit.request.GET.get("q", "")[:100], limit=SHOWN)
    return JsonResponse({"providers": [{"id": row.id, "name": row.name, "country": row.country} for row in found]})


def resolver(actor: Actor) -> Resolve:
    """Finds the provider written by its whole name or its id; None when nobody, or more than one, is called that."""

    def resolve(written: str) -> ProviderRow | None:
        wanted = written.strip().casefold()
        found = providers.known_providers(actor=actor, query=written.strip(), limit=SHOWN)
        same = [row for row in found if wanted in {row.name.casefold(), row.id.casefold()}]
        return same[0] if len(same) == 1 else None

    return resolve
