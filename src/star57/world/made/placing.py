"""One call on its way down through the carriers: what each switch sees of it. Knows neither complaints nor files."""

import random
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from star57.world.made.carriers import Carrier, Leg
from star57.world.made.troubles import Trouble

HIDDEN = "anonymous"
SUBSCRIBER = "SUBSCRIBER"


@dataclass(frozen=True, slots=True)
class Dialled:
    """`path` goes upstream from the terminating carrier. `forwarded_by` received the call for `dialled` and sent it on to `called`."""

    called: str
    calling: str
    at: datetime
    path: tuple[str, ...]
    source: str
    troubles: Set[Trouble]
    hidden_at: Set[str]  # carriers that are shown no calling number
    dialled: str
    forwarded_by: str


class Placed(NamedTuple):
    reached: datetime  # at the terminating carrier
    began: dict[str, datetime]  # at each carrier on the way
    calls: dict[str, str]  # Leg.call at each


def place(call: Dialled, carriers: Mapping[str, Carrier], chance: random.Random) -> Placed:
    """Writes the call's legs down at each carrier, the failed attempts of carriers beside the way included."""
    talk_s = chance.choice([0.0, chance.uniform(3, 200)])
    code = 200 if talk_s else chance.choice([487, 480, 486])
    hops, at, prev = call.path[::-1], call.at, call.source
    call_id, called = f"{chance.getrandbits(64):x}@{call.source.lower()}.example", call.dialled
    diversion, began = "", dict[str, datetime]()
    calls: dict[str, str] = {}
    for name, nxt in zip(hops, [*hops[1:], ""], strict=True):
        one = carriers[name]
        called_in, called = _written(call, one, prev, called), call.called if name == call.forwarded_by else called
        id_out = f"{chance.getrandbits(64):x}@{name.lower()}.example" if one.changes_call_ids else call_id
        calling = HIDDEN if name in call.hidden_at else chance.choice(("{}", "+{}")).format(call.calling[1:])
        out = _written(call, carriers[nxt], name, called) if nxt else called[1:]
        leg = Leg(f"{call_id}{prev}", at, 0.0, 0.0, 503, prev, nxt, called_in, out, calling, call_id, diversion)
        waited_s = _attempts_before(call, one, leg, id_out, called, carriers, chance) if nxt else 0.0
        began[name], calls[name] = at, leg.call
        ring_s = waited_s + chance.uniform(2, 20)
        one.legs.append(replace(leg, peer_out=nxt or SUBSCRIBER, ring_s=ring_s, talk_s=talk_s, code=code))
        at += timedelta(seconds=waited_s + chance.uniform(0.03, 0.4))
        prev, call_id = name, id_out
        diversion = f"<sip:{call.dialled}@{name.lower()}.example>;reason=unconditional" if name == call.forwarded_by else diversion
    return Placed(began[call.path[0]], began, calls)


def _written(call: Dialled, one: Carrier, by: str, called: str) -> str:
    written = one.writes(called, by=by)
    is_looked_up = Trouble.PORTABILITY in call.troubles and by != call.source
    return f"{written};npdi;rn=+1{called[2:5]}2990000" if is_looked_up else written


def _attempts_before(
    call: Dialled, one: Carrier, leg: Leg, id_out: str, called: str, carriers: Mapping[str, Carrier], chance: random.Random
) -> float:
    """Seconds lost with attempts that failed: at the next hop, or at other carriers, which record them as well."""
    lost_s = 0.0
    if Trouble.ROUTE_ADVANCE in call.troubles:
        others = [name for name in one.downstreams if name not in call.path]
        for tried in chance.sample(others, min(len(others), chance.randint(0, 3))):
            one.legs.append(replace(leg, peer_out=tried))
            at = leg.began + timedelta(seconds=lost_s + 0.1)
            _fail_at(carriers[tried], call, leg, f"{id_out}-{tried}", one.id, at, called, carriers, chance)
            lost_s += chance.uniform(0.2, 4)
    if Trouble.RETRIES in call.troubles and chance.random() < 0.5:
        one.legs.append(leg)
        lost_s += chance.uniform(0.5, 2)
    return lost_s


def _fail_at(
    one: Carrier, call: Dialled, leg: Leg, call_id: str, prev: str, at: datetime, called: str, carriers: Mapping[str, Carrier],
    chance: random.Random,
) -> None:  # fmt: skip
    """The attempt comes to nothing here, or after one more carrier that may be the one the call reaches later by another way."""
    onward = [name for name in one.downstreams if name != prev and name not in call.path[1:]]
    goes_on = bool(onward) and chance.random() < 0.5
    nxt = (call.path[0] if call.path[0] in onward else chance.choice(onward)) if goes_on else ""
    called_in, out = _written(call, one, prev, called), _written(call, carriers[nxt], one.id, called) if nxt else called[1:]
    one.legs.append(Leg(f"{call_id}{prev}", at, 0.2, 0.0, 503, prev, nxt, called_in, out, leg.calling, call_id))
    if nxt:
        last = carriers[nxt]
        after = at + timedelta(seconds=chance.uniform(0.03, 0.2))
        last.legs.append(Leg(f"{call_id}{one.id}", after, 0.1, 0.0, 503, one.id, "", out, called[1:], leg.calling, call_id))
