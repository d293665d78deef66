"""The handbook's page on the clock says what the code does."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from star57.hub.domain.deadlines import deadline_for
from star57.hub.domain.follow_ups import STANDARD
from star57.hub.domain.jurisdictions import JURISDICTIONS, jurisdiction_for

PAGE = Path(__file__).parents[2] / "docs/handbook/clock.md"


def section(name: str) -> list[str]:
    """The lines between a marker of the page and its end."""
    return PAGE.read_text().split(f"<!-- {name} -->\n")[1].split("<!-- end -->")[0].splitlines()


def table(*rows: tuple[str, ...]) -> list[str]:
    """Rows as Markdown, the first as the head."""
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return [head, "|" + "---|" * len(rows[0]), *body]


def test_the_page_shows_every_jurisdiction_as_it_is() -> None:
    head = ("country", "period", "starts within", "business days", "unknown zone", "a week", "force", "rule, version", "source")
    rows = [
        (
            f"{row.country} {row.name}",
            row.clock.as_written,
            f"{row.clock.opens:%H:%M}-{row.clock.closes:%H:%M}",
            row.calendar.description,
            row.latest_zone,
            str(row.weekly_cap or "no cap"),
            row.clock.force.value,
            f"{row.clock.rule_id}, {row.clock.version}",
            row.clock.citation,
        )
        for row in JURISDICTIONS
    ]
    assert section("jurisdictions") == table(head, *rows)


def test_the_page_owns_up_to_what_is_unconfirmed() -> None:
    is_territory = {"AS", "GU", "MP", "PR", "VI"}
    notes = [f"- {row.name}: {note}" for row in JURISDICTIONS if row.country not in is_territory for note in row.to_check]
    assert section("to check") == notes


def test_the_page_shows_the_standard_policy() -> None:
    rows = [(rule.kind.value, f"{rule.wait.total_seconds() / 3600:g}", rule.measure.value.replace("_", " ")) for rule in STANDARD.rules]
    assert section("follow-ups") == table(("what", "hours", "counted in"), *rows)


VECTORS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in section("vectors")[2:]]


@pytest.mark.parametrize(("country", "received", "zone", "starts", "due"), VECTORS)
def test_the_pages_examples_come_out(country: str, received: str, zone: str, starts: str, due: str) -> None:
    shown = "%a %Y-%m-%d %H:%M"
    deadline = deadline_for(
        datetime.strptime(received, shown).replace(tzinfo=UTC),
        jurisdiction=jurisdiction_for(country),
        zone=None if zone == "unknown" else zone,
    )
    office = ZoneInfo(deadline.zone)
    assert f"{deadline.received_at:{shown}}" == received
    assert f"{deadline.clock_started_at.astimezone(office):{shown}}" == starts
    assert f"{deadline.due_at.astimezone(office):{shown}}" == due
