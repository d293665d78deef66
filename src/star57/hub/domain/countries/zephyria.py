"""Zephyria, which does not exist: it keeps the other rows honest, since nothing North American holds there."""

from datetime import time

from star57.hub.domain.jurisdiction import (
    Audience,
    Force,
    Jurisdiction,
    LegalBasis,
    ListedHoliday,
    NumberPlan,
    ProviderIdentifier,
    ResponseClock,
    Weekday,
    WorkCalendar,
)

_ACT = "Zephyrian Call Tracing Act (fictitious)"

CLOCK = ResponseClock(
    rule_id="xz-3-working-days",
    version="1",
    force=Force.LAW,
    citation=f"{_ACT}, s. 4",
    as_written="three working days",
    days=3,
    opens=time(9, 0),
    closes=time(16, 0),
)

CALENDAR = WorkCalendar(
    description="Sunday to Thursday less the holidays listed, none moved",
    citation=f"{_ACT}, schedule 1",
    weekend=frozenset({Weekday.FRIDAY, Weekday.SATURDAY}),
    library=None,
    listed=(
        ListedHoliday(2, 29, None, "Leap Day", f"{_ACT}, schedule 1"),
        ListedHoliday(3, 9, None, "Day of the West Wind", f"{_ACT}, schedule 1"),
        ListedHoliday(9, 20, None, "Charter Day", f"{_ACT}, schedule 1"),
        ListedHoliday(9, 21, 2026, "Centenary of the Charter", "Zephyrian Gazette 2026/3 (fictitious)"),
    ),
)

ZEPHYRIA = Jurisdiction(
    country="XZ",
    name="Zephyria (fictitious)",
    clock=CLOCK,
    calendar=CALENDAR,
    language="es",
    latest_zone="Asia/Riyadh",
    weekly_cap=25,
    number_plan=NumberPlan("999", (8, 9), "0", "00", "ITU-T E.164 country code 999, reserved and in nobody's use"),
    identifiers=(ProviderIdentifier("licence", r"ZL-[0-9]{5}", "licence to carry calls", "Zephyrian Wireless Office (fictitious)"),),
    caller_id_authentication=None,
    legal_bases=(
        LegalBasis("provider_sharing", "Shared by licence holders to trace a call", f"{_ACT}, s. 7", Audience.ANALYST),
        LegalBasis("magistrate_order", "Order of a magistrate", f"{_ACT}, s. 9", Audience.AGENCY),
    ),
    registries=(),
    report_package="xz-summary",
    to_check=(),
)
