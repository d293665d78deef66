"""Layouts of call records as sites export them, made by chance, with the truth about each."""

import csv
import gzip
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from star57.agent.mapping.findings import Told

_NAMES = {
    "called": [
        "Called",
        "Dialled No",
        "B-Number",
        "Destination",
        "dst",
        "to",
        "Zielrufnummer",
        "Numéro appelé",
        "Número llamado",
        "Вызываемый",
        "被叫号码",
    ],
    "calling": [
        "Calling",
        "Caller No",
        "A-Number",
        "CLI",
        "src",
        "from",
        "Anrufer",
        "Numéro appelant",
        "Número llamante",
        "Вызывающий",
        "主叫号码",
    ],
    "start": ["Start Time", "began", "setup_time", "Call Date", "Beginn", "Début", "Hora inicio", "Начало", "start_epoch"],
    "answer": ["Answer Time", "connect", "Rufannahme", "Réponse", "Ответ"],
    "end": ["End Time", "disconnect_time", "Ende", "Fin", "Конец"],
    "seconds": ["Duration", "billsec", "Dauer (s)", "Durée", "Duración", "Длительность"],
    "minutes": ["Duration", "Dauer", "length"],
    "source": ["src_ip", "Source IP", "Quell-IP", "source"],
    "cause": ["Hangup Cause", "disposition"],
    "extension": ["Extension", "Callback", "Agent", "ext"],
    "row": ["No", "id", "#"],
    "vague": ["Time", "Date", "Timestamp", "Zeit"],
}
_TIMES: dict[str, Callable[[datetime], str]] = {
    "iso": lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    "iso-t": lambda at: f"{at:%Y-%m-%dT%H:%M:%S.}{at.microsecond // 1000:03}",
    "offset": lambda at: at.isoformat(timespec="seconds"),
    "us": lambda at: f"{at:%m/%d/%Y %I:%M:%S %p}",
    "eu": lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
    "dots": lambda at: f"{at:%d.%m.%Y %H:%M:%S}",
    "short-us": lambda at: f"{at.month}/{at.day}/{at:%y %H:%M:%S}",
    "short-ymd": lambda at: f"{at:%y-%m-%d %H:%M:%S}",
    "dashes": lambda at: f"{at:%d-%m-%Y %H:%M:%S}",
    "epoch": lambda at: str(int(at.timestamp())),
    "millis": lambda at: str(int(at.timestamp() * 1000)),
    "micros": lambda at: str(int(at.timestamp() * 1_000_000)),
    "words": lambda at: f"{at:%d %b %Y %H:%M:%S}",
}
ORDERS = {"us": "mdy", "eu": "dmy", "dots": "dmy", "short-us": "mdy", "short-ymd": "ymd", "dashes": "dmy"}


@dataclass(frozen=True)
class Made:
    path: Path
    words: str  # what it is, for a test that fails
    zone: str
    order: str | None
    columns: dict[str, int]
    calls: list[tuple[datetime, str, str, float | None]]

    def told(self) -> Told:
        """What a person who knows the file answers."""
        fields = {"called": "called_in", "calling": "calling_in"}
        known = {fields[name]: self.columns[name] for name in fields}
        return Told({**known, "started_at": self.columns.get("start", self.columns.get("vague", 0))}, self.zone, self.order)


def made(folder: Path, chance: Random, number: int) -> Made:
    style, delimiter = chance.choice(list(_TIMES)), chance.choice(",;\t|^")
    zone = chance.choice(["UTC", "America/Chicago", "Europe/Berlin", "Asia/Kolkata"])
    kinds = ["called", "calling", chance.choice(["start"] * 4 + ["vague"])]
    kinds += [one for one in ("answer", "end", "source", "cause", "extension", "row") if chance.random() < 0.4]
    kinds += chance.choice([["seconds"], ["seconds"], ["minutes"], []])
    chance.shuffle(kinds)
    calls = [_call(chance) for _ in range(chance.choice([3, 40, 200]))]
    first_at = datetime(2026, 11, chance.randint(1, 27), tzinfo=UTC)
    dial = chance.choice(["+1{}", "1{}", "{}", "sip:+1{}@switch.example"])
    rows, truth = [], []
    for position, (called, calling, wait, talk) in enumerate(sorted(calls)):
        at = first_at + timedelta(seconds=position * chance.randint(1, 900), milliseconds=0)
        row = {"called": dial.format(called), "calling": dial.format(calling), "row": str(position + 1), "source": "192.0.2.7"}
        row |= {"cause": "NORMAL_CLEARING", "extension": str(2000 + position % 9), "seconds": str(talk), "minutes": f"{talk / 60:.2f}"}
        for name, when in (
            ("start", at),
            ("vague", at),
            ("answer", at + timedelta(seconds=wait)),
            ("end", at + timedelta(seconds=wait + talk)),
        ):
            row[name] = _TIMES[style](when.astimezone(ZoneInfo(zone)))
        row["answer"] = row["answer"] if talk else ""
        rows.append([row[kind] for kind in kinds])
        truth.append((at, row["called"], row["calling"], float(talk) if "seconds" in kinds else None))
    header = [chance.choice(_NAMES[kind]) for kind in kinds] if chance.random() < 0.75 else None
    if header and len(set(map(str.lower, header))) < len(header):
        header = [_NAMES[kind][0] for kind in kinds] if kinds.count("vague") + ("minutes" in kinds) == 0 else None
    path = _written(folder / f"calls-{number}", header, rows, delimiter, chance)
    words = f"{style} {zone} {delimiter!r} header {header} kinds {kinds} rows {rows[:2]}"
    places = {kind: place for place, kind in enumerate(kinds)}
    return Made(path, words, zone, ORDERS.get(style), places, truth)


def _call(chance: Random) -> tuple[str, str, int, int]:
    return (
        f"617555{chance.randint(100, 199):04}", f"{chance.choice([202, 303, 415])}555{chance.randint(100, 199):04}",
        chance.randint(1, 20), chance.choice([0, chance.randint(1, 900)]),
    )  # fmt: skip


def _written(path: Path, header: list[str] | None, rows: list[list[str]], delimiter: str, chance: Random) -> Path:
    text = io.StringIO()
    ends = chance.choice(["\n", "\r\n"])
    if chance.random() < 0.5:
        writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=ends)
    else:
        writer = csv.writer(text, delimiter=delimiter, lineterminator=ends)
    writer.writerows([header, *rows] if header else rows)
    content = text.getvalue().encode()
    with suppress(UnicodeEncodeError):
        content = chance.choice([content, content, b"\xef\xbb\xbf" + content, text.getvalue().encode("latin-1")])
    path.write_bytes(gzip.compress(content) if chance.random() < 0.2 else content)
    return path
