"""Quick search: one box for numbers, ids, providers and campaigns; a page of results, and names while somebody types."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from star57.hub.portal.queue_address import address_of
from star57.hub.portal.queue_rows import queue_row
from star57.hub.portal.templatetags.portal_words import phone
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads.searching import Found
from star57.hub.reads.searching import search as search_everywhere

SHOWN, OFFERED = 25, 5


@require_safe
@visited
def search(visit: Visit) -> HttpResponse:
    """The results; a traceback or request named by its id opens at once."""
    text = visit.request.GET.get("q", "").strip()
    found = search_everywhere(actor=visit.actor, text=text, limit=SHOWN)
    if found.exact:
        return redirect("traceback", found.exact)
    return visit.show(
        "search.html",
        text=text,
        rows=[queue_row(row, visit.actor, visit.now) for row in found.tracebacks],
        providers=[(each, address_of({"provider": each.id, "sort": "newest"})) for each in found.providers],
        campaigns=found.campaigns,
        is_nothing=bool(text) and not (found.tracebacks or found.providers or found.campaigns),
    )


@require_safe
@visited
def suggestions(visit: Visit) -> HttpResponse:
    """The first of each kind, for the list under the box."""
    found = search_everywhere(actor=visit.actor, text=visit.request.GET.get("q", ""), limit=OFFERED)
    return JsonResponse({"found": _offered(found)})


def _offered(found: Found) -> list[dict[str, str]]:
    tracebacks = [
        {
            "words": row.id,
            "more": f"{phone(row.called_number)} ← {phone(row.calling_number)}",
            "address": reverse("traceback", args=[row.id]),
        }
        for row in found.tracebacks
    ]
    providers = [
        {"words": row.name, "more": row.id, "address": address_of({"provider": row.id, "sort": "newest"})} for row in found.providers
    ]
    campaigns = [{"words": row.name, "more": row.id, "address": reverse("campaign", args=[row.id])} for row in found.campaigns]
    return [*tracebacks, *providers, *campaigns]
