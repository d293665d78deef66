"""All tables in one place, where Django looks for them."""

from star57.hub.records.hops import Hop, Response
from star57.hub.records.journal import JournalEntry, Sealed
from star57.hub.records.keys import ApiKey, ApiKeyUse, IdempotentAnswer
from star57.hub.records.organisations import Organisation, Provider
from star57.hub.records.people import Membership, Person
from star57.hub.records.tracebacks import Campaign, Traceback, TracebackSummary

__all__ = [
    "ApiKey",
    "ApiKeyUse",
    "Campaign",
    "Hop",
    "IdempotentAnswer",
    "JournalEntry",
    "Membership",
    "Organisation",
    "Person",
    "Provider",
    "Response",
    "Sealed",
    "Traceback",
    "TracebackSummary",
]
