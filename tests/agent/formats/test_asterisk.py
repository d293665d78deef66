from datetime import UTC, datetime

import pytest

from star57.agent.formats import BadFile, Unreadable
from star57.agent.formats.asterisk import dial_target, peer_of
from tests.agent.formats.reading import calls, read, written

OLD = (
    '"CARR-ALPHA","12065550129","16025550168","in",""""" <12065550129>","PJSIP/upstream-00000008","PJSIP/down-00000009","Dial",'
    '"PJSIP/6025550168@down,20","2026-11-22 13:52:26","2026-11-22 13:52:27","2026-11-22 13:52:29",3,2,"ANSWERED","DOCUMENTATION"'
)
CUSTOM = (
    '"""Bank"" <12065550129>","12065550129","16025550168","PJSIP/upstream-00000008","PJSIP/down-00000009","1795355546.944369",'
    '"1795355546.948819","0.004450","0.000000","BUSY","CARR-ALPHA","ASTB-1795355546.8","8"'
)


@pytest.mark.parametrize(
    ("more", "call_ref"),
    [
        ("", "PJSIP/upstream-00000008"),
        (',"ASTB-1795355546.8"', "ASTB-1795355546.8"),
        (',"tg=TG-BRAVO"', "PJSIP/upstream-00000008"),
        (',"1795355546.8","tg=TG-BRAVO"', "1795355546.8"),
        (',"ICT","1795355546.7",8', "1795355546.7"),
        (',"1795355546.8","ICT","1795355546.7",8', "1795355546.7"),
        (',"","ICT","1795355546.7",8', "1795355546.7"),
        (',"1795355546.8","","ICT","1795355546.7",8', "1795355546.7"),
    ],
    ids=["16", "17 uniqueid", "17 userfield", "18", "19", "20 uniqueid", "20 userfield", "21"],
)
def test_every_number_of_columns_that_cdr_csv_writes_is_read(tmp_path, more, call_ref):
    (call,) = calls("asterisk-csv", written(tmp_path, OLD + more + "\n"))
    assert (call.started_at, call.within_s, call.duration_s) == (datetime(2026, 11, 22, 13, 52, 26, tzinfo=UTC), 1.0, 2.0)
    assert (call.account, call.called_in, call.called_out) == ("CARR-ALPHA", "16025550168", "6025550168")
    assert (call.calling_in, call.trunk_in, call.trunk_out) == ("12065550129", "upstream", "down")
    assert (call.channel_in, call.release, call.call_ref) == ("PJSIP/upstream-00000008", "ANSWERED", call_ref)


def test_cdr_custom_in_its_usual_order(tmp_path):
    (call,) = calls("asterisk-custom", written(tmp_path, CUSTOM + "\n"))
    assert call.started_at == datetime(2026, 11, 22, 13, 52, 26, 944369, tzinfo=UTC)
    assert (call.account, call.call_ref, call.duration_s) == ("CARR-ALPHA", "ASTB-1795355546.8", 0.0)


def test_cdr_custom_in_a_sites_own_order(tmp_path):
    path = written(tmp_path, '"1795355546.9","16025550168","SIP/alpha-0000001f","192.0.2.7"\n')
    (call,) = calls("asterisk-custom", path, columns=("CDR(start,u)", "${CDR(dst)}", "channel", "source"))
    assert (call.called_in, call.trunk_in, call.source) == ("16025550168", "alpha", "192.0.2.7")


def test_columns_without_a_start_are_refused(tmp_path):
    with pytest.raises(BadFile, match="start"):
        read("asterisk-custom", written(tmp_path, CUSTOM), columns=("src", "dst"))


def test_local_times_are_read_in_the_zone_of_the_machine(tmp_path):
    (call,) = calls("asterisk-csv", written(tmp_path, OLD), time_zone="America/Chicago")
    assert call.started_at == datetime(2026, 11, 22, 19, 52, 26, tzinfo=UTC)


def test_a_line_with_broken_quotes_costs_only_itself(tmp_path):
    items = read("asterisk-csv", written(tmp_path, f'{OLD}\n"half,"a"b\n{OLD[:60]}\n{OLD.replace("2026", "20x6", 1)}\n{OLD}\n'))
    assert [item.line for item in items if isinstance(item, Unreadable)] == [2, 3, 4]


def test_a_caller_name_in_latin_1_does_not_matter(tmp_path):
    path = tmp_path / "Master.csv"
    path.write_bytes(OLD.replace('"""""', '"""José""').encode("latin-1") + b"\n")
    assert len(calls("asterisk-csv", path)) == 1


@pytest.mark.parametrize(
    ("arguments", "number", "peer"),
    [
        ("PJSIP/16025550168@down,20", "16025550168", "down"),
        ("SIP/carrier/16025550168,60,tr", "16025550168", "carrier"),
        ("PJSIP/carrier/sip:+16025550168@192.0.2.9:5060", "+16025550168", "carrier"),
        ("IAX2/user@peer/16025550168|60", "16025550168", "peer"),
        ("DAHDI/g1/16025550168&DAHDI/g2/16025550168", "16025550168", "g1"),
        ("PJSIP/201", "", "201"),
        ("Local/16025550168@from-internal", "", ""),
        ("", "", ""),
    ],
)
def test_what_dial_was_told(arguments, number, peer):
    assert dial_target("Dial", arguments) == (number, peer)


def test_other_applications_dial_nothing():
    assert dial_target("Playback", "PJSIP/16025550168@down") == ("", "")


@pytest.mark.parametrize(
    ("channel", "peer"),
    [("PJSIP/upstream-00000008", "upstream"), ("SIP/tg-9-0000001f", "tg-9"), ("Local/1602@ctx-0000;2", ""), ("", ""), ("PJSIP/a_b", "a_b")],
)
def test_the_trunk_inside_a_channel(channel, peer):
    assert peer_of(channel) == peer
