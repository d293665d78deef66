"""FreeSWITCH mod_json_cdr: one JSON object a leg, in a file of its own, in a list, or one a line."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from star57.agent.cdr import Cdr
from star57.agent.formats.fields import cdr, fingerprint, seconds
from star57.agent.formats.json_objects import JsonObject, json_objects
from star57.agent.formats.reading import BadValue, FormatOptions, Meter, Read, unreadable
from star57.agent.formats.times import read_time

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Which variables of an outbound leg name the leg that it was made for; the first that is there.
_FIRST_LEG = ("originator", "originating_leg_uuid", "call_uuid", "bridge_uuid", "last_bridge_to", "signal_bond", "originated_legs")


def read(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    for found in json_objects(path, meter):
        if not isinstance(found, JsonObject):
            yield found
            continue
        try:
            yield _leg(found.value, options, f"{path.name}:{found.line}")
        except BadValue as problem:
            yield unreadable(found.line, problem, json.dumps(found.value))


def _leg(record: Mapping[str, object], options: FormatOptions, origin: str) -> Cdr:
    variables, profile, times = _variables(record), *_callflow(record)
    uuid = variables("uuid") or profile("uuid")
    if not uuid:
        raise BadValue("has no variables.uuid: is it mod_json_cdr?")
    start = variables("start_uepoch") or variables("start_epoch") or times("created_time")
    started = read_time("" if start == "0" else start or variables("start_stamp"), options.zone, "start_uepoch")
    answered = (variables("answer_uepoch") or variables("answer_epoch") or times("answered_time")) not in ("", "0")
    texts = {"account": variables("accountcode"), "identity": variables("sip_h_Identity") or variables("sip_h_identity")}
    texts["release"] = variables("hangup_cause")
    direction = variables("direction") or _Texts(record.get("channel_data"))("direction")
    texts |= _egress(uuid, variables, profile) if direction == "outbound" else _ingress(uuid, variables, profile)
    fields = [f"{name}={value}" for name, value in sorted(texts.items())]
    record_id = fingerprint("freeswitch", [uuid, started.at.isoformat(), variables("end_uepoch"), *fields])
    texts["diverted_from"] = (
        variables("sip_h_Diversion") or variables("sip_h_diversion") or variables("sip_history_info") or profile("rdnis")
    )
    return cdr(texts, started, seconds(variables("billsec"), "billsec") if answered else 0.0, record_id, origin)


class _Texts:
    """Looks values up as plain text; mod_json_cdr writes them URL-encoded unless it is told not to."""

    def __init__(self, values: object) -> None:
        self.values = values if isinstance(values, dict) else {}

    def __call__(self, name: str) -> str:
        value = self.values.get(name)
        if value is None or isinstance(value, (dict, list)):
            return ""
        text = str(value)
        return unquote(text) if "%" in text else text


def _variables(record: Mapping[str, object]) -> _Texts:
    return _Texts(record.get("variables"))


def _callflow(record: Mapping[str, object]) -> tuple[_Texts, _Texts]:
    """The caller profile and times of the first thing that happened to this leg (a list holds the newest first)."""
    flow = record.get("callflow")
    first = flow[-1] if isinstance(flow, list) and flow else flow
    texts = first if isinstance(first, dict) else {}
    return _Texts(texts.get("caller_profile")), _Texts(texts.get("times"))


def _ingress(uuid: str, variables: _Texts, profile: _Texts) -> dict[str, str]:
    return {
        "call_ref": uuid,
        "called_in": variables("sip_req_user") or variables("sip_to_user") or profile("destination_number"),
        "calling_in": variables("sip_from_user") or profile("caller_id_number") or profile("ani"),
        "source": variables("sip_network_ip") or variables("sip_received_ip") or profile("network_addr"),
        "trunk_in": variables("sip_gateway_name") or variables("sip_gateway") or variables("sofia_profile_name"),
        "channel_in": variables("channel_name") or profile("chan_name"),
        "call_id": variables("sip_call_id"),
    }


def _egress(uuid: str, variables: _Texts, profile: _Texts) -> dict[str, str]:
    first = next((match[0] for name in _FIRST_LEG if (match := _UUID.search(variables(name))) and match[0] != uuid), uuid)
    return {
        "call_ref": first,
        "called_out": variables("sip_req_user") or variables("sip_to_user") or profile("destination_number"),
        "calling_out": variables("sip_from_user") or profile("caller_id_number"),
        "next_hop": variables("sip_network_ip") or variables("sip_req_host") or variables("sip_to_host") or profile("network_addr"),
        "trunk_out": variables("sip_gateway_name") or variables("sip_gateway") or variables("sofia_profile_name"),
        "channel_out": variables("channel_name") or profile("chan_name"),
        "call_id_out": variables("sip_call_id"),
    }
