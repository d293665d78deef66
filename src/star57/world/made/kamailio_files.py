"""What Kamailio would have written of a provider's legs: each site with other columns, in another order, with or without acc_cdrs."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from star57.world.made.carriers import Carrier, Leg, Switches

JULIAN_EPOCH = 2440587.5
Records = dict[str, object]


def seen(one: Carrier, leg: Leg) -> datetime:
    return leg.began + timedelta(seconds=one.clock_s)


def trunk(peer: str) -> str:
    return f"trk-{peer}".lower() if peer else ""


def calls_of(one: Carrier) -> list[list[Leg]]:
    """Legs of one call that came in the same way, the last attempt last."""
    calls: dict[str, list[Leg]] = {}
    for leg in one.legs:
        calls.setdefault(leg.call, []).append(leg)
    return list(calls.values())


def address(network: Switches, peer: str) -> str:
    return network.addresses.get(peer, "10.99.0.1")


def transactions(one: Carrier) -> Iterator[tuple[str, datetime, Leg]]:
    """Method and end of each transaction that acc writes a row for."""
    for leg in one.legs:
        yield "INVITE", seen(one, leg) + timedelta(seconds=leg.ring_s), leg
        if leg.talk_s:
            yield "BYE", seen(one, leg) + timedelta(seconds=leg.ring_s + leg.talk_s), leg


def _next_hop(network: Switches, leg: Leg) -> str:
    return f"sip:{leg.called_out.split(';')[0]}@{address(network, leg.peer_out)}:5060" if leg.peer_out else ""


def _julian(at: datetime) -> float:
    return int(at.timestamp()) / 86400 + JULIAN_EPOCH


def sqlite(network: Switches, one: Carrier, folder: Path) -> list[Records]:
    """acc, acc_cdrs, Julian days; or acc alone, ISO text and other names."""
    with_cdrs = one.format == "sqlite"
    extra = (
        "src_ip, src_user, dst_ouser, dst_user, trunk_out, nexthop, diversion"
        if with_cdrs
        else "recv_ip, from_user, to_user, ruri_user, gw_out, duri, route"
    )
    marks = ", ?" * 7
    database = sqlite3.connect(folder / "acc.db")
    database.execute(f"CREATE TABLE acc (id INTEGER PRIMARY KEY, method, from_tag, to_tag, callid, sip_code, sip_reason, time, {extra})")

    def facts(leg: Leg) -> tuple[str, ...]:
        came = (address(network, leg.peer_in), leg.calling, leg.called_in, leg.called_out)
        return (*came, trunk(leg.peer_out), _next_hop(network, leg), leg.diversion if with_cdrs else "")

    for method, ended, leg in transactions(one):
        at = _julian(ended) if with_cdrs else f"{ended:%Y-%m-%d %H:%M:%S}"
        row = (method, "f", "t", leg.call_id, str(leg.code), "", at, *(facts(leg) if method == "INVITE" else [""] * 7))
        database.execute(f"INSERT INTO acc VALUES (NULL, ?, ?, ?, ?, ?, ?, ?{marks})", row)
    if with_cdrs:
        database.execute(f"CREATE TABLE acc_cdrs (id INTEGER PRIMARY KEY, start_time, end_time, duration, callid, {extra})")
        for legs in calls_of(one):
            began, last = _julian(seen(one, legs[0])), legs[-1]
            row = (began, began, last.talk_s, last.call_id, *facts(last))
            database.execute(f"INSERT INTO acc_cdrs VALUES (NULL, ?, ?, ?, ?{marks})", row)
    database.commit()
    database.close()
    return [{"format": "kamailio-sqlite", "files": [f"{one.id}/acc.db"]}]


def flatstore(network: Switches, one: Carrier, folder: Path) -> list[Records]:
    acc = "time method sip_code sip_reason callid from_tag to_tag dst_user src_user src_ip nexthop user_agent".split()
    cdrs = "start_time end_time duration callid dst_ouser src_user src_ip trunk_out nexthop".split()
    with (folder / "acc_1.log").open("w") as file:
        for method, ended, leg in transactions(one):
            facts = (
                [leg.called_in, leg.calling, address(network, leg.peer_in), _next_hop(network, leg), "x"]
                if method == "INVITE"
                else [""] * 5
            )
            print(int(ended.timestamp()), method, leg.code, "", leg.call_id, "f", "t", *facts, sep="|", file=file)
    with (folder / "cdrs_1.log").open("w") as file:
        for legs in calls_of(one):
            began, last = int(seen(one, legs[0]).timestamp()), legs[-1]
            facts = [last.called_in, last.calling, address(network, last.peer_in), trunk(last.peer_out), _next_hop(network, last)]
            print(began, began, int(last.talk_s), last.call_id, *facts, sep="|", file=file)
    of_file = {"acc_1.log": acc, "cdrs_1.log": cdrs}
    return [{"format": "kamailio-flatstore", "files": [f"{one.id}/{name}"], "columns": columns} for name, columns in of_file.items()]


def dbtext(network: Switches, one: Carrier, folder: Path) -> list[Records]:
    def line(*cells: object) -> str:
        return ":".join(str(cell).replace("\\", "\\\\").replace(":", "\\:") for cell in cells) + "\n"

    with (folder / "acc").open("w") as file:
        file.write("method(string) callid(string) sip_code(string) time(int) caller(string) callee(string) recv_ip(string) du(string)\n")
        for method, ended, leg in transactions(one):
            facts = (leg.calling, leg.called_in, address(network, leg.peer_in), _next_hop(network, leg)) if method == "INVITE" else [""] * 4
            file.write(line(method, leg.call_id, leg.code, int(ended.timestamp()), *facts))
    with (folder / "acc_cdrs").open("w") as file:
        file.write("start_time(double) duration(double) callid(string) caller(string) callee(string) recv_ip(string) du(string)\n")
        for legs in calls_of(one):
            last = legs[-1]
            came = (last.call_id, last.calling, last.called_in, address(network, last.peer_in), _next_hop(network, last))
            file.write(line(f"{seen(one, legs[0]).timestamp():.3f}", last.talk_s, *came))
    (folder / "version").write_text("table_name(string) table_version(int)\nacc:5\n")
    return [{"format": "kamailio-dbtext", "files": [f"{one.id}/*"]}]


def json_lines(network: Switches, one: Carrier, folder: Path) -> list[Records]:
    with (folder / "cdr.jsonl").open("w") as file:
        for legs in calls_of(one):
            began, last = int(seen(one, legs[0]).timestamp()), legs[-1]
            times = {"start_time": began, "duration": int(last.talk_s), "call_id": last.call_id, "sip_code": last.code}
            came = {"calling": last.calling, "called": last.called_in, "src_addr": address(network, last.peer_in)}
            print(
                json.dumps(
                    times | came | {"out_trunk": trunk(last.peer_out), "dest_ip": _next_hop(network, last), "diversion": last.diversion}
                ),
                file=file,
            )
    (folder / "empty.jsonl").touch()
    return [{"format": "kamailio-json", "files": [f"{one.id}/*.jsonl"]}]
