"""Pages from templates: everything is escaped, and times stand in the office's zone with UTC beside them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from star57 import clock
from star57.agent.review import sentence
from star57.numbers import national
from star57.wire.messages import TracebackResponse

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def rendered(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    return HTMLResponse(_TEMPLATES.get_template(template).render(**({"session": None, "said": "", "path": ""} | values)), status)


def when(instant: datetime, zone: str) -> str:
    """Mon 2026-11-23 07:50:00 CST · 13:50:00 UTC."""
    return f"{instant.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M:%S %Z} · {instant.astimezone(ZoneInfo('UTC')):%H:%M:%S} UTC"


def left(due: datetime) -> str:
    """In words, how long until it is due."""
    minutes = int((due - clock.now()).total_seconds() // 60)
    size = abs(minutes)
    words = f"{size} min" if size < 90 else f"{size // 60} h {size % 60} min" if size < 48 * 60 else f"{size // (24 * 60)} days"
    return f"in {words}" if minutes >= 0 else f"{words} ago"


def urgency(due: datetime | None) -> str:
    """The state's name for the style sheet; the words stand beside it."""
    if due is None:
        return "running"
    seconds = (due - clock.now()).total_seconds()
    return "overdue" if seconds < 0 else "due-soon" if seconds < 4 * 3600 else "running"


def spaced(e164: str) -> str:
    """+1 617 555 0172."""
    digits = e164.removeprefix("+1")
    return f"+1 {digits[:3]} {digits[3:6]} {digits[6:]}" if e164.startswith("+1") and len(digits) == 10 else e164


def would_state(response: str, name: str) -> str:
    """The sentence that choosing a call would put on the record."""
    return sentence(TracebackResponse.model_validate_json(response).answer, name)


_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_FILTERS: Mapping[str, Any] = {
    "when": when, "left": left, "urgency": urgency, "spaced": spaced, "national": national,
    "sentence": sentence, "would_state": would_state,
    "count": lambda number: f"{number:,}",
    "megabytes": lambda size: f"{size / 1e6:,.1f} MB",
}  # fmt: skip
_TEMPLATES.filters.update(_FILTERS)
