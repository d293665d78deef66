"""A visit to an organisation's own pages: one's own, or with ?of=O-… any other for the consortium's admin. Holds what each page needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from star57.hub.domain.access import Action, Actor, OrganisationKind
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads.organisation import OrganisationView, organisation_view


@dataclass(frozen=True, slots=True)
class OrganisationVisit:
    """A visit, and whose pages they are."""

    visit: Visit
    organisation: OrganisationView

    @property
    def request(self) -> HttpRequest:
        """The request."""
        return self.visit.request

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.visit.actor

    @property
    def now(self) -> Any:
        """When."""
        return self.visit.now

    @property
    def of(self) -> str:
        """What to put behind addresses, so that they stay with this organisation."""
        return "" if self.organisation.is_own else "?" + urlencode({"of": self.organisation.id})

    def address(self, name: str, *names: str) -> str:
        """A page of the same organisation."""
        return reverse(name, args=names) + self.of

    def show(self, template: str, /, *, status: int = 200, **shown: Any) -> HttpResponse:
        """The page with the organisation's tabs."""
        return self.visit.show(template, status=status, organisation=self.organisation, of=self.of, tabs=_tabs(self), **shown)


def at_organisation(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of an organisation's own pages."""

    @wraps(view)
    def page(visit: Visit, **names: str) -> HttpResponseBase:
        wanted = visit.request.GET.get("of") or None
        return view(OrganisationVisit(visit, organisation_view(actor=visit.actor, organisation=wanted)), **names)

    return visited(page)


def _tabs(visit: OrganisationVisit) -> list[tuple[str, str, str]]:
    """Slug, words and address of every page that the actor may open."""
    carrier = visit.organisation.kind is OrganisationKind.PROVIDER
    possible = [
        ("people", _("People"), "organisation", Action.READ_ORGANISATION, True),
        ("keys", _("API keys"), "organisation-keys", Action.MAKE_KEY, True),
        ("providers", _("Providers"), "organisation-providers", Action.READ_ORGANISATION, carrier),
        ("webhooks", _("Webhooks"), "organisation-webhooks", Action.MANAGE_WEBHOOKS, visit.organisation.is_own),
        ("contacts", _("Contacts"), "organisation-contacts", Action.READ_ORGANISATION, carrier),
        ("neighbours", _("Neighbours"), "organisation-neighbours", Action.READ_REQUEST, carrier and visit.organisation.is_own),
        ("events", _("Event log"), "organisation-events", Action.READ_EVENT_LOG, True),
    ]
    return [(slug, words, visit.address(name)) for slug, words, name, action, fits in possible if fits and visit.actor.reach(action)]
