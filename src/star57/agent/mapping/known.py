"""Whether a file is one of the formats that are read without a table: by marks that only that switch writes."""

import re
from collections.abc import Callable, Mapping
from itertools import islice

from star57.agent.cdr import Cdr
from star57.agent.formats import CannotRead, FormatOptions, read_records
from star57.agent.formats.columns import plain
from star57.agent.mapping.kinds import MOST
from star57.agent.mapping.sampling import Sample

LOOKED_AT = 2_000  # records
_DISPOSITIONS = frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION", "CANCEL"})
_AMA_FLAGS = frozenset({"DOCUMENTATION", "BILLING", "OMIT", "DEFAULT", "IGNORE", "3", "2", "1"})
_LEAST_OF_ACME = 80  # commas of a start record; a stop record is longer
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_EPOCH = re.compile(r"1\d{9}(?:\.\d+)?", re.ASCII)
_METHODS = frozenset({"INVITE", "BYE", "ACK", "CANCEL", "MESSAGE", "REFER", "SUBSCRIBE"})
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+", re.IGNORECASE | re.ASCII)

Row = tuple[str, ...]


def _each(test: Callable[[Row], bool]) -> Callable[[Sample], bool]:
    return lambda sample: sample.header is None and sum(map(test, sample.rows)) >= MOST * len(sample.rows)


def _named(*needed: str) -> Callable[[Sample], bool]:
    return lambda sample: sample.header is not None and set(needed) <= set(map(plain, sample.header))


def _began(words: tuple[str, ...]) -> Callable[[Sample], bool]:
    return lambda sample: sample.first.split(",")[0].strip(' "') in words


_MARKS: Mapping[str, Callable[[Sample], bool]] = {
    "cucm-csv": _named("globalcallid_callid", "datetimeorigination"),
    "fusionpbx-csv": _named("xml_cdr_uuid"),
    "freepbx-csv": lambda sample: any(
        _named(*names)(sample)
        for names in (("calldate", "dst", "disposition", "channel"), ("call_date", "destination", "disposition", "system"))
    ),
    "acme-csv": lambda sample: sample.first.count(",") >= _LEAST_OF_ACME and _began(("1", "2", "3", "7", "8"))(sample),
    "ribbon-csv": _began(("START", "STOP", "ATTEMPT", "INTERMEDIATE")),
    "freeswitch-csv": _each(lambda row: len(row) == 15 and bool(_UUID.fullmatch(row[10]))),
    "asterisk-csv": _each(lambda row: 16 <= len(row) <= 21 and row[14].upper() in _DISPOSITIONS and row[15].upper() in _AMA_FLAGS),
    "asterisk-custom": _each(lambda row: len(row) == 13 and row[9].upper() in _DISPOSITIONS and "/" in row[3]),
    "kamailio-flatstore": _each(
        lambda row: (
            (len(row) == 14 and row[0] in _METHODS and bool(_EPOCH.fullmatch(row[6])) and bool(_ADDRESS.fullmatch(row[7])))
            or (len(row) == 11 and all(map(_EPOCH.fullmatch, row[:2])) and bool(_ADDRESS.fullmatch(row[3])))
        )
    ),
}


def known_format(sample: Sample) -> str | None:
    """Its name, when the marks are there and almost every line reads as a call of it."""
    for name, fits in _MARKS.items():
        if fits(sample) and _reads(sample, name):
            return name
    return None


def _reads(sample: Sample, name: str) -> bool:
    try:
        found = list(islice(read_records(name, sample.path, FormatOptions()), LOOKED_AT))
    except CannotRead:
        return False
    good = sum(isinstance(one, Cdr) and bool(one.called_in or one.called_out) for one in found)
    return good > 0 and good >= MOST * len(found)
