"""What stands in the addresses that the grid tries."""

from collections.abc import Mapping
from typing import Any

from star57.hub.reads.one_time import link_path
from star57.hub.records.models import (
    ApiKey,
    Attachment,
    Authorisation,
    Campaign,
    Contact,
    Invitation,
    JournalEntry,
    NeighbourName,
    SavedView,
    Webhook,
)
from tests.journeys.organisation_scene import membership
from tests.journeys.scene import Scene

ADDRESS = "noc@harbor.example"


def names_in(scene: Scene, case: str) -> dict[str, str]:
    """What stands in the addresses: Harbor Voice's open request, and a thing of each kind that is its own."""
    mine = scene.request_of(case, "TRAN1")
    return {
        "traceback": scene.tracebacks[case],
        "request": mine,
        "hop": mine,
        "entry": entry_of(mine),
        "token": link_path(mine, ADDRESS).split("/")[2],
        "attachment": _id(Attachment.objects.earliest("pk")),
        "campaign": _id(Campaign.objects.get(tracebacks__public_id=scene.tracebacks[case])),
        "view": _id(SavedView.objects.earliest("pk")),
        "organisation": "O-TRAN1",
        "invitation": _id(Invitation.objects.earliest("pk")),
        "membership": membership(scene, "engineer"),
        "key": _id(ApiKey.objects.filter(organisation__public_id="O-TRAN1").earliest("pk")),
        "authorisation": _id(Authorisation.objects.get(provider__public_id="TRAN1", revoked_at__isnull=True)),
        "neighbour": _id(NeighbourName.objects.earliest("pk")),
        "contact": _id(Contact.objects.get(address=ADDRESS)),
        "webhook": _id(Webhook.objects.earliest("pk")),
    }


def others_request(scene: Scene, whose: str) -> Mapping[str, str]:
    """Another request than the open one of Harbor Voice: the ids that stand in its address."""
    traceback, provider = {
        "down": ("running", "TERM"),
        "up": ("running", "TRAN2"),
        "stranger": ("declined", "TRAN2"),
        "closed": ("found", "TRAN1"),
    }[whose]
    request = scene.request_of(traceback, provider)
    return {"traceback": scene.tracebacks[traceback], "request": request, "hop": request, "entry": entry_of(request)}


def _id(row: Any) -> str:
    return str(row.public_id)


def entry_of(hop: str) -> str:
    """The latest entry about a request."""
    return str(JournalEntry.objects.filter(subject_kind="hop", subject_id=hop).latest("version").public_id)
