"""What a trunk rule looks for in a call record, and whether two rules can meet in one record. Knows no ends."""

import re
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

_Address: TypeAlias = IPv4Address | IPv6Address
_Network: TypeAlias = IPv4Network | IPv6Network
_GLOB_TOKEN = re.compile(r"\*+|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_ANY_RUN = "*"
_PRINTABLE = tuple(map(chr, range(32, 127)))


class BadTrunkMatch(ValueError):
    """A trunk rule cannot be read; the message says which value and what to write."""


@dataclass(frozen=True, slots=True)
class TrunkMatch:
    """What must hold, all of it. `source` and `next_hop`: an address or CIDR; the others: a text or glob (*, ?, [...])."""

    source: str | None = None
    next_hop: str | None = None
    trunk: str | None = None
    account: str | None = None
    channel: str | None = None

    def __post_init__(self) -> None:
        if not self.keys():
            raise BadTrunkMatch("a trunk rule needs at least one of source, next_hop, trunk, account, channel")
        for key in self.keys():
            if not self.value(key):
                raise BadTrunkMatch(f"the trunk rule's {key} is empty: give it a value or leave it out")
        for key in {"source", "next_hop"} & set(self.keys()):
            network_of(key, self.value(key))

    def __str__(self) -> str:
        return "{" + ", ".join(f"{key} = {self.value(key)}" for key in self.keys()) + "}"

    def keys(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self) if getattr(self, field.name) is not None)

    def value(self, key: str) -> str:
        return str(getattr(self, key) or "")

    @property
    def is_for_ingress(self) -> bool:
        """Tried against the side a call came in on."""
        return self.source is not None or self.account is not None or self.next_hop is None

    @property
    def is_for_egress(self) -> bool:
        """Tried against the side a call was sent out on."""
        return self.source is None and self.account is None

    def is_compatible_with(self, other: "TrunkMatch") -> bool:
        """Whether they share a key and one record could satisfy every key they share, on the same side."""
        same_side = (self.is_for_ingress and other.is_for_ingress) or (self.is_for_egress and other.is_for_egress)
        shared = set(self.keys()).intersection(other.keys())
        return same_side and bool(shared) and all(_meet(key, self.value(key), other.value(key)) for key in shared)


def address_fits(key: str, rule: str, address: str) -> bool:
    """Whether a record's address lies in the rule's address or network."""
    found = _address_of(address)
    return found is not None and found in network_of(key, rule)


def text_fits(rule: str, text: str) -> bool:
    """Whether a record's text is the rule's text, or fits it as a glob; case counts. An empty text fits nothing."""
    return text != "" and (text == rule or fnmatchcase(text, rule))


@lru_cache(maxsize=4096)
def network_of(key: str, text: str) -> _Network:
    """The network a rule names; a single address is a network of one."""
    try:
        return ip_network(text, strict=True)
    except ValueError as problem:
        raise BadTrunkMatch(f"the trunk rule's {key} {text!r} is neither an address nor a network (CIDR): {problem}") from problem


@lru_cache(maxsize=65536)
def _address_of(text: str) -> _Address | None:
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _meet(key: str, one: str, other: str) -> bool:
    if key in ("source", "next_hop"):
        first, second = network_of(key, one), network_of(key, other)
        return first.version == second.version and first.overlaps(second)
    return text_fits(one, other) or text_fits(other, one) or _globs_meet(_tokens(one), _tokens(other))


def _tokens(glob: str) -> tuple[str, ...]:
    return tuple(_ANY_RUN if token.startswith("*") else token for token in _GLOB_TOKEN.findall(glob))


@lru_cache(maxsize=65536)
def _globs_meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether some text fits both globs."""
    if not one or not other:
        return all(token == _ANY_RUN for token in one + other)
    if one[0] == _ANY_RUN:
        return _globs_meet(one[1:], other) or _globs_meet(one, other[1:])
    if other[0] == _ANY_RUN:
        return _globs_meet(other, one)
    return _tokens_meet(one[0], other[0]) and _globs_meet(one[1:], other[1:])


def _tokens_meet(one: str, other: str) -> bool:
    return one == other or any(fnmatchcase(letter, one) and fnmatchcase(letter, other) for letter in _PRINTABLE)
