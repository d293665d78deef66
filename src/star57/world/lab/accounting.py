"""What each carrier of the lab writes down of a call, and into what: tables and files are laid before the switch starts."""

import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

# What a site logs beside Kamailio's own columns: its name for it, and where the switch has it from.
EXTRA: Mapping[str, str] = MappingProxyType({
    "start_time": "$avp(started)",
    "src_ip": "$avp(src_ip)",
    "src_user": "$fU",
    "dst_ouser": "$avp(dialled)",
    "dst_user": "$rU",
    "trunk_out": "$avp(trunk)",
    "nexthop": "$du",
    "identity": "$avp(identity)",
})  # fmt: skip
_OWN = ("method", "from_tag", "to_tag", "callid", "sip_code", "sip_reason", "time")
FLAT_COLUMNS = (*_OWN, *EXTRA)
_ACC_VERSION = 5
_CSV_HEADER = "began,peer,a_number,dialled,b_number,sent_to,call_id,identity\n"


class LogRecords:
    """Some carriers write records into their log: the log keeps every line, and what is a record goes into the file that is followed."""

    def __init__(self, log: Path, records: Path, shape: re.Pattern[str]) -> None:
        self._log, self._records, self._shape = log, records, shape

    def take(self, line: str) -> None:
        """One line of the log, with its end."""
        with self._log.open("a", encoding="utf-8") as log:
            log.write(line)
        if found := self._shape.search(line):
            with self._records.open("a", encoding="utf-8") as records:
                records.write(found[1] + "\n")


def log_records(name: str, folder: Path) -> LogRecords:
    """What takes this carrier's log lines. Where records lie elsewhere, no line is one."""
    log = folder / "kamailio.log"
    match name:
        case "GULF":
            return LogRecords(log, folder / "calls.jsonl", re.compile(r"(\{\".*\})$"))
        case "CEDAR":
            return LogRecords(log, folder / "calls.csv", re.compile(r": CDR,(.*)$"))
    return LogRecords(log, log, re.compile(r"(?!)"))


def lay_accounting(name: str, folder: Path) -> None:
    """The files and tables that the switch, or its follower, expects to be there."""
    match name:
        case "PRAIRIE":
            _lay_sqlite(folder / "acc.db")
        case "NORTHSTAR":
            _lay_text_tables(folder)
        case "CEDAR":
            (folder / "calls.csv").write_text(_CSV_HEADER)


def _lay_sqlite(file: Path) -> None:
    own = ", ".join(f"{column} TEXT" for column in _OWN[:-1])
    extra = ", ".join(f"{column} TEXT" for column in EXTRA)
    database = sqlite3.connect(file)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE version (table_name TEXT, table_version INTEGER)")
        database.execute("INSERT INTO version VALUES ('acc', ?)", (_ACC_VERSION,))
        database.execute(f"CREATE TABLE acc (id INTEGER PRIMARY KEY NOT NULL, {own}, time TIMESTAMP NOT NULL, {extra})")
        database.commit()
    finally:
        database.close()


def _lay_text_tables(folder: Path) -> None:
    own = " ".join(f"{column}(string)" for column in _OWN[:-1])
    extra = " ".join(f"{column}(string,null)" for column in EXTRA)
    (folder / "version").write_text(f"table_name(string) table_version(int)\nacc:{_ACC_VERSION}\n")
    (folder / "acc").write_text(f"id(int,auto) {own} time(int) {extra}\n")
