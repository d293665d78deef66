"""What the hub's API says of a traceback, as far as the demo reads it. Unknown fields are passed by."""

from pydantic import AwareDatetime

from star57.wire.answers import Answer, NotOurNumber, OwnCustomer, ReceivedFromAbroad, ReceivedFromProvider
from star57.wire.values import WireModel


class Given(WireModel):
    """One answer; several may have been given, the last that counts stands."""

    answer: Answer | None
    stands: bool


class Hop(WireModel):
    """One provider's leg. provider is None while nobody knows who was named."""

    id: str
    provider: str | None
    name: str
    country: str
    status: str
    is_live: bool
    waits_for: str
    asked_at: AwareDatetime | None
    answered_at: AwareDatetime | None
    answers: tuple[Given, ...]

    @property
    def answer(self) -> Answer | None:
        """The answer that stands."""
        return next((given.answer for given in reversed(self.answers) if given.stands), None)

    @property
    def upstream(self) -> str | None:
        """Who was named as handing the call over, by id where it has one; None for a customer that called, or nobody."""
        match self.answer:
            case ReceivedFromProvider(upstream=named) | ReceivedFromAbroad(upstream=named) | NotOurNumber(served_by=named):
                return named.provider or named.name
            case OwnCustomer(customer=customer):
                return customer.provider
        return None

    @property
    def took_s(self) -> float | None:
        """From question to answer."""
        return (self.answered_at - self.asked_at).total_seconds() if self.answered_at and self.asked_at else None


class Sighting(WireModel):
    """One traceback at one instant; hops in order of opening, the terminating provider first."""

    id: str
    status: str
    outcome: str | None
    opened_at: AwareDatetime
    updated_at: AwareDatetime
    hops: tuple[Hop, ...]

    @property
    def standing(self) -> tuple[Hop, ...]:
        """The hops whose claim still stands."""
        return tuple(hop for hop in self.hops if hop.is_live)
