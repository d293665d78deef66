"""What a request's pages show of the call: local window, pasteable searches, recordings, and what "find it in my file" looks for."""

from dataclasses import dataclass

from star57.hub.domain.attaching import Subject
from star57.hub.portal import finding, zones
from star57.hub.portal.pasting import Pasting, ready_to_paste
from star57.hub.portal.visits import Visit
from star57.hub.reads.attachments import AttachedFile, files_of
from star57.hub.reads.views import RequestView


@dataclass(frozen=True, slots=True)
class CallSheet:
    """Everything about the call but its plain facts."""

    zone: str
    zones: tuple[str, ...]
    paste: Pasting
    recordings: tuple[AttachedFile, ...]
    evidence: tuple[AttachedFile, ...]
    find: str
    own_names: str


def call_sheet(visit: Visit, view: RequestView) -> CallSheet:
    """The sheet for this reader, in the zone they chose."""
    zone = zones.chosen_zone(visit.request, view.zone)
    campaign = files_of(actor=visit.actor, subject=Subject.CAMPAIGN, subject_id=view.campaign)
    return CallSheet(
        zone=zone,
        zones=zones.offered_zones(zone, view.zone),
        paste=ready_to_paste(view.request.call, zones.zone_of(zone)),
        recordings=tuple(file for file in campaign if file.is_audio),
        evidence=files_of(actor=visit.actor, subject=Subject.HOP, subject_id=view.request.id),
        find=finding.facts_to_find(view.request.call),
        own_names=finding.own_names(visit.actor),
    )
