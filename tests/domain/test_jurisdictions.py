"""Every row of the table of jurisdictions is complete and true to itself."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

import pytest

from star57.hub.domain.jurisdiction import Audience, Force, Jurisdiction, Weekday
from star57.hub.domain.jurisdictions import (
    JURISDICTIONS,
    NotACountry,
    SameVersion,
    UnknownRule,
    amended,
    jurisdiction_for,
    jurisdiction_under,
)

US, CA, XZ = (jurisdiction_for(country) for country in ("US", "CA", "XZ"))
EACH = pytest.mark.parametrize("row", JURISDICTIONS, ids=lambda row: row.country)


def texts(value: object, name: str) -> list[tuple[str, str]]:
    """Every text field under a row, by its name."""
    if isinstance(value, str):
        return [(name, value)]
    if is_dataclass(value) and not isinstance(value, type):
        return [pair for field in fields(value) for pair in texts(getattr(value, field.name), field.name)]
    if isinstance(value, tuple | frozenset):
        return [pair for item in value for pair in texts(item, name)]
    return []


@EACH
def test_no_text_of_a_row_is_empty(row: Jurisdiction) -> None:
    assert [name for name, text in texts(row, "row") if not text.strip() and name != "trunk_prefix"] == []


@EACH
def test_a_rows_zone_exists(row: Jurisdiction) -> None:
    assert row.latest_zone in available_timezones()


@EACH
def test_identifier_patterns_compile_and_are_anchored_by_their_user(row: Jurisdiction) -> None:
    assert not any(re.fullmatch(each.pattern, "") for each in row.identifiers)
    assert not any("^" in each.pattern or "$" in each.pattern for each in row.identifiers)


@EACH
def test_keys_are_unique_within_a_row(row: Jurisdiction) -> None:
    for keys in ([each.key for each in row.legal_bases], [each.name for each in row.identifiers], [each.key for each in row.registries]):
        assert max(Counter(keys).values(), default=1) == 1


@EACH
def test_analysts_see_a_customer_under_a_basis_of_every_row(row: Jurisdiction) -> None:
    assert Audience.ANALYST in {basis.audience for basis in row.legal_bases}


def test_countries_are_unique_and_one_rule_version_means_one_clock_and_calendar() -> None:
    assert len({row.country for row in JURISDICTIONS}) == len(JURISDICTIONS)
    rules = {(row.clock, row.calendar) for row in JURISDICTIONS}
    assert len({(clock.rule_id, clock.version) for clock, _ in rules}) == len(rules)


def _zones_of(country: str) -> list[str]:
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text().splitlines()
    return [line.split("\t")[2] for line in table if line.startswith(f"{country}\t")]


@pytest.mark.parametrize("row", [row for row in JURISDICTIONS if row.country not in {"XZ", "ZZ"}], ids=lambda row: row.country)
@pytest.mark.parametrize("month", [1, 7])
def test_no_zone_of_a_country_is_behind_its_latest(row: Jurisdiction, month: int) -> None:
    instant = datetime(2026, month, 15, tzinfo=UTC)
    offsets = {zone: instant.astimezone(ZoneInfo(zone)).utcoffset() for zone in _zones_of(row.country)}
    assert offsets[row.latest_zone] == min(offset for offset in offsets.values() if offset is not None)


def test_the_four_kinds_of_row_differ_where_they_should() -> None:
    assert (US.clock.days, US.weekly_cap, CA.clock.days, CA.weekly_cap) == (1, None, 2, 10)
    assert XZ.calendar.weekend == {Weekday.FRIDAY, Weekday.SATURDAY}
    assert (XZ.registries, XZ.caller_id_authentication, {each.name for each in XZ.identifiers} & {"OCN", "SPC"}) == ((), None, set())
    assert [source.key for source in US.registries] == ["rmd"]
    assert CA.to_check


def test_a_country_without_a_row_gets_a_courtesy_clock_that_is_no_law() -> None:
    row = jurisdiction_for("PH")
    assert row.clock.force is Force.COURTESY
    assert "no law" in row.clock.citation
    assert all(other.clock.force is Force.LAW for other in JURISDICTIONS if other is not row)


def test_a_territory_has_the_rule_of_the_united_states_in_its_own_zone() -> None:
    row = jurisdiction_for("PR")
    assert (row.clock, row.calendar, row.latest_zone) == (US.clock, US.calendar, "America/Puerto_Rico")


@pytest.mark.parametrize("text", ["", "us", "USA", "U1", "ÅÄ", "US\n"])
def test_what_is_no_country_code_is_refused(text: str) -> None:
    with pytest.raises(NotACountry, match="two capital letters"):
        jurisdiction_for(text)


def test_a_stored_rule_is_found_again_or_said_to_be_missing() -> None:
    assert jurisdiction_under("ca-2-business-days", "1") is CA
    with pytest.raises(UnknownRule, match="RETIRED"):
        jurisdiction_under("ca-2-business-days", "0")


def test_a_configured_rule_needs_a_version_of_its_own() -> None:
    longer = replace(CA.clock, days=3)
    with pytest.raises(SameVersion, match="new version"):
        amended(CA, clock=longer, calendar=CA.calendar, weekly_cap=10)
    row = amended(CA, clock=replace(longer, version="1-local"), calendar=CA.calendar, weekly_cap=5)
    assert (row.clock.days, row.weekly_cap, row.country) == (3, 5, "CA")


def test_rules_that_no_clock_could_keep_are_refused() -> None:
    with pytest.raises(ValueError, match="no business day"):
        replace(US.calendar, weekend=frozenset(Weekday))
    with pytest.raises(ValueError, match="open before they close"):
        replace(US.clock, opens=US.clock.closes)
    with pytest.raises(ValueError, match="at least one day"):
        replace(US.clock, days=0)
    with pytest.raises(ValueError, match="at least 1"):
        replace(CA, weekly_cap=0)


def test_weekdays_are_numbered_as_dates_number_them() -> None:
    monday = date(2026, 7, 6)
    assert [(monday + timedelta(days=day.value)).strftime("%A").upper() for day in Weekday] == [day.name for day in Weekday]
