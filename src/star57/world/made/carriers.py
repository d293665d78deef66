"""Carriers of a made-up network: who hands calls to whom, and each one's own way to write numbers, records and time."""

import random
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from star57.world.made.troubles import Trouble

FORMATS = (
    "sqlite", "sqlite-acc", "flatstore", "dbtext", "json", "asterisk-old", "asterisk-new", "asterisk-custom", "freeswitch", "csv",
    "csv-local",
)  # fmt: skip
# A carrier whose records drop the number dialled, or the one forwarded to, cannot find a forwarded call by its number.
SHOWS_BOTH_NUMBERS = ("sqlite", "sqlite-acc", "freeswitch")
TELLS_DIVERSION = ("sqlite", "json", "freeswitch", "csv")
_LOCAL = ("csv-local", "asterisk-old", "asterisk-custom")
_PREFIXES = ("", "", "9911#", "1010", "#71#", "77001")
_FORMS = ("+{}", "{}", "00{}", "011{}")
PLAIN = "{}"
FAR = 1 / 3  # of carriers, where clocks are not kept


class Role(StrEnum):
    """What a carrier mostly does. Of one call it may be another."""

    TERMINATING = "T"
    INTERMEDIATE = "I"
    GATEWAY = "G"
    ORIGINATING = "O"


@dataclass(frozen=True, slots=True)
class Leg:
    """One attempt as one switch sees it, by true time; peer_out "" where it went no further."""

    call: str
    began: datetime
    ring_s: float
    talk_s: float
    code: int
    peer_in: str
    peer_out: str
    called_in: str
    called_out: str
    calling: str
    call_id: str
    diversion: str = ""  # the header it came in with


@dataclass(slots=True)
class Carrier:
    """`ends`: its customers and foreign providers; `upstreams` and `downstreams`: other carriers."""

    id: str
    role: Role
    format: str
    clock_s: float
    form: str
    prefix: str
    changes_call_ids: bool
    tells_egress: bool
    zone: str
    ends: list[str] = field(default_factory=list)
    upstreams: list[str] = field(default_factory=list)
    downstreams: list[str] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)

    def writes(self, called: str, *, by: str) -> str:
        """The called number as it comes in: a technical prefix belongs to trunks with other carriers."""
        return self.prefix + called[1:] if self.prefix and by in self.upstreams else self.form.format(called[1:])


class Switches(Protocol):
    """What the writers of record files need of a network."""

    @property
    def addresses(self) -> dict[str, str]: ...
    @property
    def chance(self) -> random.Random: ...


def carriers_of(chance: random.Random, count: int, troubles: Set[Trouble]) -> dict[str, Carrier]:
    """At least four. Terminating ones take calls from intermediate and originating ones, intermediate ones also from those after them."""
    shares = {Role.TERMINATING: 0.4, Role.INTERMEDIATE: 0.3, Role.GATEWAY: 0.08}
    numbers = {role: max(1, int(count * share)) for role, share in shares.items()}
    numbers[Role.ORIGINATING] = max(1, count - sum(numbers.values()))
    found = {one.id: one for role, number in numbers.items() for one in (_carrier(chance, role, k, troubles) for k in range(number))}
    for one in found.values():
        for name in _upstreams(chance, one, found):
            one.upstreams.append(name)
            found[name].downstreams.append(one.id)
    return found


def addresses_of(carriers: dict[str, Carrier]) -> dict[str, str]:
    found = {"": ""}
    for i, one in enumerate(carriers.values()):
        found[one.id] = f"10.{64 + i // 250}.{i % 250}.1"
        found |= {end: f"10.{128 + i // 250}.{i % 250}.{k}" for k, end in enumerate(one.ends, start=1)}
    return found


def _carrier(chance: random.Random, role: Role, number: int, troubles: Set[Trouble]) -> Carrier:
    name, form = f"{role}{number}", chance.choice(FORMATS)
    zone = chance.choice(("America/New_York", "America/Chicago")) if form in _LOCAL else "UTC"
    clock_s, written, prefix = chance.uniform(-3, 3), chance.choice(_FORMS), chance.choice(_PREFIXES)
    changes, tells, rewrites = chance.random() < 0.5, chance.random() < 0.5, Trouble.REWRITING in troubles
    one = Carrier(
        name, role, form, clock_s if Trouble.CLOCKS in troubles else 0.0, written if rewrites else PLAIN, prefix if rewrites else "",
        changes and Trouble.CALL_IDS in troubles, tells, zone,
    )  # fmt: skip
    if Trouble.FAR_CLOCKS in troubles and chance.random() < FAR:
        one.clock_s += chance.choice((-1, 1)) * chance.uniform(20, 120)
    one.ends = [f"CUST-{name}-{k}" for k in "ab"] + ([f"FOREIGN-{name}-{k}" for k in "ab"] if role is Role.GATEWAY else [])
    return one


def _upstreams(chance: random.Random, one: Carrier, carriers: dict[str, Carrier]) -> list[str]:
    if one.role not in (Role.TERMINATING, Role.INTERMEDIATE):
        return []
    transit = [name for name, other in carriers.items() if other.role is Role.INTERMEDIATE]
    sources = [name for name, other in carriers.items() if other.role in (Role.GATEWAY, Role.ORIGINATING)]
    if one.role is Role.TERMINATING:
        return [*_some(chance, transit, 2, 6), *_some(chance, sources, 0, 2)]
    callers = [name for name, other in carriers.items() if other.role is Role.TERMINATING]
    return [*_some(chance, transit[transit.index(one.id) + 1 :], 1, 5), *_some(chance, sources, 2, 8), *_some(chance, callers, 1, 3)]


def _some(chance: random.Random, names: list[str], least: int, most: int) -> list[str]:
    return chance.sample(names, min(len(names), chance.randint(least, most)))
