"""From which number a call had been diverted, as its signalling says: Diversion (RFC 5806), History-Info (RFC 7044), div PASSporT (8946).

Whoever forwards a call sends it to another number; the carriers before know it under the one it was diverted from. Believed for no
more than a hint.
"""

import re
from collections.abc import Iterable

from star57.agent.cdr import Cdr
from star57.agent.matching.passport import diverted_in
from star57.numbers import other_number

_ENTRY = re.compile(r"<[^<>]*>[^,<]*|[^,<]+")
_INDEX = re.compile(r"index\s*=\s*[\d.]+", re.IGNORECASE)


def diverted_from(records: Iterable[Cdr], called_number: str) -> str:
    """E.164, of the diversion nearest to the called number; "" where none is shown, or where records differ."""
    shown = (each for record in records for each in (_in_header(record.diverted_from), *diverted_in(record.identity)))
    found = {number for each in shown if (number := other_number(each, called_number))}
    return found.pop() if len(found) == 1 else ""


def _in_header(text: str) -> str:
    """The newest Diversion stands first; History-Info ends with the number the call went to, behind the one it was diverted from."""
    entries = [entry.strip() for entry in _ENTRY.findall(text) if entry.strip()]
    if not _INDEX.search(text):
        return entries[0] if entries else ""
    return entries[-2] if len(entries) > 1 else ""
