"""A look-up of the carrier's own making: a command or an HTTP address that takes a question as JSON and answers with records."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from star57.agent.cdr import Cdr
from star57.agent.formats.reading import BadValue
from star57.agent.stores.contract import Span, StoreHealth
from star57.agent.stores.in_place.column_map import ColumnMap
from star57.agent.stores.in_place.description import Described, path_in
from star57.agent.stores.judging import has_call_id, has_origid, is_called, is_calling, may_begin_in
from star57.agent.stores.lookup_calls import Ask, LookupProblem, command, http
from star57.agent.stores.read_only import ReadOnly
from star57.agent.toml_tables import checked, read_toml

_VERSION = 1
_in_order_of_start = attrgetter("started_at", "record_id")


class Lookup(Described):
    """`command`: program and arguments, run beside the description; or `url`: an address that is posted to, with the bearer token
    that `token_file` holds."""

    command: tuple[str, ...] = ()
    url: str = ""
    token_file: Path | None = None
    timeout_s: Annotated[float, Field(gt=0, le=600)] = 30.0

    @model_validator(mode="after")
    def _names_one_way(self) -> "Lookup":
        if bool(self.command) == bool(self.url):
            raise ValueError('give exactly one of command = ["…"] and url = "https://…"')
        return self


class LookupStore(ReadOnly):
    """Implements the reading part of CdrStore. A look-up may answer with more than was asked, never with less."""

    def __init__(self, described_in: Path, ask: Ask, mapped: Mapping[str, str], zone: ZoneInfo) -> None:
        super().__init__(described_in)
        self._ask, self._mapped, self._zone = ask, mapped, zone

    def by_called(self, key: str, span: Span) -> Sequence[Cdr]:
        if not key:
            return []
        records = self._records({"find": "called", "ends_with": key, "since": _utc(span.since), "until": _utc(span.until)})
        return [record for record in records if is_called(record, key) and may_begin_in(record, span)]

    def by_calling(self, keys: Collection[str], span: Span) -> Sequence[Cdr]:
        wanted = sorted(set(keys) - {""})
        if not wanted:
            return []
        records = self._records({"find": "calling", "end_with": wanted, "since": _utc(span.since), "until": _utc(span.until)})
        return [record for record in records if is_calling(record, wanted) and may_begin_in(record, span)]

    def by_call_id(self, call_id: str) -> Sequence[Cdr]:
        records = self._records({"find": "call_id", "call_id": call_id}) if call_id else []
        return [record for record in records if has_call_id(record, call_id)]

    def by_origid(self, origid: str) -> Sequence[Cdr]:
        records = self._records({"find": "origid", "origid": origid}) if origid else []
        return [record for record in records if has_origid(record, origid)]

    def health(self) -> StoreHealth:
        reply = self._asked({"find": "health"})
        try:
            first, last = (self._instant(reply[name]) for name in ("first_started_at", "last_started_at"))
            return StoreHealth(int(reply["records"]), first, last, int(reply["size_bytes"]))
        except (KeyError, TypeError, ValueError) as problem:
            raise LookupProblem(
                f"{self.described_in}: the look-up does not tell its health: answer "
                '{"find": "health"} with records, first_started_at, last_started_at and size_bytes'
            ) from problem

    def _instant(self, text: str | None) -> datetime | None:
        if not text:
            return None
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=self._zone)).astimezone(UTC)

    def _records(self, question: Mapping[str, Any]) -> Sequence[Cdr]:
        rows = self._asked(question).get("records")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise LookupProblem(f'{self.described_in}: the look-up must answer {{"records": [{{…}}]}}, with an empty list when none fits')
        records = [self._record(number, row) for number, row in enumerate(rows, start=1)]
        return sorted({record.record_id: record for record in records}.values(), key=_in_order_of_start)

    def _record(self, number: int, row: Mapping[str, Any]) -> Cdr:
        """Absent and null fields are empty; whatever else is in the row is the carrier's own."""
        names = tuple(sorted(name for name, value in row.items() if isinstance(value, (str, int, float)) and not isinstance(value, bool)))
        where = f"{self.described_in}, record {number} of the reply"
        columns = ColumnMap(where, names, {ours: theirs for ours, theirs in self._mapped.items() if theirs in names}, self._zone)
        try:
            return columns.record([row[column] for column in columns.columns], str(row.get("origin") or self.described_in.name))
        except BadValue as problem:
            raise LookupProblem(f"{where}: {problem}") from problem

    def _asked(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._ask({"version": _VERSION, **question})


def open_lookup(address: str) -> LookupStore:
    """The store of lookup:DESCRIPTION.toml."""
    path = path_in(address)
    described = checked(Lookup, read_toml(path, "store in the agent's file"), str(path))
    folder = path.absolute().parent
    if described.command:
        ask = command(described.command, folder, described.timeout_s)
    else:
        ask = http(described.url, folder / described.token_file.expanduser() if described.token_file else None, described.timeout_s)
    return LookupStore(path, ask, described.columns, ZoneInfo(described.time_zone))


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
