"""Draws the handbook's picture of a finished path, in light and dark: `python -m star57.world.handbook_picture docs/handbook`."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings

from star57.hub.domain.facts import ClaimState, HopStatus, Party
from star57.hub.reads.views import GivenAnswer, PathEnd, Station
from star57.wire.answers import ActionTaken, AnswerKind, CallEvidence, Customer, CustomerKind, OwnCustomer

CALLED = "+1 617 555 0172"
CALL_AT = datetime(2026, 11, 22, 18, 50, tzinfo=UTC)
ASKED_AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
END = PathEnd("4", "customer", "Quick Reach Dialing", "US", "Named its customer")
CUSTOMER = OwnCustomer(
    kind=AnswerKind.OWN_CUSTOMER,
    customer=Customer(name=END.name, kind=CustomerKind.CALLER),
    action_taken=ActionTaken.SUSPENDED,
)
CSS = files("star57.hub.portal") / "static/portal/css"
SIZES = re.compile(r'viewBox="0 0 (\S+) (\S+)">')


def stations() -> tuple[Station, ...]:
    """Four fictitious providers, each of which answered within seconds."""
    said: tuple[tuple[str, HopStatus, str, dict[str, Any]], ...] = (
        ("Cedar Valley Telephone", HopStatus.UPSTREAM_NAMED, "terminating provider", {"call_id": "a1", "attestation": "C"}),
        ("North Star Wholesale", HopStatus.UPSTREAM_NAMED, "intermediate provider", {"call_id": "a1", "called_on_wire": "16175550172"}),
        ("Harbor Voice", HopStatus.UPSTREAM_NAMED, "intermediate provider", {"call_id": "7f", "attestation": "C"}),
        ("Prairie Dial Tone", HopStatus.CUSTOMER_NAMED, "originating provider", {"call_id": "7f"}),
    )
    return tuple(_station(place, *each) for place, each in enumerate(said, start=1))


def _station(place: int, name: str, status: HopStatus, finding: str, evidence: dict[str, Any]) -> Station:
    asked_at = ASKED_AT + timedelta(seconds=2 * place)
    answered_at = asked_at + timedelta(seconds=0.3 + 0.1 * place)
    found = CallEvidence(started_at=CALL_AT - timedelta(seconds=0.4 * place), **evidence)
    named = CUSTOMER if status is HopStatus.CUSTOMER_NAMED else None
    answer = GivenAnswer(named, "", found, None, "", answered_at, "agent", "api", is_late=False, stands=True, is_verified=True)
    return Station(
        hop=str(place),
        downstream=str(place - 1) if place > 1 else None,
        position=place,
        provider=None,
        name=name,
        country="US",
        status=status,
        status_words="",
        finding=finding,
        claim=ClaimState.CONFIRMED if place > 1 else ClaimState.NONE,
        is_live=True,
        waits_for=Party.NOBODY,
        asked_at=asked_at,
        received_at=asked_at,
        due_at=None,
        zone="America/Chicago",
        answered_at=answered_at,
        is_late=False,
        wrote_at=None,
        answers=(answer,),
    )


def pictures() -> Iterator[tuple[str, str]]:
    """File name and text of each picture. Needs Django's settings, for the words."""
    from star57.hub.portal.path_drawing import draw_path  # noqa: PLC0415  settings come first

    drawing = draw_path(stations(), (END,), called=CALLED, name="handbook", now=ASKED_AT).across
    for theme, name in (("light", "path.svg"), ("dark", "path-dark.svg")):
        ground = SIZES.search(drawing)
        if ground is None:
            raise ValueError("the drawing says no size")
        width, height = ground.groups()
        style = f'<style>{_tokens(theme)}{_rules()}</style><rect width="{width}" height="{height}" rx="8" fill="var(--sheet)"/>'
        yield name, drawing[: ground.end()] + style + drawing[ground.end() :] + "\n"


def _tokens(theme: str) -> str:
    """The portal's colours of one theme, over its sizes."""
    sheet = (CSS / "tokens.css").read_text(encoding="utf-8")
    plain = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[0]
    themed = re.findall(rf':root\[data-theme="{theme}"\] \{{(.*?)\}}', sheet, re.DOTALL)[0]
    return " ".join(f":root{{{plain}{themed}}}".split()).replace("light dark", theme)


def _rules() -> str:
    """The portal's rules for the drawing itself, without those for the page around it."""
    sheet = (CSS / "path.css").read_text(encoding="utf-8").partition(".hero")[0]
    return " ".join(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split())


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    for file, text in pictures():
        (Path(sys.argv[1]) / file).write_text(text, encoding="utf-8")
