"""Three people to look at the hub as: an analyst, somebody at a carrier that was asked, and somebody at another carrier."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from star57.world.callsfile import Call
from star57.world.worldfile import World, WorldProvider

CONSORTIUM = ""


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who can sign in. provider is "" for the consortium's own people; role is one of the hub's."""

    email: str
    name: str
    role: str
    provider: str
    password: str
    words: str


def personas(world: World, calls: Sequence[Call], *, password: str) -> tuple[Persona, ...]:
    """An analyst; the engineer of the carrier that terminated most calls; and a stranger to them, where the world has one more carrier."""
    analyst = Persona(
        "analyst@consortium.example", "Ana Reyes", "analyst", CONSORTIUM, password, "analyst at the consortium: sees every path whole"
    )
    asked = _most_asked(world, calls)
    others = [provider for provider in reversed(world.providers) if provider is not asked]
    engineer = _at(asked, "engineer", "Evan Brook", password, "sees its own requests and its neighbours")
    strangers = [_at(other, "stranger", "Sam Hale", password, "another carrier: sees nothing of those") for other in others[:1]]
    return (analyst, engineer, *strangers)


def _most_asked(world: World, calls: Sequence[Call]) -> WorldProvider:
    counts = Counter(call.terminating for call in calls)
    return max(world.providers, key=lambda provider: counts[provider.id])


def _at(provider: WorldProvider, who: str, name: str, password: str, words: str) -> Persona:
    domain = re.sub(r"[^a-z0-9]+", "-", provider.id.lower()).strip("-") or "carrier"
    return Persona(f"{who}@{domain}.example", name, "responder", provider.id, password, f"{who} at {provider.name}: {words}")
