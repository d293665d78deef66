"""Readers of switch accounting: one file per switch family, each record a Cdr or an Unreadable."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from star57.agent.cdr import Cdr
from star57.agent.formats import asterisk, freepbx, freeswitch, kamailio, mapped_csv
from star57.agent.formats.reading import BadFile, BadOptions, CannotRead, Format, FormatOptions, Growth, Meter, Part, Unreadable, calls_of

__all__ = [
    "FORMATS",
    "BadFile",
    "BadOptions",
    "CannotRead",
    "Format",
    "FormatOptions",
    "Growth",
    "Meter",
    "Part",
    "UnknownFormat",
    "Unreadable",
    "format_named",
    "read_records",
]

_ALL = (
    Format("kamailio-sqlite", "Kamailio acc, acc_cdrs and missed_calls in an SQLite file", False, kamailio.read_sqlite),
    Format("kamailio-flatstore", "Kamailio db_flatstore files, | between columns, no header", False, kamailio.read_flatstore, Growth.LINES),
    Format("kamailio-dbtext", "Kamailio db_text files, : between columns, typed header", False, kamailio.read_dbtext),
    Format("kamailio-json", "Kamailio accounting as JSON lines", False, kamailio.read_json, Growth.OBJECTS),
    Format("asterisk-csv", "Asterisk cdr_csv (Master.csv), old and new columns", True, asterisk.read_csv, Growth.LINES),
    Format("asterisk-custom", "Asterisk cdr_custom, columns in the site's order", True, asterisk.read_custom, Growth.LINES),
    Format("freeswitch-json", "FreeSWITCH mod_json_cdr, one JSON object a leg", False, freeswitch.read, Growth.OBJECTS),
    Format("freepbx-sql", "FreePBX table cdr of asteriskcdrdb: SQLite copy or mysqldump", True, freepbx.read_sql),
    Format("freepbx-csv", "FreePBX CDR Reports CSV, or the cdr table as CSV with header", True, freepbx.read_csv, Growth.HEADED),
    Format("csv", "Any CSV with a header, columns named by a table", True, mapped_csv.read, Growth.HEADED),
)
FORMATS: Mapping[str, Format] = {one.name: one for one in _ALL}


class UnknownFormat(CannotRead):
    """No reader has this name."""


def format_named(name: str) -> Format:
    try:
        return FORMATS[name]
    except KeyError:
        raise UnknownFormat(f"no format is called {name!r}: use one of {', '.join(FORMATS)}") from None


def read_records(format_name: str, path: Path, options: FormatOptions, *, meter: Meter | None = None) -> Iterator[Cdr | Unreadable]:
    """The calls of one file, as a stream; `meter` follows how far it is. Raises CannotRead, never at a bad line alone."""
    reader = format_named(format_name)
    return calls_of(reader.read(path, options, meter or Meter()), path, format_name)
