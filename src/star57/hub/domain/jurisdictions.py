"""The table of jurisdictions: which row holds for a provider's country, and which held when an open deadline was set."""

import re
from dataclasses import replace

from star57.hub.domain.countries.abroad import ABROAD
from star57.hub.domain.countries.canada import CANADA
from star57.hub.domain.countries.united_states import TERRITORIES, UNITED_STATES
from star57.hub.domain.countries.zephyria import ZEPHYRIA
from star57.hub.domain.jurisdiction import Jurisdiction, ResponseClock, WorkCalendar

JURISDICTIONS: tuple[Jurisdiction, ...] = (UNITED_STATES, *TERRITORIES, CANADA, ZEPHYRIA, ABROAD)

# Rows whose rule has changed stay here for as long as a deadline set under them is open.
RETIRED: tuple[Jurisdiction, ...] = ()

_BY_COUNTRY = {row.country: row for row in JURISDICTIONS}


class NotACountry(ValueError):
    """The text is not a country code."""


class UnknownRule(LookupError):
    """No row, present or retired, carries this rule and version."""


class SameVersion(ValueError):
    """A changed rule under an unchanged version: the deadlines set before and after could not be told apart."""


def jurisdiction_for(country: str) -> Jurisdiction:
    """The row for an ISO 3166 alpha-2 code in capitals; the courtesy row (`Force.COURTESY`, country ZZ) where the country has none."""
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise NotACountry(f"{country!r} is no country code. Write two capital letters of ISO 3166, such as US.")
    return _BY_COUNTRY.get(country, ABROAD)


def jurisdiction_under(rule_id: str, version: str) -> Jurisdiction:
    """A row whose clock and calendar are those a stored deadline was set under, retired or not."""
    for row in (*JURISDICTIONS, *RETIRED):
        if (row.clock.rule_id, row.clock.version) == (rule_id, version):
            return row
    raise UnknownRule(f"No rule {rule_id} version {version}. Keep a changed row in RETIRED while deadlines under it are open.")


def amended(row: Jurisdiction, *, clock: ResponseClock, calendar: WorkCalendar, weekly_cap: int | None) -> Jurisdiction:
    """`row` as configured, for what stands in its `to_check`. Another clock or calendar needs another rule id or version."""
    is_other = (clock, calendar) != (row.clock, row.calendar)
    if is_other and (clock.rule_id, clock.version) == (row.clock.rule_id, row.clock.version):
        raise SameVersion(f"{row.name}: the amended rule is still {clock.rule_id} version {clock.version}. Give it a new version.")
    return replace(row, clock=clock, calendar=calendar, weekly_cap=weekly_cap)
