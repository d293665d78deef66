"""Which tables are the record, and how each is bound to the journal: the one table that triggers, verification and tests read."""

from collections.abc import Mapping
from types import MappingProxyType

JOURNAL = "records_journalentry"

# A row here carries its subject's version; every change of it has an entry. Table -> the entries' subject_kind.
JOURNALED: Mapping[str, str] = MappingProxyType({
    "records_organisation": "organisation",
    "records_provider": "provider",
    "records_membership": "membership",
    "records_apikey": "key",
    "records_campaign": "campaign",
    "records_traceback": "traceback",
    "records_hop": "hop",
    "records_attachment": "attachment",
    "records_contact": "contact",
    "records_webhook": "webhook",
    "records_invitation": "invitation",
    "records_authorisation": "authorisation",
    "records_neighbourname": "neighbour",
    "records_viewing": "viewing",
})  # fmt: skip

# A row here belongs to one entry from the start and never changes.
BOUND = ("records_response", "records_sealed")

GUARDED = (*JOURNALED, *BOUND, JOURNAL)
