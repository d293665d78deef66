"""FreeSWITCH legs as CSV: mod_cdr_csv (its "example" template, or a site's own by columns) and FusionPBX's table v_xml_cdr with header.

Columns of FusionPBX 4 and 5. Both call their columns after FreeSWITCH's variables.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from star57.agent.formats.columns import column_names, plain
from star57.agent.formats.csv_rows import Facts, RowReader, read_named_rows, read_rows
from star57.agent.formats.fields import seconds
from star57.agent.formats.reading import BadFile, BadValue, FormatOptions, Meter, Read
from star57.agent.formats.times import read_time

EXAMPLE = column_names(
    "caller_id_name caller_id_number destination_number context start_stamp answer_stamp end_stamp duration billsec hangup_cause uuid"
    " bleg_uuid accountcode read_codec write_codec"
)
_STARTS = ("start_uepoch", "start_epoch", "start_stamp", "start_timestamp")
_ANSWERS = ("answer_uepoch", "answer_epoch", "answer_stamp", "answer_timestamp")
_NUMBERS = {"destination_number", "caller_destination", "sip_req_user", "sip_to_user"}
_BRIDGED = re.compile(r"sofia/(?:gateway/(?P<gateway>[^/]+)|[^/]+)/(?:sips?:)?(?P<number>[^/@,|:]+)(?:@(?P<host>[^,|;]+))?")


class _First(Protocol):
    """The first of these columns that holds something."""

    def __call__(self, *names: str) -> str: ...


def read_csv(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    columns = [plain(name.strip(' "${}')) for name in options.order or EXAMPLE]
    try:
        facts_of = _reader_of(columns, options)
    except BadValue as problem:
        raise BadFile(f"{path}: columns: {problem}: list the template's variables in their order") from problem
    return read_rows(path, meter, "freeswitch-csv", facts_of)


def read_fusionpbx(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    def reader_of(names: Sequence[str]) -> RowReader:
        if "xml_cdr_uuid" not in names:
            raise BadValue("it has no column xml_cdr_uuid")
        return _reader_of(names, options)

    return read_named_rows(path, meter, "fusionpbx-csv", reader_of)


def _reader_of(columns: Sequence[str], options: FormatOptions) -> RowReader:
    if not any(name in columns for name in _STARTS) or _NUMBERS.isdisjoint(columns):
        raise BadValue("one of start_stamp, start_epoch, start_uepoch and one of destination_number, sip_req_user is needed")

    def facts_of(cells: Sequence[str]) -> Facts:
        if len(cells) != len(columns):
            raise BadValue(f"{len(columns)} columns expected, {len(cells)} found")
        return _facts(dict(zip(columns, cells, strict=True)), options)

    return facts_of


def _facts(row: Mapping[str, str], options: FormatOptions) -> Facts:
    def first(*names: str) -> str:
        return next((text for name in names if (text := row.get(name, ""))), "")

    start = read_time(next((text for name in _STARTS if (text := row.get(name, "")) not in ("", "0")), ""), options.zone, "start")
    answers = [name for name in _ANSWERS if name in row]
    answered = not answers or any(row[name] not in ("", "0") for name in answers)
    texts = {
        "call_ref": first("originating_leg_uuid", "call_uuid", "uuid", "xml_cdr_uuid"),
        "account": first("accountcode", "account_code"),
        "release": first("hangup_cause"),
        "identity": first("sip_h_identity"),
        "diverted_from": first("sip_h_diversion", "sip_history_info", "rdnis"),
    }
    is_egress = row.get("leg") == "b" or ("leg" not in row and row.get("direction") == "outbound" and bool(row.get("originating_leg_uuid")))
    texts |= _egress(first) if is_egress else _ingress(first)
    return Facts(texts, start, seconds(first("billsec", "duration"), "billsec") if answered else 0.0)


def _ingress(first: _First) -> dict[str, str]:
    bridged = _BRIDGED.search(first("last_arg")) if first("last_app") == "bridge" else None
    return {
        "called_in": first("sip_req_user", "caller_destination", "destination_number", "sip_to_user"),
        "called_out": bridged["number"] if bridged else "",
        "calling_in": first("sip_from_user", "caller_id_number", "source_number"),
        "source": first("sip_network_ip", "sip_received_ip", "network_addr"),
        "next_hop": (bridged["host"] or "") if bridged else "",
        "trunk_in": first("sip_gateway_name", "sip_gateway", "sofia_profile_name", "sip_profile_name"),
        "trunk_out": (bridged["gateway"] or "") if bridged else "",
        "call_id": first("sip_call_id"),
    }


def _egress(first: _First) -> dict[str, str]:
    return {
        "called_out": first("sip_req_user", "destination_number", "caller_destination"),
        "calling_out": first("sip_from_user", "caller_id_number"),
        "next_hop": first("sip_network_ip", "network_addr"),
        "trunk_out": first("sip_gateway_name", "sip_gateway", "sofia_profile_name"),
        "call_id_out": first("sip_call_id"),
    }
