"""Packet captures all the way: followed while they rotate, imported, found."""

import json

from star57.cli import main
from tests.agent.following.switch import Site
from tests.agent.formats.captures import call, ethernet, pcap

TABLE = 'name = "tap"\nformat = "pcap"\nfiles = ["log"]\nsettle_s = 0.05\n'


def a_call(number: int) -> list[bytes]:
    return [ethernet(packet) for packet in call(call_id=f"c{number}", branch="z9hG4bK1")]


def test_captures_are_followed_as_they_rotate(tmp_path):
    site = Site(tmp_path, TABLE)
    (site.log / "tap.pcap").write_bytes(pcap(a_call(1)))
    site.catch_up()
    (site.log / "tap.pcap").rename(site.log / "tap.pcap1")
    (site.log / "tap.pcap").write_bytes(pcap(a_call(2), times=(60, 61, 62, 70)))
    site.catch_up()
    site.catch_up()
    assert site.calls() == ["c1", "c2"]
    assert site.unread("tap") == ""


def test_a_capture_is_imported_and_its_call_found(tmp_path, capsys):
    site = Site(tmp_path, TABLE)
    path = tmp_path / "tap.pcap"
    path.write_bytes(pcap(a_call(1)))
    assert main(["agent", "import", "-c", str(site.config), "--format", "pcap", "--json", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == 1
    asked = ["--called", "+16175550172", "--calling", "+12025550143", "--at", "2026-11-22T12:00:00Z"]
    main(["agent", "find", "-c", str(site.config), *asked])
    assert "192.0.2.7" in capsys.readouterr().out
