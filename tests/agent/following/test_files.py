"""Files as a switch writes and rotates them: every record once, whatever happens to the file."""

import bz2
import gzip
import lzma
import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import zstandard

from tests.agent.following.switch import FLAT, START, Site, line, lines, look, names


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def rotate_by_renaming(site):
    site.file.rename(site.log / "cdr.log.1")


def rotate_by_copying(site):
    shutil.copyfile(site.file, site.log / "cdr.log.1")
    os.truncate(site.file, 0)


def compressing(kind):
    def rotate_and_compress(site):
        (site.log / f"cdr.log.1.{kind}").write_bytes(PACKED[kind](site.file.read_bytes()))
        site.file.unlink()

    return rotate_and_compress


def rotate_with_a_date(site):
    site.file.rename(site.log / "cdr-20261122.log")


ZSTD = zstandard.ZstdCompressor()
PACKED: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": ZSTD.compress}
ROTATIONS = [rotate_by_renaming, rotate_by_copying, rotate_with_a_date, *(pytest.param(compressing(kind), id=kind) for kind in PACKED)]


def test_a_growing_file_is_read_on_from_where_it_was(site):
    with site.follower() as follower:
        for count in range(5):
            site.write(line(count))
            look(follower)
            assert site.calls() == names(0, count + 1)
    assert site.standing().records == 5


@pytest.mark.parametrize("rotate", ROTATIONS)
@pytest.mark.parametrize("restarts", [False, True])
def test_lines_written_just_before_a_rotation_are_read(site, rotate, restarts):
    site.write(lines(0, 30))
    with site.follower() as follower:
        look(follower)
        site.write(lines(30, 40))
        rotate(site)
        site.write(lines(40, 45))
        if not restarts:
            look(follower)
    site.catch_up()
    assert site.calls() == names(0, 45)
    assert site.standing().records == 45
    assert site.events == []


def test_a_file_rotated_twice_while_nobody_followed_is_read_whole(site):
    site.write(lines(0, 30))
    site.catch_up()
    site.write(lines(30, 40))
    compressing("gz")(site)
    site.write(lines(40, 60))
    rotate_by_renaming(site)
    site.write(lines(60, 61))
    site.catch_up()
    assert site.calls() == names(0, 61)


def test_a_rotated_file_that_goes_on_growing_is_read_on(site):
    with site.follower() as follower, site.file.open("a") as switch:
        print(lines(0, 20), end="", file=switch, flush=True)
        look(follower)
        rotate_by_renaming(site)
        site.write(lines(30, 31))
        look(follower)
        print(lines(20, 22), end="", file=switch, flush=True)
        look(follower)
    assert site.calls() == [*names(0, 22), "call-30"]


def test_content_that_vanished_is_told_and_breaks_what_may_be_called_complete(site):
    with site.follower() as follower:
        site.write(lines(0, 30))
        look(follower)
        assert site.standing().unbroken_since is not None
        site.file.unlink()
        site.write(lines(40, 70))
        look(follower)
        time.sleep(0.06)
        look(follower)
        assert site.standing().unbroken_since is None
    assert "its last lines may be missing" in site.events[0]
    assert len(site.events) == 1


def test_half_a_line_waits_until_it_is_whole(site):
    text = line(1)
    with site.follower() as follower:
        site.write(line(0) + text[:40])
        look(follower)
        time.sleep(0.06)
        look(follower)
        assert site.calls() == names(0, 1)
        assert site.unread() == ""
        site.write(text[40:])
        look(follower)
    assert site.calls() == names(0, 2)
    assert site.unread() == ""


def test_half_a_line_that_a_rotation_left_is_kept_as_unread_once(site):
    with site.follower() as follower:
        site.write(line(0) + line(1)[:40])
        look(follower)
        rotate_by_renaming(site)
        site.write(line(2))
        for _ in range(3):
            look(follower)
            time.sleep(0.06)
    site.catch_up()
    assert site.calls() == ["call-0", "call-2"]
    assert site.unread().count("\n") == 1
    assert '"line": 2, "reason": "the file ended inside this line' in site.unread()
    assert site.standing().unread == 1


def test_malformed_lines_are_kept_with_file_line_and_reason(site):
    site.write(lines(0, 3) + "soon|5|x\n" + lines(3, 5))
    site.catch_up()
    site.write("worse\n" + lines(5, 6))
    site.catch_up()
    assert site.calls() == names(0, 6)
    assert site.unread().count("\n") == 2
    assert '"line": 4' in site.unread()
    assert '"line": 7' in site.unread()
    assert str(site.file) in site.unread()


def test_the_same_records_in_two_files_and_out_of_order_are_there_once(tmp_path):
    site = Site(tmp_path, FLAT.replace("log/cdr.log", "log"))
    site.write(lines(0, 40), "a.log")
    site.catch_up()
    site.write(lines(0, 40), "copy.log")
    site.write(lines(20, 45) + lines(0, 10), "mixed.log")
    site.catch_up()
    assert site.calls() == names(0, 45)


def test_a_binary_file_is_told_once_and_the_others_are_read(tmp_path):
    site = Site(tmp_path, FLAT.replace("log/cdr.log", "log"))
    site.write(os.urandom(5000) + b"\0" * 5000, "core.log")
    site.write(b"\x1f\x8b\x08\x00garbage that is no gzip", "torn.log.gz")
    with site.follower() as follower:
        for count in range(3):
            site.write(line(count), "cdr.log")
            look(follower)
    assert site.calls() == names(0, 3)
    assert len(site.events) == 2
    assert any("core.log: is no text file" in event for event in site.events)


@pytest.mark.parametrize("kind", PACKED)
def test_a_compressed_file_that_still_grows_is_read_when_it_is_whole(site, kind):
    packed = PACKED[kind](lines(0, 20_00).encode())
    with site.follower() as follower:
        site.write(packed[:2000], f"cdr.log.1.{kind}")
        look(follower)
        site.write(packed[2000:], f"cdr.log.1.{kind}")
        look(follower)
    assert site.calls() == names(0, 2000)
    assert site.events == []


@pytest.mark.parametrize("kind", PACKED)
def test_a_compressed_file_that_is_damaged_is_told_and_the_others_are_read(site, kind):
    packed = bytearray(PACKED[kind](lines(0, 2000).encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = bytes(40)
    site.write(bytes(packed), f"cdr.log.1.{kind}")
    site.write(lines(3000, 3002))
    site.catch_up()
    assert site.calls()[-2:] == names(3000, 3002)
    (told,) = {event.partition("(")[0].removesuffix(" ") for event in site.events}
    assert told.endswith(f"cdr.log.1.{kind}: is damaged where it is compressed")


def test_a_file_that_may_not_be_read_is_told_and_read_once_it_may(site, monkeypatch):
    site.write(lines(0, 2))
    is_open = [False]
    real = type(site.file).open

    def refusing(path, *arguments, **named):
        if path == site.file and not is_open[0]:
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **named)

    monkeypatch.setattr(type(site.file), "open", refusing)
    with site.follower() as follower:
        look(follower)
        look(follower)
        assert [event for event in site.events if "Permission denied: give leave" in event] == site.events
        assert len(site.events) == 1
        is_open[0] = True
        look(follower)
    assert site.calls() == names(0, 2)


def test_a_header_is_remembered_for_the_lines_behind_it(tmp_path):
    table = 'name = "sbc"\nformat = "csv"\nfiles = ["log/calls.csv"]\ncolumns = { called_in = "b", call_id = "id" }\n'
    site = Site(tmp_path, table)
    row = "2026-11-22T12:00:0{0}Z,16175550172,call-{0}\n"
    site.write("time,b,id\n" + row.format(0), "calls.csv")
    site.catch_up()
    site.write(row.format(1) + "too,few\n", "calls.csv")
    site.catch_up()
    assert site.calls() == names(0, 2)
    assert '"line": 4, "reason": "3 columns expected, 2 found"' in site.unread()


def test_json_that_is_written_over_many_lines_waits_for_its_end(tmp_path):
    site = Site(tmp_path, 'name = "sbc"\nformat = "freeswitch-json"\nfiles = ["log"]\n')
    leg = """{"variables": {"uuid": "0b2f9f5e-0000-4000-8000-00000000000%d", "direction": "inbound", "sip_call_id": "call-%d",
 "sip_req_user": "16175550172", "start_uepoch": "179534880%d000000", "billsec": "3"}}"""
    with site.follower() as follower:
        site.write((leg % (0, 0, 0))[:90], "a.json")
        site.write(leg % (1, 1, 1), "b.json")
        look(follower)
        assert site.calls() == ["call-1"]
        site.write((leg % (0, 0, 0))[90:], "a.json")
        look(follower)
    assert site.calls() == names(0, 2)
    assert site.events == []


def test_a_store_that_cannot_be_written_keeps_the_position_where_it_is(site, monkeypatch):
    from star57.agent.stores.embedded.store import EmbeddedStore
    from star57.agent.stores.files import StoreCannotWrite

    site.write(lines(0, 5))
    add = EmbeddedStore.add

    def full(_store, _records):
        raise StoreCannotWrite("records: cannot be written: No space left on device: make room, then do it again")

    with site.follower() as follower:
        monkeypatch.setattr(EmbeddedStore, "add", full)
        look(follower)
        time.sleep(0.1)  # longer than a file that was rotated away is looked for
        look(follower)
        time.sleep(0.1)
        assert site.standing().records == 0
        monkeypatch.setattr(EmbeddedStore, "add", add)
        look(follower)
    assert site.calls() == names(0, 5)
    assert len(site.events) == 1
    assert "make room" in site.events[0]


def test_two_followers_on_the_same_positions_are_refused(site):
    from star57.agent.files_alone import AlreadyRunning

    with site.follower(), pytest.raises(AlreadyRunning, match="leave the work to it"), site.follower():
        pass


def test_days_that_are_no_longer_kept_are_dropped_as_records_come_in(site, monkeypatch):
    site.config.write_text(site.config.read_text().replace('store = "records"', 'store = { address = "records", keep_days = 10 }'))
    monkeypatch.setattr("star57.clock.now", lambda: datetime.fromtimestamp(START, UTC))
    site.write(lines(0, 2))
    site.catch_up()
    monkeypatch.setattr("star57.clock.now", lambda: datetime.fromtimestamp(START + 11 * 86_400, UTC))
    site.write(line(2, start=START + 11 * 86_400))
    site.catch_up()
    assert site.calls() == ["call-2"]
