import gzip
import random
import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from star57.agent.formats import BadFile, FormatOptions, Unreadable, read_records
from tests.agent.formats import captures
from tests.agent.formats.captures import A, B, answer, bye, ethernet, invite, ipv4, ipv6, pcap, tcp, udp
from tests.agent.formats.reading import calls, read

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def kept(folder, content, name="capture"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_an_answered_call_is_one_record_with_everything_its_messages_say(tmp_path):
    more = "P-Asserted-Identity: <sip:+12025550199@192.0.2.7>, <tel:+12025550199>\r\nIdentity: eyJ.eyJ.sig;info=<https://certs.example/a.pem>\r\n"
    frames = map(ethernet, captures.call(more=more))
    (one,) = calls("pcap", kept(tmp_path, pcap(frames, times=(0, 0.2, 4.5, 65.75))))
    assert (one.called_in, one.calling_in) == (f"sip:16175550172@{B};user=phone", "sip:+12025550199@192.0.2.7")
    assert (one.started_at, one.within_s, one.duration_s) == (NOON, 1e-6, 61.25)
    assert (one.source, one.next_hop, one.call_id, one.call_ref, one.release) == (A, B, "c1", "c1", "200")
    assert one.identity == "eyJ.eyJ.sig;info=<https://certs.example/a.pem>"
    assert one.origin == "capture:packet 1"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("nano", [False, True])
def test_each_byte_order_and_resolution_of_pcap_reads_the_same(tmp_path, order, nano):
    content = pcap(map(ethernet, captures.call()), order=order, nano=nano, times=(0.25, 1, 2, 3))
    (one,) = calls("pcap", kept(tmp_path, content))
    assert (one.started_at, one.duration_s) == (NOON + timedelta(seconds=0.25), 1.0)


@pytest.mark.parametrize(
    ("link", "framed"),
    [
        (1, ethernet),
        (1, lambda packet: ethernet(packet, 100)),
        (1, lambda packet: ethernet(packet, 100, 200)),
        (0, captures.loopback),
        (0, lambda packet: captures.loopback(packet, ">")),
        (108, lambda packet: captures.loopback(packet, ">")),
        (101, bytes),
        (12, bytes),
        (228, bytes),
        (113, captures.cooked),
        (276, captures.cooked_2),
    ],
    ids=["ethernet", "vlan", "vlans", "null", "null-big", "loop", "raw", "raw-bsd", "ipv4", "any", "any-2"],
)
def test_every_kind_of_link_is_read(tmp_path, link, framed):
    (one,) = calls("pcap", kept(tmp_path, pcap(map(framed, captures.call()), link=link)))
    assert (one.source, one.release, one.duration_s) == (A, "200", 1.0)


def test_ipv6_is_read_behind_its_extension_headers(tmp_path):
    hop_by_hop = bytes([17, 0, 1, 4, 0, 0, 0, 0])
    frames = [ethernet(ipv6(udp(invite()), extension=hop_by_hop)), ethernet(ipv6(udp(answer(486)), "2001:db8::9", "2001:db8::7"))]
    (one,) = calls("pcap", kept(tmp_path, pcap(frames)))
    assert (one.source, one.next_hop, one.release, one.duration_s) == ("2001:db8::7", "2001:db8::9", "486", 0.0)


@pytest.mark.parametrize("order", ["<", ">"])
def test_pcapng_has_interfaces_with_clocks_and_links_of_their_own(tmp_path, order):
    first, _, third, last = captures.call()
    content = captures.section(order) + captures.interface(1, None, order) + captures.interface(113, 9, order)
    content += captures.interface(101, 0x8A, order) + captures.statistics(order)
    content += captures.enhanced(ethernet(first), captures.T0 * 10**6 + 250_000, order=order)
    content += captures.enhanced(captures.cooked(third), (captures.T0 + 2) * 10**9, of=1, order=order)
    content += captures.enhanced(last, (captures.T0 + 10) * 1024 + 512, of=2, order=order)
    (one,) = calls("pcap", kept(tmp_path, content))
    assert (one.started_at, one.duration_s) == (NOON + timedelta(seconds=0.25), 8.5)


def test_a_second_section_may_have_the_other_byte_order(tmp_path):
    first, _, third, _ = captures.call()
    content = b""
    for order, packet, at in (("<", first, 0), (">", third, 1)):
        content += captures.section(order) + captures.interface(101, None, order)
        content += captures.enhanced(packet, (captures.T0 + at) * 10**6, order=order)
    (one,) = calls("pcap", kept(tmp_path, content))
    assert one.release == "200"


def test_retransmissions_are_one_record(tmp_path):
    packets = captures.call()
    frames = [ethernet(packets[n]) for n in (0, 0, 1, 0, 2, 2, 3, 3, 0, 2)]
    assert len(calls("pcap", kept(tmp_path, pcap(frames)))) == 1


def test_an_invite_inside_a_dialog_is_no_call(tmp_path):
    again = ipv4(udp(invite(branch="z9hG4bK2", cseq=2, to_tag="t1")))
    first, ringing, taken, ended = captures.call()
    frames = [ethernet(one) for one in (first, ringing, taken, again, ipv4(udp(answer(200, branch="z9hG4bK2", cseq=2))), ended)]
    (one,) = calls("pcap", kept(tmp_path, pcap(frames)))
    assert one.duration_s == 3.0


def test_a_proxy_s_two_legs_are_two_records_of_one_call(tmp_path):
    inner = "203.0.113.5"
    messages = [
        ipv4(udp(invite()), A, inner), ipv4(udp(invite(branch="z9hG4bK9", to="6175550172")), inner, B),
        ipv4(udp(answer(200, branch="z9hG4bK9")), B, inner), ipv4(udp(answer(200)), inner, A), ipv4(udp(bye()), A, inner),
    ]  # fmt: skip
    found = calls("pcap", kept(tmp_path, pcap(map(ethernet, messages))))
    assert {(one.source, one.next_hop, one.call_ref) for one in found} == {(A, inner, "c1"), (inner, B, "c1")}


def test_no_final_answer_is_kept_as_unanswered_when_the_capture_ends_and_when_it_goes_on(tmp_path):
    ringing = ipv4(udp(answer(183)), B, A)
    others = [ipv4(udp(invite(call_id="later", branch="z9hG4bK7")))]
    frames = map(ethernet, [ipv4(udp(invite())), ringing, *others])
    found = calls("pcap", kept(tmp_path, pcap(frames, times=(0, 1, 3600))))
    assert [(one.call_id, one.release, one.duration_s) for one in found] == [("c1", "", 0.0), ("later", "", 0.0)]


def test_a_call_that_still_lasts_is_told_with_the_length_it_was_seen_to_have(tmp_path):
    frames = list(map(ethernet, captures.call()))
    (short,) = calls("pcap", kept(tmp_path, pcap(frames[:3], times=(0, 1, 2)), "first"))
    (whole,) = calls("pcap", kept(tmp_path, pcap(frames, times=(0, 1, 2, 9)), "second"))
    assert (short.duration_s, whole.duration_s) == (0.0, 7.0)
    assert short.record_id != whole.record_id


def test_the_same_call_in_two_captures_is_one_record(tmp_path):
    noise = ethernet(ipv4(udp(b"\x80\x00rtp" * 30, (4000, 4002))))
    frames = list(map(ethernet, captures.call()))
    (one,) = calls("pcap", kept(tmp_path, pcap(frames, times=(0, 1, 2, 9)), "first"))
    (other,) = calls("pcap", kept(tmp_path, pcap([noise, *frames], times=(0, 0, 1, 2, 9)), "second"))
    assert one.record_id == other.record_id


def test_fragments_are_put_together_in_any_order(tmp_path):
    whole = udp(invite(more="X-Long: " + "x" * 4000 + "\r\n"))
    pieces = captures.fragments4(whole, 1480)
    assert len(pieces) == 3
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 0, 2)):
        frames = [ethernet(pieces[n]) for n in order]
        assert len(calls("pcap", kept(tmp_path, pcap(frames)))) == 1


def test_fragments_of_two_datagrams_do_not_mix(tmp_path):
    one = captures.fragments4(udp(invite(more="X: " + "x" * 2000 + "\r\n")), 1480, mark=1)
    other = captures.fragments4(udp(invite(call_id="c2", branch="z9hG4bK2", more="X: " + "y" * 2000 + "\r\n")), 1480, mark=2)
    frames = map(ethernet, (one[0], other[0], other[1], one[1]))
    assert {call.call_id for call in calls("pcap", kept(tmp_path, pcap(frames)))} == {"c1", "c2"}


def test_a_tcp_stream_gives_its_messages_whatever_the_order_of_its_segments(tmp_path):
    sent = b"\r\n\r\n".join(invite(f"c{n}", branch=f"z9hG4bK{n}") for n in range(20))
    begin = 0xFFFFFF00  # so that the sequence numbers go round
    rng = random.Random(57)
    cuts = sorted({0, len(sent), *rng.sample(range(1, len(sent)), 40)})
    segments = [tcp(sent[at:end], begin + 1 + at) for at, end in pairwise(cuts)]
    segments += rng.sample(segments, 5)
    rng.shuffle(segments)
    packets = [tcp(b"", begin, 0x02), tcp(b"", begin, 0x02), *segments, tcp(b"", begin + 1 + len(sent), 0x11)]
    frames = [ethernet(ipv4(segment, protocol=6)) for segment in packets]
    found = calls("pcap", kept(tmp_path, pcap(frames)))
    assert {one.call_id for one in found} == {f"c{n}" for n in range(20)}
    assert len(found) == 20


def test_a_stream_that_was_there_before_the_capture_is_taken_up_where_a_message_begins(tmp_path):
    middle = tcp(b"half of a message\r\n\r\n", 1000)
    frames = [ethernet(ipv4(one, protocol=6)) for one in (middle, tcp(invite(), 1021))]
    assert len(calls("pcap", kept(tmp_path, pcap(frames)))) == 1


def test_a_segment_that_was_never_captured_costs_what_waits_behind_it_and_says_so(tmp_path):
    segments = [
        tcp(b"", 0, 2),
        *(tcp(b"x" * 60_000, 1000 + n * 60_000) for n in range(6)),
        tcp(invite("after", branch="z9hG4bK5"), 900_000),
    ]
    items = read("pcap", kept(tmp_path, pcap(ethernet(ipv4(one, protocol=6)) for one in segments)))
    (told,) = [item for item in items if isinstance(item, Unreadable)]
    assert "was not captured" in told.reason
    assert [item.call_id for item in items if not isinstance(item, Unreadable)] == ["after"]


def test_what_is_no_sip_is_passed_over_in_silence(tmp_path):
    arp = bytes(12) + b"\x08\x06" + bytes(28)
    others = [
        udp(b""),
        udp(b"\0\0"),
        udp(b"OPTIONS sip:a@b SIP/2.0\r\n\r\n"),
        udp(b"INVITE to a party"),
        udp(answer(200, method="REGISTER")),
    ]
    frames = [
        arp,
        *(ethernet(ipv4(one)) for one in others),
        ethernet(ipv4(b"\x08\x00", protocol=1)),
        ethernet(ipv4(tcp(b"GET /", 5), protocol=6)),
    ]
    assert read("pcap", kept(tmp_path, pcap(frames))) == []


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (ethernet(ipv4(udp(invite()))[:15]), "IPv4 header is damaged"),
        (ethernet(ipv4(udp(invite()).replace(b"Call-ID", b"Xall-ID"))), "no Call-ID"),
        (ethernet(ipv4(udp(invite()).replace(b"CSeq: 1", b"CSeq: x"))), "CSeq"),
        (ethernet(ipv4(udp(invite()).replace(b" SIP/2.0\r\nVia", b" HTTP/1.1\r\nVia"))), "first line"),
        (ethernet(ipv4(b"\0\0\0\0", protocol=6)), "TCP header"),
        (ethernet(b"\x45" + bytes(30))[:14] + b"\x41" + bytes(40), "IPv4 header"),
        (bytes(8), "link header"),
    ],
)  # fmt: skip
def test_a_malformed_packet_is_kept_with_its_number_and_reason(tmp_path, frame, reason):
    frames = [*map(ethernet, captures.call()), frame]
    items = read("pcap", kept(tmp_path, pcap(frames)))
    (told,) = [item for item in items if isinstance(item, Unreadable)]
    assert told.line == 5
    assert told.reason.startswith("packet 5: ")
    assert reason in told.reason
    assert len(items) == 2


def test_a_capture_that_kept_only_beginnings_says_how_to_keep_all(tmp_path):
    (told,) = read("pcap", kept(tmp_path, pcap([ethernet(ipv4(udp(invite())))], kept=96)))
    assert isinstance(told, Unreadable)
    assert "tcpdump -s 0" in told.reason


def test_an_unknown_link_is_told_once_and_not_for_each_packet(tmp_path):
    (told,) = read("pcap", kept(tmp_path, pcap(captures.call(), link=147)))
    assert isinstance(told, Unreadable)
    assert "link type 147" in told.reason


def test_a_capture_that_ends_inside_a_packet_gives_what_came_before(tmp_path):
    content = pcap(map(ethernet, captures.call()))
    path = kept(tmp_path, content[:-10])
    found: list[object] = []
    with pytest.raises(BadFile, match="inside packet 4"):
        found.extend(read_records("pcap", path, FormatOptions()))  # which keeps what comes before the refusal
    assert [getattr(one, "call_id", "") for one in found] == ["c1"]


@pytest.mark.parametrize("content", [b"", b"src,dst\n", b"\xd4\xc3\xb2\xa1", pcap([])[:20]])
def test_what_is_no_capture_is_refused(tmp_path, content):
    with pytest.raises(BadFile):
        read("pcap", kept(tmp_path, content))


def test_a_capture_without_a_call_holds_none(tmp_path):
    assert read("pcap", kept(tmp_path, pcap([]))) == []


def test_a_compressed_capture_is_read_as_it_is(tmp_path):
    path = kept(tmp_path, gzip.compress(pcap(map(ethernet, captures.call()))))
    assert len(calls("pcap", path)) == 1


def test_damaged_captures_never_end_in_anything_but_a_refusal(tmp_path):
    tagged = captures.section() + captures.interface(1, 6) + captures.enhanced(ethernet(captures.call()[0]), captures.T0 * 10**6)
    rng = random.Random(57)
    for whole in (pcap(map(ethernet, captures.call())), tagged):
        for _ in range(100):
            content = bytearray(whole)
            for _ in range(rng.randint(1, 6)):
                content[rng.randrange(len(content))] = rng.randrange(256)
            try:
                read("pcap", kept(tmp_path, bytes(content)))
            except BadFile:
                continue


def test_memory_stays_bounded_however_many_calls_are_never_answered():
    from star57.agent.capture.calls import Calls, Hop
    from star57.agent.capture.messages import message_in

    work, seen = Calls(most_open=50), 0
    tracemalloc.start()
    for number in range(2_000):
        message = message_in(invite(f"c{number}", branch=f"z9hG4bK{number}"), is_cut=False)
        assert message is not None
        seen += len(list(work.taken(message, Hop(A, B, number, number, 1e-6))))
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert seen == 1_950
    assert used < 1_000_000
