"""What a reader asks: every address of the portal and of the API, with its own ids, with others' and with ids that do not exist."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from star57.hub.records import models
from tests.noninterference.cast import Cast
from tests.noninterference.looking import NOT_POSTED, Asked, addresses, api_routes, filled
from tests.surfaces.api.test_grid import BODIES

WORK = (
    "/", "/home/", "/requests/", "/requests/batch/", "/providers/", "/organisation/", "/organisation/keys/", "/organisation/providers/",
    "/organisation/contacts/", "/organisation/neighbours/", "/organisation/events/", "/organisation/webhooks/", "/tracebacks/",
)  # fmt: skip
FORM = {
    "text": "We wrote this.", "reason": "We say so.", "kind": "declined", "facts_version": "1", "name": "New name", "role": "reader",
    "address": "new@self.example", "upstream_name": "Carrier P2", "provider": "P2", "organisation": "O-P3", "email": "new@guest.example",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked, with what is sent along."""

    asked: Asked
    body: Mapping[str, Any]


def questions(cast: Cast, reader: str, chance: random.Random, width: int) -> list[Question]:
    """A part of all that can be asked: width of each sort. Ids come from the world that is there now."""
    ids = known_ids()
    if reader in cast.keys:
        return _by_key(ids, chance, width)

    def some(addresses: Sequence[str]) -> list[str]:
        return chance.sample(addresses, min(width, len(addresses)))

    own = [f"/requests/{each}/" for each in ids["own"]] + [f"/requests/{each}/thread/" for each in ids["own"]]
    own += [f"/tracebacks/{each}/" for each in ids["traceback"]] if reader == "AUDITOR" else []
    found = addresses(ids)
    gets = [*some(WORK), *some(own), *some([each for each in found if each not in {*own, *WORK}])]
    posts = some([each for each in found if not NOT_POSTED.match(each)])[: 1 + width // 3]
    return [Question(Asked("GET", each), {}) for each in gets] + [Question(Asked("POST", each), FORM) for each in posts]


def _by_key(ids: Mapping[str, Sequence[str]], chance: random.Random, width: int) -> list[Question]:
    asked = [Question(Asked("GET", f"/api/v1/requests?state={state}&limit=100"), {}) for state in ("new", "open", "answered", "all")]
    for method, route in api_routes():
        found = list(filled(route, ids))
        body = BODIES.get((method, route.removeprefix("/api/v1").replace("<", "{").replace(">", "}")), lambda _hop: {})
        taken = found if method == "GET" else chance.sample(found, min(len(found), max(1, width // 10)))
        asked += [Question(Asked(method, address), body(ids["hop"][0])) for address in taken]
    return sorted(asked, key=lambda each: each.asked.method)


def known_ids() -> dict[str, Sequence[str]]:
    """Examples for every placeholder: the reader's own, somebody else's, nobody's."""
    hops = models.Hop.objects.order_by("pk")
    own = list(hops.filter(provider__public_id="SELF", asked_at__isnull=False).values_list("public_id", flat=True))
    sister = list(hops.filter(provider__public_id="SISTER", asked_at__isnull=False).values_list("public_id", flat=True))
    others = list(hops.exclude(provider__organisation__public_id="O-SELF").values_list("public_id", flat=True))
    entries = models.JournalEntry.objects.filter(subject_kind="hop").order_by("pk")
    some = [*own, *sister, *others[-1:], "R-2222-2222-2222"]
    of_others = models.Provider.objects.filter(organisation__public_id="O-P1").values_list("public_id", flat=True)
    return {
        "own": [*own, *sister],
        "request_id": some,
        "hop": some,
        "hop_id": some,
        "traceback": _ids(models.Traceback, 2),
        "traceback_id": _ids(models.Traceback, 2),
        "campaign": _ids(models.Campaign, 2),
        "attachment": _ids(models.Attachment, 4),
        "entry": [*entries.filter(subject_id__in=own).values_list("public_id", flat=True)[:2], "E-2222-2222-2222"],
        "organisation": [*(f"O-{each}" for each in of_others), "O-SELF"],
        "invitation": _ids(models.Invitation, 1),
        "membership": _ids(models.Membership, 2),
        "key": _ids(models.ApiKey, 1),
        "authorisation": _ids(models.Authorisation, 2),
        "neighbour": _ids(models.NeighbourName, 2),
        "contact": _ids(models.Contact, 2),
        "contact_id": _ids(models.Contact, 2),
        "webhook": _ids(models.Webhook, 1),
        "webhook_id": _ids(models.Webhook, 1),
        "delivery_id": _ids(models.WebhookDelivery, 1),
        "view": _ids(models.SavedView, 1),
        "token": ["no-such-token"],
        "deed": ["retirement", "removal"],
        "step": ["withdraw"],
        "decision": ["grant"],
        "provider_id": ["office"],
        "pk": ["1"],
        "uidb36": ["1"],
    }


def _ids(model: Any, count: int) -> list[str]:
    """The latest of a kind, whoever's they are."""
    found = list(model.objects.order_by("-pk").values_list("public_id", flat=True)[:count])
    return [*found, "X-2222-2222-2222"]
