"""The addresses of organisations' own pages, of the choice for whom one acts, and of a carrier's home."""

from django.urls import path

from star57.hub.portal.pages import (
    carrier_home,
    handing_over,
    organisation,
    organisation_events,
    organisation_keys,
    organisation_neighbours,
    organisation_providers,
    viewing,
)

urlpatterns = [
    path("home/", carrier_home.home, name="carrier-home"),
    path("act-for/", viewing.act_for, name="act-for"),
    path("organisations/", viewing.listed, name="organisations"),
    path("organisations/view/end/", viewing.end, name="view-end"),
    path("organisations/<str:organisation>/view/", viewing.begin, name="view-as"),
    path("organisation/", organisation.people, name="organisation"),
    path("organisation/invitations/", organisation.invite, name="organisation-invite"),
    path("organisation/invitations/<str:invitation>/withdrawal/", organisation.withdraw, name="organisation-withdraw"),
    path("organisation/members/<str:membership>/<slug:deed>/", organisation.member, name="organisation-member"),
    path("organisation/keys/", organisation_keys.keys, name="organisation-keys"),
    path("organisation/keys/new/", organisation_keys.make, name="organisation-key"),
    path("organisation/keys/<str:key>/end/", organisation_keys.revoke, name="organisation-key-end"),
    path("organisation/providers/", organisation_providers.providers, name="organisation-providers"),
    path("organisation/providers/authorisation/", organisation_providers.authorise, name="organisation-authorise"),
    path(
        "organisation/authorisations/<str:authorisation>/end/",
        organisation_providers.end_authorisation,
        name="organisation-authorisation-end",
    ),
    path("organisation/neighbours/", organisation_neighbours.neighbours, name="organisation-neighbours"),
    path("organisation/neighbours/table/", organisation_neighbours.table, name="organisation-neighbours-table"),
    path("organisation/neighbours/<str:neighbour>/removal/", organisation_neighbours.forget, name="organisation-neighbour-forget"),
    path("organisation/events/", organisation_events.events, name="organisation-events"),
    path("requests/<str:request_id>/handing-over/", handing_over.hand_over, name="handing-over"),
]
