"""What Asterisk, FreeSWITCH and a switch with CSV of its own would have written of a provider's legs."""

import json
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from star57.world.made.carriers import Carrier, Leg, Switches
from star57.world.made.kamailio_files import Records, address, calls_of, seen, trunk

OLD = "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags".split()
NEW = [*OLD, "uniqueid", "userfield", "peeraccount", "linkedid", "sequence"]
CUSTOM = "linkedid start dst src clid accountcode channel dstchannel disposition billsec end".split()


def _local(one: Carrier, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(one.zone)):%Y-%m-%d %H:%M:%S}"


def asterisk(_: Switches, one: Carrier, folder: Path) -> list[Records]:
    columns = {"asterisk-old": OLD, "asterisk-new": NEW, "asterisk-custom": CUSTOM}[one.format]
    calls = {call: number for number, call in enumerate(dict.fromkeys(leg.call for leg in one.legs))}
    with (folder / "Master.csv").open("w") as file:
        for number, leg in enumerate(one.legs):
            row = _asterisk_row(one, leg, number, f"1761971400.{calls[leg.call]}")
            file.write(",".join(f'"{row.get(column, "")}"' for column in columns) + "\n")
    records: Records = {
        "format": "asterisk-custom" if columns is CUSTOM else "asterisk-csv",
        "files": [f"{one.id}/Master.csv"],
        "time_zone": one.zone,
    }
    return [records | {"columns": columns} if columns is CUSTOM else records]


def _asterisk_row(one: Carrier, leg: Leg, number: int, linked: str) -> dict[str, object]:
    src = "" if leg.calling == "anonymous" else leg.calling
    failed = "FAILED" if leg.code == 503 else "NO ANSWER"
    return {
        "accountcode": f"ACC-{leg.peer_in}",
        "src": src,
        "dst": leg.called_in,
        "clid": f'""{src}"" <{src or "anonymous"}>',
        "channel": f"PJSIP/{trunk(leg.peer_in)}-{number:08x}",
        "dstchannel": f"PJSIP/{trunk(leg.peer_out)}-{number + 4096:08x}" if leg.peer_out else "",
        "lastapp": "Dial" if leg.peer_out else "Congestion",
        "start": _local(one, seen(one, leg)),
        "end": _local(one, seen(one, leg) + timedelta(seconds=leg.ring_s + leg.talk_s)),
        "duration": int(leg.ring_s + leg.talk_s),
        "billsec": int(leg.talk_s),
        "disposition": "ANSWERED" if leg.talk_s else failed,
        "uniqueid": linked,
        "linkedid": linked,
        "sequence": number,
    }


def freeswitch(network: Switches, one: Carrier, folder: Path) -> list[Records]:
    """One inbound leg a call and an outbound one for each attempt; objects one a line, in a list, or in files of their own."""
    legs = [leg for call in calls_of(one) for leg in _freeswitch_legs(network, one, call)]
    shape = network.chance.choice(["lines", "list", "files"])
    if shape == "files":
        for number, leg in enumerate(legs):
            (folder / f"{number}.cdr.json").write_text(json.dumps(leg, indent=1))
    else:
        (folder / "all.cdr.json").write_text("\n".join(map(json.dumps, legs)) if shape == "lines" else json.dumps(legs, indent=1))
    return [{"format": "freeswitch-json", "files": [f"{one.id}/*.cdr.json"]}]


def _freeswitch_legs(network: Switches, one: Carrier, call: list[Leg]) -> list[dict[str, object]]:
    ids = [str(uuid.UUID(int=network.chance.getrandbits(128))) for _ in range(len(call) + 1)]
    first, last = call[0], call[-1]

    def leg(variables: dict[str, object], began: datetime) -> dict[str, object]:
        times = {"start_uepoch": str(int(began.timestamp() * 1e6)), "answer_uepoch": "0", "end_uepoch": "0", "billsec": int(last.talk_s)}
        return {"variables": variables | times, "callflow": []}

    inbound = {
        "uuid": ids[0],
        "direction": "inbound",
        "sip_call_id": last.call_id,
        "sip_from_user": last.calling,
        "sip_req_user": last.called_in,
    }
    inbound |= {"sip_h_Diversion": last.diversion} if last.diversion else {}
    cause = "NORMAL_TEMPORARY_FAILURE" if last.code == 503 else "NORMAL_CLEARING"
    inbound |= {"sip_network_ip": address(network, last.peer_in), "sofia_profile_name": "internal", "hangup_cause": cause}
    legs = [leg(dict(inbound), seen(one, first))]
    for each, name in zip(call, ids[1:], strict=True):
        outbound = {"uuid": name, "direction": "outbound", "originator": ids[0], "sip_call_id": f"{name}@b", "sip_to_user": each.called_out}
        outbound |= {"sip_network_ip": address(network, each.peer_out), "sip_gateway_name": trunk(each.peer_out)}
        legs.extend([leg(dict(outbound), seen(one, each) + timedelta(seconds=0.02))] if each.peer_out else [])
    return legs


def mapped_csv(network: Switches, one: Carrier, folder: Path) -> list[Records]:
    """Local times, semicolons and names that need a table; or UTC, commas and usual names."""
    is_local = one.format == "csv-local"
    header = (
        "No;Began;Caller No;Dialled No;Carrier In;Addr;Carrier Out;Cause"
        if is_local
        else "id,begin_utc,a_number,b_number,in_ip,out_ip,callid,cause,diversion"
    )
    with (folder / "calls.csv").open("w") as file:
        print(header, file=file)
        for number, leg in enumerate(one.legs):
            source, began = address(network, leg.peer_in), seen(one, leg)
            if is_local:
                facts = (
                    leg.calling.replace("anonymous", ""),
                    f'"{leg.called_in}"',
                    trunk(leg.peer_in),
                    source,
                    trunk(leg.peer_out),
                    leg.code,
                )
                print(number, f"{_local(one, began)}.{began.microsecond // 1000:03}", *facts, sep=";", file=file)
            else:
                facts = (leg.calling, leg.called_in, source, address(network, leg.peer_out), leg.call_id, leg.code)
                print(number, f"{began:%Y-%m-%dT%H:%M:%SZ}", *facts, leg.diversion, sep=",", file=file)
    table = {
        "started_at": "Began",
        "calling": "Caller No",
        "called": "Dialled No",
        "trunk_in": "Carrier In",
        "source": "Addr",
        "trunk_out": "Carrier Out",
    }
    records: Records = {"format": "csv", "files": [f"{one.id}/calls.csv"]}
    return [records | {"columns": table, "time_zone": one.zone} if is_local else records]
