"""All tables in one place, where Django looks for them."""

from star57.hub.records.allowances import Allowance, Remembered
from star57.hub.records.attachments import Attachment
from star57.hub.records.authorisations import Authorisation, NeighbourName, Viewing
from star57.hub.records.contacts import Contact
from star57.hub.records.desk import Mention, SavedView
from star57.hub.records.drafts import Draft
from star57.hub.records.hops import Hop, Response
from star57.hub.records.invitations import Invitation
from star57.hub.records.journal import JournalEntry, Sealed
from star57.hub.records.keys import AgentState, ApiKey, ApiKeyUse, IdempotentAnswer
from star57.hub.records.notices import Heartbeat, Mail, Notice
from star57.hub.records.one_time import OneTimeCode
from star57.hub.records.organisations import Organisation, Provider
from star57.hub.records.people import Membership, Person
from star57.hub.records.tracebacks import Campaign, Traceback, TracebackSummary, TracebackTag
from star57.hub.records.webhooks import Webhook, WebhookAttempt, WebhookDelivery, WebhookSecret

__all__ = [
    "AgentState",
    "Allowance",
    "ApiKey",
    "ApiKeyUse",
    "Attachment",
    "Authorisation",
    "Campaign",
    "Contact",
    "Draft",
    "Heartbeat",
    "Hop",
    "IdempotentAnswer",
    "Invitation",
    "JournalEntry",
    "Mail",
    "Membership",
    "Mention",
    "NeighbourName",
    "Notice",
    "OneTimeCode",
    "Organisation",
    "Person",
    "Provider",
    "Remembered",
    "Response",
    "SavedView",
    "Sealed",
    "Traceback",
    "TracebackSummary",
    "TracebackTag",
    "Viewing",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookSecret",
]
