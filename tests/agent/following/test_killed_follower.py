"""kill -9 at any instant, while the switch writes and rotates: every record is there once."""

import gzip
import multiprocessing
import os
import random
import shutil
import threading
import time

import pytest

from star57 import clock
from star57.agent.following.opening import opened_follower
from tests.agent.following.switch import Site, lines, names
from tests.depth import how_many

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.agent.following.test_killed_follower", "star57.agent.stores.embedded.store"])


def live(folder) -> None:
    """A follower in a process of its own, until it is killed."""
    with opened_follower(Site.of(folder), lambda _: None) as follower:
        follower.run(lambda: False)


class Switch(threading.Thread):
    """Writes its records in bursts that end anywhere in a line, and rotates by each of the three ways in turn."""

    def __init__(self, site: Site, records: int, chance: random.Random) -> None:
        super().__init__()
        self.site, self.left, self.chance, self.rotations = site, lines(0, records).encode(), chance, 0
        self.each = len(self.left) // 40

    def run(self) -> None:
        while self.left:
            size = self.chance.randrange(1, 2 * self.each)
            self.site.write(self.left[:size])
            self.left = self.left[size:]
            if self.site.file.read_bytes().endswith(b"\n") or self.chance.random() < 0.2:
                self.end_line()
                self.rotate()
            time.sleep(self.chance.uniform(0, 0.05))

    def end_line(self) -> None:
        """A switch rotates between records."""
        rest, newline, self.left = self.left.partition(b"\n") if not self.site.file.read_bytes().endswith(b"\n") else (b"", b"", self.left)
        self.site.write(rest + newline)

    def rotate(self) -> None:
        self.rotations += 1
        old = self.site.log / f"cdr.log.{self.rotations}"
        match self.rotations % 3:
            case 0:
                self.site.file.rename(old)
            case 1:
                shutil.copyfile(self.site.file, old)
                os.truncate(self.site.file, 0)
            case _:
                self.site.file.rename(old)
                with gzip.open(f"{old}.gz", "wb") as packed:
                    packed.write(old.read_bytes())
                old.unlink()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_again_and_again_while_the_switch_writes_and_rotates(tmp_path):
    records, kills = how_many(short=4_000, full=100_000), how_many(short=10, full=200)
    chance = random.Random(57)
    site = Site(tmp_path)
    switch = Switch(site, records, chance)
    switch.each = len(switch.left) // (kills * 8)
    switch.start()
    killed = 0
    while switch.is_alive() or killed < kills:
        process = PROCESSES.Process(target=live, args=(str(tmp_path),))
        process.start()
        process.join(chance.uniform(0.05, 0.6))
        assert process.exitcode is None
        process.kill()
        process.join()
        killed += 1
    switch.join()
    began = clock.monotonic()
    site.catch_up()
    site.catch_up()
    assert clock.monotonic() - began < 60
    assert switch.rotations > 5
    assert sorted(site.calls()) == sorted(names(0, records))
    assert site.unread() == ""
