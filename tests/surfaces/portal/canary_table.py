"""Which secret strings there are, and who is to find which."""

from collections.abc import Mapping
from types import MappingProxyType

CASE = "canaries"
PATH = ("TERM", "TRAN1", "TRAN2", "ORIG")
DESK = frozenset({"ch", "an", "re"})
ALL = DESK | {"au"}
TRAN1 = frozenset({"pa", "pr", "pe", "pd", "co", "vi"})
"""Harbor Voice's people, the consultant it authorised, and who views as it."""
ASKED = TRAN1 | {"TERM", "TRAN2", "ORIG"}

FINDS: Mapping[str, frozenset[str]] = MappingProxyType({
    "campaign-name": ALL | ASKED,
    "campaign-why": ALL | ASKED,
    "campaign-transcript": ALL | ASKED,
    "source-name": DESK,
    "callid-report": ALL | {"TERM"},
    "callid-TERM": ALL | TRAN1,
    "callid-TRAN1": ALL | {"TRAN2"},
    "callid-TRAN2": ALL | {"ORIG"},
    "trunk-TRAN1": frozenset(),
    "comment-TRAN1": ALL,
    "comment-TRAN2": ALL,
    "customer-name": DESK | {"TERM"},
    "customer-address": frozenset(),
    "customer-contact": frozenset(),
    "draft-ORIG": frozenset({"ORIG"}),
    "dispute-TRAN2": ALL,
    "note": DESK,
    "tag": ALL,
    "view-own": frozenset({"an"}),
    "view-shared": DESK,
    "thread-TRAN1": DESK | TRAN1,
    "file-name-TRAN1": DESK | TRAN1,
    "file-text-TRAN1": DESK | TRAN1,
    "file-name-case": DESK,
    "file-text-case": DESK,
    "file-name-campaign": ALL | ASKED,
    "member-name": frozenset({"pa", "pr", "pe", "pd", "vi", "ch"}),
    "member-email": frozenset({"pa", "pr", "pe", "pd", "vi", "ch"}),
    "invited": frozenset({"pa", "ch", "vi"}),
    "key-name": frozenset({"pa", "pr", "pe", "pd", "ch", "vi"}),
    "webhook": frozenset({"pa", "ch", "vi"}),
    "whsec": frozenset(),
    "contact-name": frozenset({"pa", "pr", "pe", "pd", "vi", "ch"}),
    "contact-email": frozenset({"pa", "pr", "pe", "pd", "vi", "ch", "an"}),
    "neighbour": frozenset({"pa", "pr", "pe", "pd", "vi", "ch"}),
})  # fmt: skip
"""Each field and who finds it, in the pages and files of the portal: as visibility says for a traceback, as access says for the rest.
A Call-ID is evidence of whoever gave it, and a fact of the call for whoever is asked next. What nobody finds is for programs alone."""


def canary(name: str) -> str:
    """The string that stands in a field, and nowhere else."""
    return f"canary{name.replace('-', '').lower()}yranac"
