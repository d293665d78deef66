"""The United States and its territories: 24 clock hours, 47 CFR 64.1200(n)(1)."""

from dataclasses import replace
from datetime import time

from star57.hub.domain.countries.north_america import NANP, OCN, SPC
from star57.hub.domain.jurisdiction import (
    Audience,
    Force,
    HolidayLibrary,
    Jurisdiction,
    LegalBasis,
    ProviderIdentifier,
    RegistrySource,
    ResponseClock,
    Weekday,
    WorkCalendar,
)

CLOCK = ResponseClock(
    rule_id="us-24-hours",
    version="1",
    force=Force.LAW,
    citation="47 CFR 64.1200(n)(1), in force for all domestic providers since 8 January 2024",
    as_written="24 hours",
    days=1,
    opens=time(8, 0),
    closes=time(17, 30),
)

FEDERAL_LEGAL_HOLIDAYS = frozenset(
    {
        "New Year's Day",
        "Martin Luther King Jr. Day",
        "Washington's Birthday",
        "Memorial Day",
        "Juneteenth National Independence Day",
        "Independence Day",
        "Labor Day",
        "Columbus Day",
        "Veterans Day",
        "Thanksgiving Day",
        "Christmas Day",
    }
)

CALENDAR = WorkCalendar(
    description="Monday to Friday less federal legal holidays, observed days included",
    citation="47 CFR 64.1200(n)(1); 5 U.S.C. 6103(a) and (b)",
    weekend=frozenset({Weekday.SATURDAY, Weekday.SUNDAY}),
    library=HolidayLibrary(key="US", category="public", language="en_US", names=FEDERAL_LEGAL_HOLIDAYS),
    listed=(),
)

FRN = ProviderIdentifier("FRN", r"[0-9]{10}", "FCC registration number: who files, one company may hold several", "FCC")
FILER_499 = ProviderIdentifier("499 Filer ID", r"[0-9]{6}", "filer of FCC Form 499", "USAC")
RMD_NUMBER = ProviderIdentifier("RMD number", r"RMD[0-9]{7}", "one filing in the Robocall Mitigation Database", "FCC")

LEGAL_BASES = (
    LegalBasis("provider_sharing", "Shared by providers against unlawful use of service", "47 U.S.C. 222(d)(2)", Audience.ANALYST),
    LegalBasis("fcc_subpoena", "FCC subpoena", "47 U.S.C. 409(e)", Audience.AGENCY),
    LegalBasis("ftc_demand", "FTC civil investigative demand", "15 U.S.C. 57b-1", Audience.AGENCY),
    LegalBasis("state_demand", "State civil investigative demand or subpoena", "the state's statute, named on the demand", Audience.AGENCY),
    LegalBasis("subpoena", "Administrative, grand jury or trial subpoena", "18 U.S.C. 2703(c)(2)", Audience.AGENCY),
    LegalBasis("court_order", "Court order or warrant", "18 U.S.C. 2703(c)(1) and (d)", Audience.AGENCY),
    LegalBasis("emergency", "Danger of death or serious physical injury", "18 U.S.C. 2702(c)(4)", Audience.AGENCY),
)

RMD = RegistrySource("rmd", "Robocall Mitigation Database", "FCC", "47 CFR 64.6305")

UNITED_STATES = Jurisdiction(
    country="US",
    name="United States",
    clock=CLOCK,
    calendar=CALENDAR,
    language="en",
    latest_zone="Pacific/Honolulu",
    weekly_cap=None,
    number_plan=NANP,
    identifiers=(OCN, SPC, FRN, FILER_499, RMD_NUMBER),
    caller_id_authentication="STIR/SHAKEN, 47 CFR 64.6301",
    legal_bases=LEGAL_BASES,
    registries=(RMD,),
    report_package="us-traced-13c",
    to_check=("citations of the legal bases under which an agency sees a customer",),
)

_TERRITORIES = (
    ("AS", "American Samoa", "Pacific/Pago_Pago"),
    ("GU", "Guam", "Pacific/Guam"),
    ("MP", "Northern Mariana Islands", "Pacific/Saipan"),
    ("PR", "Puerto Rico", "America/Puerto_Rico"),
    ("VI", "U.S. Virgin Islands", "America/St_Thomas"),
)

# Providers there are domestic ones: the same rule, in their own zone.
TERRITORIES = tuple(replace(UNITED_STATES, country=code, name=name, latest_zone=zone) for code, name, zone in _TERRITORIES)
