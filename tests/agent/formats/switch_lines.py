"""Lines of carrier switches, made here: fictitious numbers, documentation addresses."""


def _line(width: int, cells: dict[int, str]) -> str:
    return ",".join(cells.get(place, "") for place in range(1, width + 1))


_ACME = {
    2: '"192.0.2.1"', 3: "5060", 4: '"SDgt0a1b"', 5: '"in-1@192.0.2.7"', 6: '"SDk-out-1"', 7: '"SIP"',
    10: '"""Front Desk"" <sip:+12025550143@192.0.2.7:5060>;tag=a1"', 11: '"<sip:6175550172@192.0.2.1:5060>"',
}  # fmt: skip
ACME_START = _line(118, {
    1: "1", **_ACME, 12: '"13:49:59.569 UTC NOV 22 2026"', 13: '"13:50:04.100 UTC NOV 22 2026"', 18: '"transit-east"', 19: '"cust-dialer"',
    73: '"sip:16175550172@198.51.100.9"', 80: '"192.0.2.7:5060"', 82: '"198.51.100.9:5060"',
})  # fmt: skip
ACME_STOP = _line(171, {
    1: "2", **_ACME, 13: "61", 14: '"13:49:59.569 UTC NOV 22 2026"', 15: '"13:50:04.100 UTC NOV 22 2026"',
    16: '"13:51:05.100 UTC NOV 22 2026"', 22: '"transit-east"', 23: '"cust-dialer"', 121: '"sip:16175550172@198.51.100.9"',
    128: '"192.0.2.7:5060"', 130: '"198.51.100.9:5060"', 134: "16",
})  # fmt: skip
ACME_INTERIM = _line(118, {1: "3", **_ACME, 12: '"13:49:59.569 UTC NOV 22 2026"'})

_RIBBON = {2: "SBCEAST", 3: "0x0000A1B200000007", 5: "GMT-05:00-Eastern Time", 6: "11/22/2026", 7: "08:49:59.5"}


def ribbon_stop(called: str = "6175550172", reference: int = 7) -> str:
    cells = {
        **_RIBBON, 1: "STOP", 3: f"0x0000A1B2{reference:08X}", 14: "6150", 15: "16", 20: "2025550143", 21: "16175550172", 24: called,
        31: "SBCEAST:TG_TRANSIT", 32: "192.0.2.1", 33: "198.51.100.9", 34: "TG_DIALER",
        52: '"SIP,in-1@192.0.2.7,<sip:2025550143@192.0.2.7>;tag=a1,<sip:6175550172@192.0.2.1>"', 69: '"SIP,out-1@192.0.2.1,x,y"',
    }  # fmt: skip
    return _line(200, cells)


RIBBON_START = _line(190, {
    **_RIBBON, 1: "START", 15: "2025550143", 16: "16175550172", 19: "6175550172", 26: "SBCEAST:TG_TRANSIT", 28: "198.51.100.9",
    29: "TG_DIALER", 44: '"SIP,in-1@192.0.2.7,x,y"',
})  # fmt: skip
RIBBON_ATTEMPT = _line(190, {
    **_RIBBON, 1: "ATTEMPT", 3: "0x0000A1B200000008", 12: "41", 17: "2025550143", 18: "16175550172", 28: "SBCEAST:TG_TRANSIT",
    30: "198.51.100.9", 31: "TG_DIALER",
})  # fmt: skip

CUCM = (
    '"cdrRecordType","globalCallID_callManagerId","globalCallID_callId","dateTimeOrigination","origIpAddr","callingPartyNumber",'
    '"origCause_value","destIpAddr","originalCalledPartyNumber","finalCalledPartyNumber","destCause_value","dateTimeConnect",'
    '"dateTimeDisconnect","duration","origDeviceName","destDeviceName"\n'
    "INTEGER,INTEGER,INTEGER,INTEGER,INTEGER,VARCHAR(50),INTEGER,INTEGER,VARCHAR(50),VARCHAR(50),INTEGER,INTEGER,INTEGER,INTEGER,"
    "VARCHAR(129),VARCHAR(129)\n"
    '1,2,4711,1795355399,117571776,"2025550143",0,-932957242,"96175550172","16175550172",16,1795355404,1795355465,61,"SIP-TRUNK-A",'
    '"SIP-TRUNK-B"\n'
    '1,2,4712,1795355500,0,"2025550143",1,0,"96175550199","",0,0,1795355501,0,"SIP-TRUNK-A",""\n'
)

FREESWITCH = (
    '"Front Desk","+12025550143","16175550172","public","2026-11-22 08:49:59","2026-11-22 08:50:04","2026-11-22 08:51:05","66","61",'
    '"NORMAL_CLEARING","11111111-1111-1111-1111-111111111111","","cust-dialer","PCMU","PCMU"'
)
FUSIONPBX = (
    "xml_cdr_uuid,domain_name,accountcode,direction,caller_id_number,caller_destination,destination_number,start_epoch,start_stamp,"
    "answer_epoch,duration,billsec,leg,last_app,last_arg,network_addr,sip_call_id,hangup_cause\n"
    "22222222-2222-2222-2222-222222222222,pbx.example,cust-dialer,outbound,+12025550143,6175550172,16175550172,1795355399,"
    "2026-11-22 08:49:59-05,1795355404,66,61,a,bridge,sofia/gateway/carrier-east/16175550172,192.0.2.7,in-1@192.0.2.7,NORMAL_CLEARING\n"
)

OPENSIPS_COLUMNS = (
    *("method", "from_tag", "to_tag", "callid", "sip_code", "sip_reason", "time", "src_ip", "from_user", "ruri_user", "duration"),
    *("ms_duration", "setuptime", "created"),
)
OPENSIPS = "INVITE|a|b|in-1@192.0.2.7|200|OK|1795355404|192.0.2.7|12025550143|16175550172|61|61000|5|1795355399"
