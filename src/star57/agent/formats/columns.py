"""Which of a site's columns is which of our fields."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as dataclass_fields

from star57.agent.cdr import Cdr
from star57.agent.formats.reading import BadOptions

# A site chooses the names of its extra columns; of several that mean the same the first that exists is taken. Compared without _.
_SYNONYMS: Mapping[str, str] = {
    "called_in": "dst_ouser ouser ou o_u dst_orig_user orig_dst_user oruri_user oruri original_called called_orig to_user to_uri turi tu"
    " callee_in to_number called_number_in",
    "called_out": "dst_user ruri_user r_user ru_user ruri r_uri request_uri ru r_u dst_number called_number called_num called callee"
    " callee_id callee_number callee_out called_party called_party_number b_number bnumber dnis dialed dialled dialed_number"
    " dialled_number destination_number dst destination to called_number_out",
    "calling_in": "src_ouser src_user from_user from_uri furi fu f_u caller calling calling_number calling_num caller_number caller_num"
    " caller_id callerid caller_id_number calling_party calling_party_number from_number a_number anumber src_number origination_number"
    " ani cli src from",
    "calling_out": "src_user_out from_user_out caller_out calling_number_out pai_user pai asserted_id",
    "diverted_from": "diverted_from diversion diversion_hdr diversion_header diversion_user div history_info hist_info redirecting_number"
    " redirecting redirected_from rdnis sip_h_diversion forwarded_from last_redirect_dn",
    "source": "src_ip source_ip srcip ip_src src_addr src_address source_addr source_address src_host source_host remote_ip remote_addr"
    " recv_ip received_ip received rcv_ip peer_ip from_ip in_ip ingress_ip ingress_addr ingress_address orig_ip origin_ip sip_ip si"
    " network_addr network_ip sip_network_ip source",
    "next_hop": "nexthop next_hop nexthop_uri next_hop_ip dst_uri duri du d_u dst_ip dest_ip destination_ip ip_dst dst_addr dst_address"
    " dst_host target_ip target_host to_ip out_ip egress_ip egress_addr egress_address term_ip gw_ip dst_domain rd",
    "trunk_in": "trunk_in in_trunk src_trunk ingress_trunk inbound_trunk trunk_group_in in_trunk_group ingress_trunk_group tg_in carrier_in"
    " in_carrier src_carrier ingress_carrier gw_in in_gw src_gw from_gw ingress_gw ingress_gateway from_trunk peer_in in_peer",
    "trunk_out": "trunk_out out_trunk dst_trunk egress_trunk outbound_trunk trunk_group_out out_trunk_group egress_trunk_group tg_out"
    " carrier_out out_carrier dst_carrier egress_carrier gw_out out_gw dst_gw to_gw egress_gw egress_gateway to_trunk peer_out out_peer",
    "account": "account accountcode account_code account_id customer customer_id tenant",
    "channel_in": "channel channel_in",
    "channel_out": "dstchannel dst_channel channel_out",
    "call_id": "callid call_id sip_call_id sip_callid ci",
    "call_id_out": "callid_out out_callid b_callid call_id_b egress_call_id",
    "call_ref": "linkedid uniqueid call_uuid",
    "identity": "identity identity_hdr identity_header sip_identity stir_identity",
    "release": "sip_code release release_code hangup_cause cause disposition",
    "duration_s": "duration duration_s call_duration",
    "started_at": "start_time started_at call_start_time call_start setup_time start start_stamp start_utc begin begin_time begin_utc"
    " calldate call_date invite_time",
}
SYNONYMS: Mapping[str, Sequence[str]] = {field: names.split() for field, names in _SYNONYMS.items()}
_PREFIX = re.compile(r"^(?:acc|cdr|x)_")
FIELDS = frozenset(f.name for f in dataclass_fields(Cdr)) - {"record_id", "within_s", "origin"}
# An operator may call our fields by any of these names too.
ALIASES: Mapping[str, str] = {
    **{name: field for field, names in SYNONYMS.items() for name in names},
    "called": "called_in", "called_number": "called_in", "calling": "calling_in", "time": "started_at",
}  # fmt: skip


def column_names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def plain(column: str) -> str:
    """A column name without case, spaces and the CDR(...) that Asterisk's configuration puts around it."""
    name = re.sub(r"^\$?\{?CDR\((.+?)\)\}?$", r"\1", column.strip(), flags=re.IGNORECASE)
    return re.sub(r"[^a-z0-9]+", "_", name.split(",")[0].lower()).strip("_")


def squeezed(column: str) -> str:
    """The same for src_ip, SrcIP, acc_src_ip and X-Src-IP."""
    return _PREFIX.sub("", plain(column)).replace("_", "")


def our_field(name: str) -> str:
    """Our field by one of its names. Raises BadOptions."""
    ours = name if name in FIELDS else ALIASES.get(plain(name), name)
    if ours not in FIELDS:
        raise BadOptions(f"columns names {name!r}, which is no field of ours: use {', '.join(sorted(FIELDS))}")
    return ours


def field_columns(columns: Iterable[str], renamed: Mapping[str, str]) -> dict[str, str]:
    """Our field -> their column, for those that exist: as the operator says ("": in none), then by our own names, then by SYNONYMS."""
    columns = tuple(columns)
    by_name = {plain(column): column for column in columns}
    by_name |= {column: column for column in columns}  # names in other scripts are nothing when plain
    found: dict[str, str] = {}
    none: set[str] = set()
    for named, column in renamed.items():
        ours = our_field(named)
        if not column:
            none.add(ours)
            continue
        theirs_named = by_name.get(column) or by_name.get(plain(column) or column)
        if theirs_named is None:
            raise BadOptions(f"columns says {named} = {column!r}, but the records have only {', '.join(columns)}")
        found[ours] = theirs_named
    taken = set(found.values())
    theirs = {squeezed(column): column for column in reversed(columns)}
    for ours, names in SYNONYMS.items():
        for name in map(squeezed, (ours, *names)):
            if ours not in found and ours not in none and name in theirs and theirs[name] not in taken:
                found[ours] = theirs[name]
                taken.add(theirs[name])
    return found
