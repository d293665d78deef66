"""Which fields each kind of reader may see, of what is within its reach: one grid, field × reader."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from star57.hub.domain.access import Action, Actor, OrganisationKind, Reach


class Field(StrEnum):
    """What a page, a message or a report can show of a traceback."""

    CALL_FACTS = "call_facts"
    CAMPAIGN = "campaign"
    OWN_HOP = "own_hop"
    NEIGHBOUR = "neighbour"
    LOOP_NOTE = "loop_note"
    ANSWER_CONTENT = "answer_content"
    EVIDENCE = "evidence"
    CUSTOMER_IDENTITY = "customer_identity"
    WHOLE_PATH = "whole_path"
    SOURCE = "source"
    OUTCOME = "outcome"
    NOTES = "notes"
    CORRESPONDENCE = "correspondence"


class Reader(StrEnum):
    """Who looks: the consortium's staff, the provider whose own hop it is, anybody else."""

    STAFF = "staff"
    ASKED_PROVIDER = "asked_provider"
    AUDITOR = "auditor"
    OTHERS = "others"


_ASKED = frozenset({
    Field.CALL_FACTS, Field.CAMPAIGN, Field.OWN_HOP, Field.NEIGHBOUR, Field.LOOP_NOTE, Field.ANSWER_CONTENT, Field.EVIDENCE,
    Field.CUSTOMER_IDENTITY, Field.CORRESPONDENCE,
})  # fmt: skip

# A provider reads answers and customers on its own hop only: there, they are its own words. LOOP_NOTE is the one permitted leak:
# a provider that is named again further up is told that it was asked before and who names it now.
VISIBLE: Mapping[Reader, frozenset[Field]] = MappingProxyType({
    Reader.STAFF: frozenset(Field),
    Reader.AUDITOR: frozenset(Field) - {Field.CUSTOMER_IDENTITY, Field.EVIDENCE, Field.SOURCE, Field.NOTES, Field.CORRESPONDENCE},
    Reader.ASKED_PROVIDER: _ASKED,
    Reader.OTHERS: frozenset(),
})  # fmt: skip


def reader_of(actor: Actor) -> Reader:
    """Which column of the grid an actor reads by; reach over single hops is access's business."""
    if actor.organisation_kind is OrganisationKind.AUDITOR:
        return Reader.AUDITOR
    if actor.reach(Action.READ_TRACEBACK) is Reach.ALL:
        return Reader.STAFF
    if actor.reach(Action.READ_REQUEST) in {Reach.OWN, Reach.THIS}:
        return Reader.ASKED_PROVIDER
    return Reader.OTHERS


def may_see(actor: Actor, field: Field) -> bool:
    """Whether the actor may see this field of what is within its reach."""
    return field in VISIBLE[reader_of(actor)]
