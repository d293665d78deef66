"""A foreign provider whose country has no row: asked politely, under a clock that is the consortium's policy and not law."""

from datetime import time

from star57.hub.domain.jurisdiction import Audience, Force, Jurisdiction, LegalBasis, ResponseClock, Weekday, WorkCalendar

CLOCK = ResponseClock(
    rule_id="courtesy-3-business-days",
    version="1",
    force=Force.COURTESY,
    citation="consortium policy; no law obliges the provider",
    as_written="three business days, as a courtesy",
    days=3,
    opens=time(8, 0),
    closes=time(17, 30),
)

CALENDAR = WorkCalendar(
    description="Monday to Friday; the country's holidays are not known",
    citation="consortium policy",
    weekend=frozenset({Weekday.SATURDAY, Weekday.SUNDAY}),
    library=None,
    listed=(),
)

ABROAD = Jurisdiction(
    country="ZZ",
    name="Abroad, no legal clock",
    clock=CLOCK,
    calendar=CALENDAR,
    language=None,
    latest_zone="Etc/GMT+12",  # the last place on Earth where a day ends: twelve hours behind UTC
    weekly_cap=None,
    number_plan=None,
    identifiers=(),
    caller_id_authentication=None,
    legal_bases=(LegalBasis("volunteered", "Volunteered by the foreign provider", "consortium policy", Audience.ANALYST),),
    registries=(),
    report_package="consortium-summary",
    to_check=("the length of the courtesy clock is the consortium's to choose",),
)
