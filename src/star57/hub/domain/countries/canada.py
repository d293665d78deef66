"""Canada: two business days, at most ten requests a week to a provider. Start, hours and calendar are unconfirmed: see `to_check`."""

from datetime import time

from star57.hub.domain.countries.north_america import NANP, OCN, SPC
from star57.hub.domain.jurisdiction import Audience, Force, HolidayLibrary, Jurisdiction, LegalBasis, ResponseClock, Weekday, WorkCalendar

CLOCK = ResponseClock(
    rule_id="ca-2-business-days",
    version="1",
    force=Force.LAW,
    citation="Telecommunications Act, s. 24 and 24.1; CRTC 2018-32 and 2021-268 and the decision after CRTC 2024-43",
    as_written="two business days",
    days=2,
    opens=time(8, 0),
    closes=time(17, 30),
)

GENERAL_HOLIDAYS = frozenset(
    {
        "New Year's Day",
        "Good Friday",
        "Victoria Day",
        "Canada Day",
        "Labour Day",
        "National Day for Truth and Reconciliation",
        "Thanksgiving Day",
        "Remembrance Day",
        "Christmas Day",
        "Boxing Day",
    }
)

CALENDAR = WorkCalendar(
    description="Monday to Friday less general holidays, observed days included",
    citation="Canada Labour Code, s. 166 and 193",
    weekend=frozenset({Weekday.SATURDAY, Weekday.SUNDAY}),
    library=HolidayLibrary(key="CA", category="government", language="en_CA", names=GENERAL_HOLIDAYS),
    listed=(),
)

LEGAL_BASES = (
    LegalBasis("provider_sharing", "Disclosed to detect or suppress fraud", "PIPEDA, s. 7(3)(d.2)", Audience.ANALYST),
    LegalBasis("production_order", "Subpoena, warrant or order of a court or body", "PIPEDA, s. 7(3)(c)", Audience.AGENCY),
    LegalBasis("lawful_authority", "Government institution with lawful authority", "PIPEDA, s. 7(3)(c.1)", Audience.AGENCY),
    LegalBasis("emergency", "Emergency that threatens life, health or security", "PIPEDA, s. 7(3)(e)", Audience.AGENCY),
)

CANADA = Jurisdiction(
    country="CA",
    name="Canada",
    clock=CLOCK,
    calendar=CALENDAR,
    language="en",
    latest_zone="America/Vancouver",
    weekly_cap=10,
    number_plan=NANP,
    identifiers=(OCN, SPC),
    caller_id_authentication="STIR/SHAKEN, Telecom Decision CRTC 2021-123",
    legal_bases=LEGAL_BASES,
    registries=(),
    report_package="ca-summary",
    to_check=(
        "when the two business days start, and whether business hours apply",
        "which holidays count: the Canada Labour Code's general holidays are assumed",
        "whether a week of the cap is a calendar week or any seven days; any seven days are assumed, the stricter reading",
        "citations of the clock, of caller ID authentication and of the legal bases",
    ),
)
