"""Which days are holidays, by the library's calendar and by rows written out."""

from datetime import date

import holidays
import pytest

from star57.hub.domain.calendars import holiday_on
from star57.hub.domain.jurisdiction import Jurisdiction
from star57.hub.domain.jurisdictions import jurisdiction_for

US, CA, XZ = (jurisdiction_for(country) for country in ("US", "CA", "XZ"))


@pytest.mark.parametrize("row", [US, CA], ids=["US", "CA"])
def test_the_library_still_names_the_legal_holidays_as_the_row_does(row: Jurisdiction) -> None:
    library = row.calendar.library
    assert library is not None
    for year in range(2023, 2041):
        days = holidays.country_holidays(library.key, years=year, categories=library.category, language=library.language)
        assert {name.removesuffix(" (observed)") for day in days for name in days.get_list(day)} == library.names


def test_a_saturdays_holiday_is_observed_on_friday_even_when_that_is_the_year_before() -> None:
    assert holiday_on(date(2027, 12, 31), US.calendar) == "New Year's Day (observed)"
    assert holiday_on(date(2026, 7, 3), US.calendar) == "Independence Day (observed)"
    assert holiday_on(date(2026, 12, 24), US.calendar) is None


def test_listed_holidays_return_each_year_or_stand_for_one() -> None:
    assert holiday_on(date(2028, 2, 29), XZ.calendar) == "Leap Day"
    assert [holiday_on(date(year, 9, 21), XZ.calendar) for year in (2026, 2027)] == ["Centenary of the Charter", None]


def test_federal_holidays_are_the_same_whatever_language_the_machine_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "th")
    assert holiday_on(date(2031, 11, 27), US.calendar) == "Thanksgiving Day"
