"""What a country's rule for tracebacks consists of: the types of its row. Rows stand in `countries/`, their use in `deadlines`, `caps`."""

from dataclasses import dataclass
from datetime import date, time
from enum import IntEnum, StrEnum


class Weekday(IntEnum):
    """A day of the week, numbered as `date.weekday()` numbers it."""

    MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


class Force(StrEnum):
    """What stands behind a response clock."""

    LAW = "law"
    COURTESY = "courtesy"  # the consortium's own policy: it binds nobody, and no page or report may call it a legal deadline


class Audience(StrEnum):
    """Who may see a customer's identity under a legal basis; nobody else may see it at all."""

    ANALYST = "analyst"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """How long a provider has. The clock starts inside business hours, `opens` to `closes` local, both inclusive."""

    rule_id: str
    version: str  # changes with every change of this row or of the calendar beside it: open deadlines name it
    force: Force
    citation: str
    as_written: str  # the period in the rule's own words
    days: int  # periods of 24 hours, each on a business day: 1 where the rule says 24 hours, 2 where it says two business days
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"{self.rule_id}: a response period has at least one day, not {self.days}.")
        if self.opens >= self.closes:
            raise ValueError(f"{self.rule_id}: business hours open before they close; {self.opens} to {self.closes} does not.")


@dataclass(frozen=True, slots=True)
class HolidayLibrary:
    """A calendar of the `holidays` library, cut down to the legal holidays named; a day observed in place of one counts like it."""

    key: str
    category: str
    language: str  # named, since the library would otherwise follow the machine's locale and no name would match
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class ListedHoliday:
    """A holiday written out as a row; `year` is None where it returns each year on that date."""

    month: int
    day: int
    year: int | None
    name: str
    source: str

    def falls_on(self, day: date) -> bool:
        """Whether this row names `day`."""
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are business days: those outside the weekend that no holiday takes."""

    description: str
    citation: str
    weekend: frozenset[Weekday]
    library: HolidayLibrary | None
    listed: tuple[ListedHoliday, ...]

    def __post_init__(self) -> None:
        if len(self.weekend) == len(Weekday):
            raise ValueError("A weekend of seven days leaves no business day: no clock would ever start.")


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """How numbers are written and dialled; lengths count the national number's digits without any prefix."""

    calling_code: str
    national_lengths: tuple[int, ...]
    trunk_prefix: str
    international_prefix: str
    citation: str


@dataclass(frozen=True, slots=True)
class ProviderIdentifier:
    """A public identifier of a provider: `pattern` is a regular expression for the whole of it."""

    name: str
    pattern: str
    meaning: str
    issued_by: str


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A ground on which `audience` may see a customer's identity; the act of seeing is recorded with it."""

    key: str
    title: str
    citation: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class RegistrySource:
    """A public register of providers. An entry there is never proof of who is asking."""

    key: str
    title: str
    publisher: str
    citation: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One country's row. `weekly_cap` is how many requests a provider may be sent in seven days, None where no rule caps them."""

    country: str  # ISO 3166 alpha-2, user-assigned codes included
    name: str
    clock: ResponseClock
    calendar: WorkCalendar
    language: str | None  # of mails to its providers where neither person nor contact chose one; None for the hub's
    latest_zone: str  # the country's zone where a day ends last: it counts while a provider's office zone is unknown
    weekly_cap: int | None
    number_plan: NumberPlan | None
    identifiers: tuple[ProviderIdentifier, ...]
    caller_id_authentication: str | None  # the framework in force, with its citation
    legal_bases: tuple[LegalBasis, ...]
    registries: tuple[RegistrySource, ...]
    report_package: str
    to_check: tuple[str, ...]  # what was written from memory of a public text: to be confirmed, and amended, by whoever runs a hub there

    def __post_init__(self) -> None:
        if self.weekly_cap is not None and self.weekly_cap < 1:
            raise ValueError(f"{self.name}: a weekly cap is at least 1, or None where no rule caps requests; not {self.weekly_cap}.")
