"""Names of known providers while somebody types one: the registry, the same for everybody, and before it one's own names."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Actor
from star57.hub.portal.code_visits import visited_too_by_code
from star57.hub.portal.forms.response import Resolve
from star57.hub.portal.visits import Visit
from star57.hub.reads import providers
from star57.hub.reads.neighbours import own_names_like, resolve_neighbour
from star57.hub.reads.views import ProviderRow

SHOWN = 12
OWN_SHOWN = 4


@require_safe
@visited_too_by_code
def suggestions(visit: Visit) -> HttpResponse:
    """The first names that hold what was typed."""
    query = visit.request.GET.get("q", "")[:100].strip()
    own = own_names_like(actor=visit.actor, provider=None, text=query, limit=OWN_SHOWN) if visit.actor.organisation and query else {}
    found = providers.known_providers(actor=visit.actor, query=query, limit=SHOWN)
    named = [{"id": row.id, "name": name, "country": row.country, "means": row.name} for name, row in own.items()]
    return JsonResponse({"providers": [*named, *({"id": row.id, "name": row.name, "country": row.country} for row in found)]})


def resolver(actor: Actor, provider: str | None = None) -> Resolve:
    """Finds the provider written by its name, id or OCN, or by the asked provider's own name for it; None when it is none or several."""

    def resolve(written: str) -> ProviderRow | None:
        return resolve_neighbour(actor, provider, written)

    return resolve
