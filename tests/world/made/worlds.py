"""A made-up network as a world file with recordings, and how its calls are followed in this process."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from star57.agent.answers import evidence_of
from star57.agent.ends import Neighbour
from star57.agent.finding import find
from star57.agent.formats import Unreadable, read_records
from star57.agent.matching import CallSought, Decision
from star57.agent.trunks import TrunkTable
from star57.world.worldfile import read_world
from tests.agent.records import MemoryStore
from tests.world.made import kamailio_files as kamailio
from tests.world.made import other_files as others
from tests.world.made.network import Network, Provider, Truth

_WRITERS = {
    **dict.fromkeys(("sqlite", "sqlite-acc"), kamailio.sqlite),
    "flatstore": kamailio.flatstore,
    "dbtext": kamailio.dbtext,
    "json": kamailio.json_lines,
    **dict.fromkeys(("asterisk-old", "asterisk-new", "asterisk-custom"), others.asterisk),
    "freeswitch": others.freeswitch,
    **dict.fromkeys(("csv", "csv-local"), others.mapped_csv),
}


class World(NamedTuple):
    stores: Mapping[str, MemoryStore]
    tables: Mapping[str, TrunkTable]


def write_world(network: Network, folder: Path) -> Path:
    lines = ["now = 2026-11-23T00:00:00Z"]
    for one in network.providers.values():
        lines += ["[[provider]]", f'id = "{one.id}"']
        (folder / one.id).mkdir()
        for records in _WRITERS[one.format](network, one, folder / one.id) if one.legs else []:
            lines += ["[[provider.records]]", *(f"{key} = {_toml(value)}" for key, value in records.items())]
        rules = _rules(network, one)
        network.chance.shuffle(rules)
        for match, end in rules:
            lines += ["[[provider.trunk]]", f"match = {_toml(match)}", *(f"{key} = {_toml(value)}" for key, value in end.items())]
    file = folder / "world.toml"
    file.write_text("\n".join(lines) + "\n")
    return file


def _rules(network: Network, one: Provider) -> list[tuple[object, dict[str, object]]]:
    """Whom calls come from, in one of the ways to say so; whom they go to, at some providers."""
    is_asterisk = one.format.startswith("asterisk")
    style = network.chance.choice(["account", "channel", "trunk"] if is_asterisk else ["source", "network"])
    style = "both" if one.format == "csv-local" else style
    rules: list[tuple[object, dict[str, object]]] = []
    for peer in one.upstreams:
        source, trunk = network.addresses[peer], kamailio.trunk(peer)
        match = {"account": {"account": f"ACC-{peer}"}, "channel": {"channel": f"PJSIP/{trunk}-*"}, "trunk": {"trunk": trunk}}
        match |= {"source": {"source": source}, "network": {"source": f"{source}/32"}, "both": {"source": source, "trunk": trunk}}
        rules.append((match[style], _end(network, peer)))
    for peer in one.downstreams if one.tells_egress else []:
        trunk = kamailio.trunk(peer)
        by_name = {"channel": f"PJSIP/{trunk}-*"} if is_asterisk else {"trunk": trunk}
        rules.append(({"next_hop": network.addresses[peer]} if one.format in ("dbtext", "csv") else by_name, {"provider": peer}))
    return rules


def _end(network: Network, peer: str) -> dict[str, object]:
    if peer in network.providers:
        return {"provider": peer}
    return {"customer": {"name": peer}} if peer.startswith("CUST") else {"foreign": {"name": peer, "country": "PH"}}


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    return json.dumps(value)


def read(file: Path) -> World:
    world = read_world(file)
    stores = {provider.id: MemoryStore() for provider in world.providers}
    for provider in world.providers:
        for records in provider.records:
            for path in (each for each in records.files if each.stat().st_size):
                for record in read_records(records.format, path, records.options):
                    assert not isinstance(record, Unreadable), (path, record)
                    stores[provider.id].add([record])
    return World(stores, {provider.id: provider.trunks for provider in world.providers})


def outcome(world: World, truth: Truth, *, at: datetime, uncertainty_s: float, calling: str | None) -> str:
    """right, wrong, or the decision that ended the search where the truth goes on."""
    path, facts = ["P0"], (truth.called, calling, at, uncertainty_s)
    sought = CallSought(*facts, None, None, None, None)
    while True:
        verdict = find(sought, world.stores[path[-1]], world.tables[path[-1]])
        if not isinstance(verdict.answer, Neighbour):
            break
        told = evidence_of(verdict.confident[0]) if verdict.is_same_call else None
        trail = (told.call_id, told.origid, told.started_at) if told else (None, None, None)
        sought = CallSought(*facts, path[-1], *trail)
        path.append(verdict.answer.provider)
    if verdict.decision is Decision.ONE_ANSWER:
        return "right" if tuple(path) == truth.path and str(verdict.answer).endswith((truth.source, f"{truth.source} (PH)")) else "wrong"
    return verdict.decision.value if tuple(path) == truth.path[: len(path)] else "wrong"
