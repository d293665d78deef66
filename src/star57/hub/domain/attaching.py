"""What a file can be attached to, and how many. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Subject(StrEnum):
    """What a file is attached to."""

    HOP = "hop"
    TRACEBACK = "traceback"
    CAMPAIGN = "campaign"


MAX_FILES: Mapping[Subject, int] = MappingProxyType({Subject.HOP: 20, Subject.TRACEBACK: 50, Subject.CAMPAIGN: 20})
