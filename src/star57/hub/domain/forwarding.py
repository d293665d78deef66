"""Under which number a call came in that was forwarded on its way, as an answer's evidence tells. Pure."""

from star57.numbers import other_number
from star57.wire.answers import CallEvidence


def number_it_came_in_for(evidence: CallEvidence, asked: str, country: str) -> str:
    """E.164, or "" where it came in for the number asked or nobody can tell. A person writes only what the switch wrote, read as in
    the provider's country; a number that may be the one asked, behind a prefix, is no other."""
    if evidence.came_in_for:
        return "" if evidence.came_in_for == asked else evidence.came_in_for
    return other_number(evidence.called_on_wire or "", asked, country=country or "US")
