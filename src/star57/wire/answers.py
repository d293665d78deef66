"""The answers to "who handed you this call?" (one model per kind) and the evidence that may go with one."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from star57.wire.values import E164, Country, Instant, Line, ProviderRef, PublicId, Text, WireModel


class AnswerKind(StrEnum):
    """What a provider can answer."""

    RECEIVED_FROM_PROVIDER = "received_from_provider"
    OWN_CUSTOMER = "own_customer"
    RECEIVED_FROM_ABROAD = "received_from_abroad"
    NOT_OUR_NUMBER = "not_our_number"
    NO_RECORD_FOUND = "no_record_found"
    DECLINED = "declined"


class CustomerKind(StrEnum):
    """The caller itself, or a customer whose own customer called (the trace goes on into it)."""

    CALLER = "caller"
    RESELLER = "reseller"


class ActionTaken(StrEnum):
    """What the originating provider did about its customer."""

    NONE = "none"
    WARNED = "warned"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    BLOCKED = "blocked"


class Customer(WireModel):
    """The customer that placed the call. CPNI: for the consortium's analysts and, under a legal basis, agencies."""

    name: Line
    kind: CustomerKind
    address: Annotated[str, Field(max_length=500)] | None = None
    contact: Annotated[str, Field(max_length=300)] | None = None
    since: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = Field(
        default=None, description="customer since: year, month or day"
    )
    provider: PublicId | None = Field(default=None, description="a reseller's own registry id, when it has one")
    country: Country | None = None


class ReceivedFromProvider(WireModel):
    """The call came directly from this domestic provider."""

    kind: Literal[AnswerKind.RECEIVED_FROM_PROVIDER]
    upstream: ProviderRef


class OwnCustomer(WireModel):
    """The call came from a customer of the answering provider: it is the originating provider."""

    kind: Literal[AnswerKind.OWN_CUSTOMER]
    customer: Customer
    action_taken: ActionTaken


class ReceivedFromAbroad(WireModel):
    """The call came directly from a foreign provider: the answering provider is the point of entry."""

    kind: Literal[AnswerKind.RECEIVED_FROM_ABROAD]
    upstream: ProviderRef

    @model_validator(mode="after")
    def _names_a_country(self) -> "ReceivedFromAbroad":
        if self.upstream.country is None and self.upstream.provider is None:
            raise ValueError("upstream.country: say which country the foreign provider is in")
        return self


class NotOurNumber(WireModel):
    """The called number was not served by the asked provider at that time: ported, or another's."""

    kind: Literal[AnswerKind.NOT_OUR_NUMBER]
    served_by: ProviderRef


class Searched(WireModel):
    """Where and over what time a provider looked."""

    systems: Annotated[tuple[Line, ...], Field(min_length=1, max_length=50)]
    since: Instant
    until: Instant
    retention_days: Annotated[int, Field(ge=0, le=36_500)] | None = None

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> "Searched":
        if self.until <= self.since:
            raise ValueError("searched.until: must be later than searched.since")
        return self


class NoRecordFound(WireModel):
    """Nothing found in what was searched, or the records of that time have expired."""

    kind: Literal[AnswerKind.NO_RECORD_FOUND]
    searched: Searched
    records_expired: bool


class Declined(WireModel):
    """The provider will not say. A contract's non-disclosure clause is no excuse: 47 USC 222(d)(2) permits this disclosure."""

    kind: Literal[AnswerKind.DECLINED]
    reason: Annotated[str, Field(min_length=10, max_length=2000)]


Answer = Annotated[
    ReceivedFromProvider | OwnCustomer | ReceivedFromAbroad | NotOurNumber | NoRecordFound | Declined,
    Field(discriminator="kind"),
]


class CallEvidence(WireModel):
    """What the answering provider's own record says of the call. Optional; a record itself is never sent."""

    started_at: Instant | None = None
    duration_s: Annotated[float, Field(ge=0, le=864_000)] | None = None
    called_on_wire: Annotated[str, Field(max_length=200)] | None = None
    calling_on_wire: Annotated[str, Field(max_length=200)] | None = None
    came_in_for: E164 | None = Field(
        default=None, description="the called number it came in for, where you forwarded or translated it to the one asked"
    )
    diverted_from: E164 | None = Field(
        default=None, description="the number it had been diverted from when it came in: Diversion, History-Info, a div PASSporT"
    )
    call_id: Annotated[str, Field(max_length=300)] | None = Field(default=None, description="Call-ID on the leg it came in on")
    source_address: Annotated[str, Field(max_length=100)] | None = None
    trunk: Annotated[str, Field(max_length=100)] | None = None
    attestation: Literal["A", "B", "C"] | None = None
    origid: Annotated[str, Field(max_length=100)] | None = None
    signer: Annotated[str, Field(max_length=300)] | None = Field(
        default=None, description="service provider code or subject of the signing certificate"
    )
    verification: Literal["passed", "failed", "not_signed", "not_checked"] | None = None


class Claims(WireModel):
    """What the answering provider says about itself and the caller's permission."""

    role_accepted: bool | None = None
    consent_claimed: Text | None = None
    calling_number: E164 | None = Field(default=None, description="the calling number as this provider knows it, when it differs")
