"""Calls from a file, to open a traceback for each: CSV with a header, or one JSON object a line, as the API takes it."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from star57.hub.domain.refusals import Invalid
from star57.hub.usecases.open_traceback import CallReport, CampaignWords
from star57.wire.values import Direction

MOST_BYTES = 1_000_000
MOST_ROWS = 1000
UNCERTAINTY_S = 120.0
NEEDED = ("called", "calling", "time", "terminating")
OPTIONAL = ("uncertainty_s", "campaign", "call_id", "origid", "direction")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file. report is None where it cannot be a call; problem then says why."""

    line: int
    text: str
    report: CallReport | None
    problem: str
    terminating: str
    campaign: str | CampaignWords | None
    direction: Direction


def rows_of(text: str) -> list[Row]:
    """Every row. Raises Invalid where the file as a whole cannot be read."""
    if not text.strip():
        raise Invalid("There is nothing in it. Choose a file, or paste rows.")
    rows = list(_json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text))
    if not rows or len(rows) > MOST_ROWS:
        raise Invalid("It holds %(count)s calls; 1 to %(most)s can be opened at once.", count=len(rows), most=MOST_ROWS)
    return rows


def _csv_rows(text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), skipinitialspace=True)
    names = tuple((name or "").strip() for name in reader.fieldnames or ())
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in (*NEEDED, *OPTIONAL)]
    columns = f"{','.join(NEEDED)}[,{','.join(OPTIONAL)}]"
    if missing:
        raise Invalid("The first line lacks %(names)s. It names the columns: %(columns)s.", names=", ".join(missing), columns=columns)
    if unknown:
        others = ", ".join(unknown)
        raise Invalid("The first line has unknown columns: %(names)s. It names the columns: %(columns)s.", names=others, columns=columns)
    reader.fieldnames = list(names)
    for found in reader:
        written = {name: str(value or "").strip() for name, value in found.items() if name}
        yield _row(reader.line_num, ",".join(written.values()), written)


def _json_rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            call = found.get("call", found)
            calling = call.get("calling_number")
            written = {
                "called": call["called_number"], "calling": calling or "", "time": call["call_at"], "terminating": found["terminating"],
                "uncertainty_s": call.get("uncertainty_s", ""), "call_id": call.get("call_id") or "", "origid": call.get("origid") or "",
                "direction": found.get("direction", ""), "campaign": found.get("campaign_id") or found.get("campaign") or "",
            }  # fmt: skip
        except (ValueError, KeyError, AttributeError, TypeError):
            yield _broken(number, line, _("This line is no traceback as the API takes it: call, terminating, campaign."), {})
        else:
            yield _row(number, line, written)


def _row(line: int, text: str, written: Mapping[str, Any]) -> Row:
    try:
        at = datetime.fromisoformat(str(written["time"]))
        uncertainty_s = float(written.get("uncertainty_s") or UNCERTAINTY_S)
        direction = Direction(written.get("direction") or Direction.UPSTREAM)
    except ValueError:
        words = _("A time, the seconds or the direction cannot be read. Times are written 2026-11-22T13:49:17Z.")
        return _broken(line, text, words, written)
    report = CallReport(
        str(written["called"]), str(written["calling"]) or None, at, uncertainty_s,
        written.get("call_id") or None, written.get("origid") or None,
    )  # fmt: skip
    return Row(line, text, report, "", str(written["terminating"]), _campaign(written.get("campaign")), direction)


def _broken(line: int, text: str, problem: str, written: Mapping[str, Any]) -> Row:
    return Row(line, text, None, problem, str(written.get("terminating", "")), None, Direction.UPSTREAM)


def _campaign(written: Any) -> str | CampaignWords | None:
    if isinstance(written, Mapping):
        words = {name: str(written.get(name, "")) for name in ("name", "why_suspicious", "transcript")}
        return CampaignWords(**words, harm_rank=int(written.get("harm_rank", 5)))
    return str(written) if written else None
