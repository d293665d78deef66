"""Values that every wire message is made of: numbers, instants, providers. Frozen; unknown fields are ignored."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer


def _is_spoken_here(value: object) -> object:
    if value != "1":
        raise ValueError(f"wire version {value!r:.24} is not known here; this side speaks '1'")
    return value


Version = Annotated[Literal["1"], BeforeValidator(_is_spoken_here)]
WIRE_VERSION: Version = "1"


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("lies outside the years 1 to 9999 in UTC") from None


def _as_rfc3339(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_in_utc),
    PlainSerializer(_as_rfc3339, return_type=str, when_used="json"),
    Field(description="RFC 3339 with offset; sent in UTC"),
]
E164 = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$", description="E.164 number with plus sign", examples=["+16175550172"])]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code")]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(max_length=10_000)]
PublicId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]


class WireModel(BaseModel):
    """Base of all wire messages: immutable, tolerant of fields added by a newer minor revision."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)


class ProviderRef(WireModel):
    """A provider: by registry id when known, else by name (then the hub's staff identify it)."""

    provider: PublicId | None = Field(default=None, description="registry id")
    name: Line
    country: Country | None = None
    contact: Annotated[str, Field(max_length=300)] | None = Field(default=None, description="address or number of its traceback contact")


class Direction(StrEnum):
    """Upstream: who handed you this call? Forward: one question to the provider serving a call-back number."""

    UPSTREAM = "upstream"
    FORWARD = "forward"


class CallFacts(WireModel):
    """The call that is looked for, as the asked provider may know it."""

    called_number: E164
    calling_number: E164 | None = Field(description="null when it was withheld")
    call_at: Instant
    uncertainty_s: Annotated[float, Field(ge=0, le=86_400)] = Field(description="the call began within this many seconds of call_at")
    handed_to: ProviderRef | None = Field(description="direct downstream neighbour; null when the asked provider served the called number")
    call_id: Annotated[str, Field(max_length=300)] | None = Field(default=None, description="SIP Call-ID seen downstream")
    origid: Annotated[str, Field(max_length=100)] | None = Field(default=None, description="SHAKEN origid seen downstream (RFC 8588)")
    handed_at: Instant | None = Field(default=None, description="start of the call on the downstream neighbour's clock")
    handed_as: E164 | None = Field(
        default=None, description="the called number under which you handed it over, where it was forwarded or translated downstream"
    )
    diverted_from: E164 | None = Field(default=None, description="the number it was diverted from, as signalling seen downstream says")

    @property
    def number_to_find(self) -> str:
        """The called number that the asked provider's records most likely show."""
        return self.handed_as or self.called_number


class CampaignNote(WireModel):
    """Why the call is suspicious; the same for everyone who is asked."""

    name: Line
    why_suspicious: Text
    transcript: Text | None = None
