"""Packet captures made here: SIP messages in frames of every kind of link, in files of every kind."""

import struct
from collections.abc import Iterable, Sequence
from ipaddress import ip_address

T0 = 1_795_348_800  # 2026-11-22T12:00:00Z
A, B = "192.0.2.7", "198.51.100.9"


def invite(
    call_id="c1", *, to="16175550172", caller="12025550143", branch="z9hG4bK1", cseq=1, more="", to_tag="", method="INVITE"
) -> bytes:
    head = (
        f"{method} sip:{to}@{B};user=phone SIP/2.0\r\nVia: SIP/2.0/UDP {A}:5060;branch={branch}\r\n"
        f'From: "Front Desk" <sip:{caller}@{A}>;tag=f1\r\nTo: <sip:{to}@{B}>{to_tag and ";tag=" + to_tag}\r\n'
        f"Call-ID: {call_id}\r\nCSeq: {cseq} {method}\r\n{more}"
    )
    return f"{head}Content-Length: 4\r\n\r\nv=0\n".encode()


def bye(call_id="c1") -> bytes:
    return invite(call_id, method="BYE", cseq=2, branch="z9hG4bKbye", to_tag="t1")


def answer(code: int, call_id="c1", *, branch="z9hG4bK1", cseq=1, method="INVITE") -> bytes:
    return (
        f"SIP/2.0 {code} Said\r\nv: SIP/2.0/UDP {A}:5060;branch={branch};received={A}\r\nf: <sip:12025550143@{A}>;tag=f1\r\n"
        f"t: <sip:16175550172@{B}>;tag=t1\r\ni: {call_id}\r\nCSeq: {cseq} {method}\r\nl: 0\r\n\r\n"
    ).encode()


def udp(payload: bytes, ports=(5060, 5060)) -> bytes:
    return struct.pack("!HHHH", *ports, 8 + len(payload), 0) + payload


def tcp(payload: bytes, sequence: int, flags=0x18, ports=(40000, 5060)) -> bytes:
    return struct.pack("!HHIIBBHHH", *ports, sequence & 0xFFFFFFFF, 1, 5 << 4, flags, 65535, 0, 0) + payload


def ipv4(payload: bytes, source=A, target=B, *, protocol=17, mark=7, offset=0) -> bytes:
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), mark, offset, 64, protocol, 0)
    return head + ip_address(source).packed + ip_address(target).packed + payload


def fragments4(payload: bytes, sizes: int, **facts) -> list[bytes]:
    """Pieces of `sizes` bytes, a multiple of eight."""
    starts = range(0, len(payload), sizes)
    return [
        ipv4(payload[at : at + sizes], offset=(at // 8) | (0x2000 if at + sizes < len(payload) else 0), **facts)
        for at in starts
    ]  # fmt: skip


def ipv6(payload: bytes, source: str = "2001:db8::7", target="2001:db8::9", *, protocol=17, extension: bytes = b"") -> bytes:
    first = 0 if extension else protocol
    head = struct.pack("!IHBB", 6 << 28, len(extension) + len(payload), first, 64)
    return head + ip_address(source).packed + ip_address(target).packed + extension + payload


def ethernet(packet: bytes, *vlans: int) -> bytes:
    tags = b"".join(struct.pack("!HH", 0x8100, vlan) for vlan in vlans)
    return bytes(12) + tags + struct.pack("!H", 0x0800 if packet[0] >> 4 == 4 else 0x86DD) + packet


def cooked(packet: bytes) -> bytes:
    return bytes(14) + ethernet(packet)[12:]


def cooked_2(packet: bytes) -> bytes:
    return ethernet(packet)[12:14] + bytes(18) + packet


def loopback(packet: bytes, order="<") -> bytes:
    return struct.pack(order + "I", 2 if packet[0] >> 4 == 4 else 30) + packet


Times = Sequence[float]


def pcap(frames: Iterable[bytes], *, link=1, order="<", nano=False, times: Times | None = None, kept=1 << 20) -> bytes:
    """A second between the frames, unless `times` says how many seconds behind T0 each is."""
    unit = 1e9 if nano else 1e6
    out = struct.pack(order + "IHHiIII", 0xA1B23C4D if nano else 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, link)
    for number, frame in enumerate(frames):
        at = times[number] if times else number
        part = round((at - int(at)) * unit)
        out += struct.pack(order + "IIII", T0 + int(at), part, len(frame[:kept]), len(frame)) + frame[:kept]
    return out


def _block(kind: int, body: bytes, order: str) -> bytes:
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", 12 + len(body))
    return struct.pack(order + "I", kind) + size + body + size


def section(order="<") -> bytes:
    return _block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link: int, resolution: int | None = None, order="<") -> bytes:
    options = struct.pack(order + "HHBxxxHH", 9, 1, resolution, 0, 0) if resolution is not None else b""
    return _block(1, struct.pack(order + "HHI", link, 0, 0) + options, order)


def enhanced(frame: bytes, ticks: int, *, of=0, order="<") -> bytes:
    head = struct.pack(order + "IIIII", of, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame))
    return _block(6, head + frame, order)


def statistics(order="<") -> bytes:
    return _block(5, struct.pack(order + "III", 0, 0, 0), order)


def call(**facts) -> list[bytes]:
    """IP packets of an answered call: INVITE, ringing, answer, end."""
    back = {"source": B, "target": A}
    known = {key: facts[key] for key in ("call_id", "branch") if key in facts}
    sent = [(invite(**facts), {}), (answer(180, **known), back), (answer(200, **known), back), (bye(facts.get("call_id", "c1")), back)]
    return [ipv4(udp(message), **way) for message, way in sent]
