"""Rows of Kamailio accounting (acc, missed_calls, acc_cdrs), in whatever file they came."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from star57.agent.formats.columns import field_columns, squeezed
from star57.agent.formats.fields import cdr, fingerprint, seconds
from star57.agent.formats.reading import BadFile, BadValue, FormatOptions, Read, unreadable
from star57.agent.formats.times import Reading, read_time

# acc writes when the INVITE transaction ended. A call may ring until timer C fires, which is more than 3 minutes
# (RFC 3261, 16.6); what is over by then is over, so the call began at most this long before.
RING_ALLOWANCE_S = 180
_ENDED = ("time", "timestamp", "timeutc")
_METHOD = ("method", "sipmethod", "requestmethod", "reqmethod", "rm")
_NO_ROUTING = frozenset({"id", "starttime", "endtime", "duration", "callid", "msduration", "created", "setuptime"})
_NUMBERS = ("called_in", "called_out")


class Layout:
    """The columns of one table or file, read once; then each row by position."""

    def __init__(self, columns: Sequence[str], options: FormatOptions, renamed: Mapping[str, str], where: str) -> None:
        names = [squeezed(column) for column in columns]
        ours = field_columns(columns, renamed)
        self.width = len(columns)
        self.options = options
        self.at = {field: columns.index(column) for field, column in ours.items()}
        self.start = self.at.pop("started_at", None)
        self.ended = next((names.index(name) for name in _ENDED if name in names), None)
        self.duration = self.at.pop("duration_s", None)
        self.method = next((names.index(name) for name in _METHOD if name in names), None)
        self.from_tag = names.index("fromtag") if "fromtag" in names else None
        self.content = [i for i, name in enumerate(names) if name != "id"]
        if self.start is None and self.ended is None:
            raise BadFile(f"{where}: no column says when a call began (start_time) or ended (time), only {', '.join(columns)}")
        # acc_cdrs as it is without cdr_extra: nothing in it can be asked for
        self.is_bare = self.start is not None and _NO_ROUTING.issuperset(names)
        if not self.is_bare and not any(field in self.at for field in _NUMBERS):
            raise BadFile(f'{where}: no column holds the called number: name it with columns = {{ called_out = "…" }}')

    def read(self, row: Sequence[object], line: int, origin: str) -> Read:
        if len(row) != self.width:
            return unreadable(line, f"{self.width} columns expected, {len(row)} found", "|".join(map(_text, row)))
        values = [value if type(value) is str else _text(value) for value in row]
        if self.method is not None and values[self.method].upper() != "INVITE":
            if not re.fullmatch(r"[A-Z]{1,16}", values[self.method]):
                return unreadable(line, f"{values[self.method][:40]!r} is no SIP method", "|".join(values))
            return None
        texts = {field: values[i] for field, i in self.at.items()}
        if self.start is None and not any(texts.get(field) for field in _NUMBERS):
            return None  # an INVITE inside a call: it carries no routing facts and its time is not the call's
        if "call_ref" not in texts and not texts.get("call_id") and self.from_tag is not None:
            texts["call_ref"] = values[self.from_tag]
        try:
            start = self._started(row)
            duration_s = 0.0 if self.duration is None else seconds(values[self.duration], "duration")
        except BadValue as problem:
            return unreadable(line, problem, "|".join(values))
        return None if self.is_bare else cdr(texts, start, duration_s, fingerprint("kamailio", [values[i] for i in self.content]), origin)

    def _started(self, row: Sequence[object]) -> Reading:
        if self.start is not None and (row[self.start] or self.ended is None):
            return read_time(row[self.start], self.options.zone, "start_time")
        assert self.ended is not None
        ended = read_time(row[self.ended], self.options.zone, "time")
        return Reading(ended.at - timedelta(seconds=RING_ALLOWANCE_S), ended.within_s + RING_ALLOWANCE_S)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
