"""Who stands at the other end of a trunk: a neighbouring provider, a customer, a foreign provider."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another provider, by the id the hub knows it under."""

    provider: str

    def __str__(self) -> str:
        return self.provider


@dataclass(frozen=True, slots=True)
class CustomerEnd:
    """A customer of this provider; a reseller may itself be a provider that can be asked."""

    name: str
    address: str
    contact: str
    kind: Literal["caller", "reseller"]
    provider: str | None

    def __str__(self) -> str:
        return f"customer {self.name}"


@dataclass(frozen=True, slots=True)
class ForeignEnd:
    """A provider abroad: the call entered the country here. `country` is ISO 3166, or "" when not known."""

    name: str
    country: str

    def __str__(self) -> str:
        return f"foreign provider {self.name}" + (f" ({self.country})" if self.country else "")


End: TypeAlias = Neighbour | CustomerEnd | ForeignEnd
