"""What a provider's contact is for, and in which order contacts are tried."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ContactKind(StrEnum):
    """What a contact is for."""

    REQUESTS = "requests"
    ESCALATION = "escalation"
    ABUSE = "abuse"


# Where the contact of one kind is missing or its mail came back, the next kind is tried.
TRIED_IN_ORDER: Mapping[ContactKind, tuple[ContactKind, ...]] = MappingProxyType({
    ContactKind.REQUESTS: (ContactKind.REQUESTS, ContactKind.ESCALATION, ContactKind.ABUSE),
    ContactKind.ESCALATION: (ContactKind.ESCALATION, ContactKind.REQUESTS, ContactKind.ABUSE),
    ContactKind.ABUSE: (ContactKind.ABUSE, ContactKind.REQUESTS),
})  # fmt: skip
