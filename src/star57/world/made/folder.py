"""A made-up network as a folder: each switch's files, world.toml, calls.csv that the demo reads, and truth.csv that it must not."""

import csv
import json
from datetime import datetime
from pathlib import Path

from star57.world.made import kamailio_files as kamailio
from star57.world.made import other_files as others
from star57.world.made.carriers import Carrier
from star57.world.made.network import Network

_WRITERS = {
    **dict.fromkeys(("sqlite", "sqlite-acc"), kamailio.sqlite),
    "flatstore": kamailio.flatstore,
    "dbtext": kamailio.dbtext,
    "json": kamailio.json_lines,
    **dict.fromkeys(("asterisk-old", "asterisk-new", "asterisk-custom"), others.asterisk),
    "freeswitch": others.freeswitch,
    **dict.fromkeys(("csv", "csv-local"), others.mapped_csv),
}
WORLD, CALLS, TRUTH = "world.toml", "calls.csv", "truth.csv"


def write_world(network: Network, folder: Path, *, uncertainty_s: float) -> None:
    """Fills the folder, which must be empty or absent. Raises FileExistsError."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name a new folder")
    lines = ["now = 2026-11-23T00:00:00Z"]
    for one in network.carriers.values():
        lines += _provider(network, one, folder)
    (folder / WORLD).write_text("\n".join(lines) + "\n")
    _write_calls(network, folder / CALLS, uncertainty_s)
    _write_truth(network, folder / TRUTH)


def _provider(network: Network, one: Carrier, folder: Path) -> list[str]:
    lines = ["[[provider]]", f'id = "{one.id}"']
    (folder / one.id).mkdir()
    for records in _WRITERS[one.format](network, one, folder / one.id) if one.legs else []:
        lines += ["[[provider.records]]", *(f"{key} = {_toml(value)}" for key, value in records.items())]
    rules = _rules(network, one)
    network.chance.shuffle(rules)
    for match, end in rules:
        lines += ["[[provider.trunk]]", f"match = {_toml(match)}", *(f"{key} = {_toml(value)}" for key, value in end.items())]
    return lines


def _write_calls(network: Network, file: Path, uncertainty_s: float) -> None:
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow("called calling time terminating uncertainty_s".split())
        for one in network.truths:
            rows.writerow([one.called, one.calling or "", one.at.isoformat(), one.path[0], f"{uncertainty_s:g}"])


def _write_truth(network: Network, file: Path) -> None:
    """Row for row what stands in calls.csv."""
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow("troubles starts path source missing dialled forwarded_by".split())
        for one in network.truths:
            facts = (" ".join(sorted(one.troubles)), " ".join(map(datetime.isoformat, one.starts)), " ".join(one.path), one.source)
            rows.writerow([*facts, one.missing, one.dialled, one.forwarded_by])


def _rules(network: Network, one: Carrier) -> list[tuple[object, dict[str, object]]]:
    """Whom calls come from, in one of the ways to say so; whom they go to, at some carriers."""
    is_asterisk = one.format.startswith("asterisk")
    style = network.chance.choice(["account", "channel", "trunk"] if is_asterisk else ["source", "network"])
    style = "both" if one.format == "csv-local" else style
    rules: list[tuple[object, dict[str, object]]] = []
    for peer in [*one.upstreams, *one.ends]:
        source, trunk = network.addresses[peer], kamailio.trunk(peer)
        match = {"account": {"account": f"ACC-{peer}"}, "channel": {"channel": f"PJSIP/{trunk}-*"}, "trunk": {"trunk": trunk}}
        match |= {"source": {"source": source}, "network": {"source": f"{source}/32"}, "both": {"source": source, "trunk": trunk}}
        rules.append((match[style], _end(network, peer) | _numbers(one, peer)))
    for peer in one.downstreams if one.tells_egress else []:
        trunk = kamailio.trunk(peer)
        by_name = {"channel": f"PJSIP/{trunk}-*"} if is_asterisk else {"trunk": trunk}
        rules.append(({"next_hop": network.addresses[peer]} if one.format in ("dbtext", "csv") else by_name, {"provider": peer}))
    return [rule for rule in rules if not _is_both_ways(rule[0], rules)]


def _numbers(one: Carrier, peer: str) -> dict[str, object]:
    """A carrier that writes down whom it sends calls to writes down what its neighbours do to numbers as well."""
    if not (one.prefix and one.tells_egress and peer in one.upstreams):
        return {}
    return {"called": [f"strip {one.prefix}", "add + to 11 digits"]}


def _is_both_ways(match: object, rules: list[tuple[object, dict[str, object]]]) -> bool:
    return sum(other == match for other, _ in rules) > 1 and match is not next(other for other, _ in rules if other == match)


def _end(network: Network, peer: str) -> dict[str, object]:
    if peer in network.carriers:
        return {"provider": peer}
    return {"customer": {"name": peer}} if peer.startswith("CUST") else {"foreign": {"name": peer, "country": "PH"}}


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    return json.dumps(value)
