"""Which calls the lab places, and the way each must take. Pure: what the switches' routing says, said once more to hold them to it."""

from dataclasses import dataclass
from typing import Literal

from star57.world.results import Source

AREAS = ("617", "303", "404", "202")
MOST_CALLS = 200  # each area has 50 numbers where somebody is at home and 50 that ring
SOURCES = {
    "DIALER": Source("customer", "Quick Reach Dialing", None),
    "ABROAD": Source("foreign", "Perla Call Connect", "PH"),
    "CLINIC": Source("customer", "Blue Heron Clinic", None),
}
_CALLERS = tuple(SOURCES)
_DIALS = {"DIALER": "", "CLINIC": "", "ABROAD": "001"}


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """One call. `national`: ten digits. `calling_number` None: withheld. `path`: upstream from the terminating carrier. `is_given_up`: the
    caller hangs up while it rings."""

    name: str
    caller: str
    calling_number: str | None
    national: str
    subscriber: Literal["ANSWERING", "RINGING"]
    path: tuple[str, ...]
    is_given_up: bool

    @property
    def rings_on(self) -> bool:
        """Whether it still rings when it is traced."""
        return self.subscriber == "RINGING" and not self.is_given_up

    @property
    def called_number(self) -> str:
        """E.164."""
        return f"+1{self.national}"

    @property
    def dialled(self) -> str:
        """As this caller writes it: national, or as an international call."""
        return _DIALS[self.caller] + self.national

    @property
    def source(self) -> Source:
        """Who must be found at the path's end."""
        return SOURCES[self.caller]


def planned_calls(count: int) -> tuple[PlannedCall, ...]:
    """Every other one to somebody who is not at home, and every fifth of those is given up; callers and areas in turn, no number
    called twice."""
    return tuple(_call(number) for number in range(count))


def _call(number: int) -> PlannedCall:
    pair, is_second = divmod(number, 2)
    area = AREAS[pair % len(AREAS)]
    line = pair // len(AREAS) % 50 + (0 if is_second else 50)
    caller = _CALLERS[number % len(_CALLERS)]
    withheld = caller == "CLINIC" and pair % 2 == 0
    return PlannedCall(
        name=f"call-{number}",
        caller=caller,
        calling_number=None if withheld else f"+1206555{100 + number % 50:04d}",
        national=f"{area}555{100 + line:04d}",
        subscriber="ANSWERING" if is_second else "RINGING",
        path=_path(caller, area),
        is_given_up=not is_second and pair % 5 == 3,
    )


def _path(caller: str, area: str) -> tuple[str, ...]:
    origin = "GULF" if caller == "ABROAD" else "PRAIRIE"
    by_harbor = ("CEDAR", "NORTHSTAR", "HARBOR", origin) if area == "404" else ("CEDAR", "HARBOR", origin)
    return ("CEDAR", "NORTHSTAR", "PRAIRIE") if origin == "PRAIRIE" and area == "303" else by_harbor
