"""Readers of switch accounting: one file per switch family, each record a Cdr or an Unreadable."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from star57.agent.cdr import Cdr
from star57.agent.formats import acme, asterisk, cucm, freepbx, freeswitch, freeswitch_csv, kamailio, mapped_csv, opensips, pcap, ribbon
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
    Format("opensips-sqlite", "OpenSIPS acc and missed_calls in an SQLite file", True, opensips.read_sqlite),
    Format(
        "opensips-flatstore", "OpenSIPS acc in flatstore files, columns as the site orders", True, opensips.read_flatstore, Growth.LINES
    ),
    Format("asterisk-csv", "Asterisk cdr_csv (Master.csv), old and new columns", True, asterisk.read_csv, Growth.LINES),
    Format("asterisk-custom", "Asterisk cdr_custom, columns in the site's order", True, asterisk.read_custom, Growth.LINES),
    Format("freeswitch-json", "FreeSWITCH mod_json_cdr, one JSON object a leg", False, freeswitch.read, Growth.OBJECTS),
    Format(
        "freeswitch-csv",
        "FreeSWITCH mod_cdr_csv, template example or the site's columns",
        True,
        freeswitch_csv.read_csv,
        Growth.LINES,
    ),
    Format("fusionpbx-csv", "FusionPBX table v_xml_cdr as CSV with header", True, freeswitch_csv.read_fusionpbx, Growth.HEADED),
    Format("freepbx-sql", "FreePBX table cdr of asteriskcdrdb: SQLite copy or mysqldump", True, freepbx.read_sql),
    Format("freepbx-csv", "FreePBX CDR Reports CSV, or the cdr table as CSV with header", True, freepbx.read_csv, Growth.HEADED),
    Format("acme-csv", "Oracle (Acme Packet) SBC local accounting, start and stop records", False, acme.read, Growth.LINES),
    Format("ribbon-csv", "Ribbon (Sonus) SBC accounting, START, STOP and ATTEMPT records", True, ribbon.read, Growth.LINES),
    Format("cucm-csv", "Cisco Unified Communications Manager CDR files", False, cucm.read),
    Format("pcap", "SIP in packet captures, pcap and pcapng", False, pcap.read),
    Format("csv", "Any CSV: a table names its columns, or a list those without a header", True, mapped_csv.read, Growth.HEADED),
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
