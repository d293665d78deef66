"""An organisation's event log: what was done to it and by its people, each line with its proof."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from star57.hub.portal.organisation_visits import OrganisationVisit, at_organisation
from star57.hub.reads.event_log import GROUPS, event_log

LIMIT = 50


@require_safe
@at_organisation
def events(visit: OrganisationVisit) -> HttpResponse:
    """The latest first; ?show= filters by what is concerned."""
    asked = visit.request.GET
    group = asked.get("show", "") if asked.get("show", "") in GROUPS else ""
    page = event_log(actor=visit.actor, organisation=visit.organisation.id, group=group, cursor=asked.get("cursor") or None, limit=LIMIT)
    return visit.show("organisation/events.html", events=page.rows, cursor=page.cursor, group=group, groups=_groups(), tab="events")


def _groups() -> list[tuple[str, str]]:
    words = {
        "": _("Everything"),
        "members": _("People"),
        "sign-in": _("Sign-in"),
        "keys": _("API keys"),
        "providers": _("Providers"),
        "contacts": _("Contacts and webhooks"),
        "neighbours": _("Neighbours"),
        "views": _("Viewed by the consortium"),
    }
    return [(group, words[group]) for group in ("", *GROUPS)]
