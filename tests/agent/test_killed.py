"""kill -9 at any point: no answer is lost and none stands twice on the hub's record."""

import multiprocessing
import os
import random
import signal
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from star57 import clock
from star57.agent.cases import CaseState
from star57.agent.journal import Journal
from tests.agent.carrier import PROVIDER, configuration, fill, record, request
from tests.agent.hub_stand_in import HANG_UP, HubStandIn, hub_stand_in
from tests.agent.killed_agent import POINTS, live
from tests.depth import how_many

PROCESSES = multiprocessing.get_context("forkserver")  # one process reads the modules, each agent is a copy of it
PROCESSES.set_forkserver_preload(["tests.agent.killed_agent", "star57.agent.stores.embedded.store"])


@contextmanager
def agent(folder: Path, hub: HubStandIn, point: str = "never"):
    process = PROCESSES.Process(target=live, args=(str(folder), hub.address, point))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def ended_with(process, within_s: float = 30) -> int | None:
    process.join(within_s)
    code: int | None = process.exitcode
    return code


def live_until(folder: Path, hub: HubStandIn, names: list[str]) -> None:
    """Run the agent until the journal knows of every receipt; then ask it to stop."""
    journal = Journal(configuration(folder, hub.address).journal)
    with agent(folder, hub) as process:
        began, polls = clock.monotonic(), len(hub.polls)
        while journal.counts()[CaseState.SENT] < len(names) or len(hub.polls) == polls:
            assert process.is_alive()
            assert clock.monotonic() - began < 30
            time.sleep(0.01)
        process.terminate()
        assert ended_with(process) == 0
    assert journal.to_send() == ()
    journal.close()


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_it_answers_once(tmp_path, point):
    with hub_stand_in() as hub:
        fill(configuration(tmp_path, hub.address), record(PROVIDER))
        hub.ask(request())
        with agent(tmp_path, hub, point) as process:
            assert ended_with(process) == -signal.SIGKILL
        live_until(tmp_path, hub, ["req_1"])
    assert len(hub.answers["req_1"]) == 1
    assert len(set(hub.posts)) == 1


@pytest.mark.parametrize("when", ["before the hub takes it", "after the hub took it"])
def test_killed_while_its_answer_is_on_the_wire_it_answers_once(tmp_path, when):
    with hub_stand_in() as hub:
        fill(configuration(tmp_path, hub.address), record(PROVIDER))
        hub.ask(request())
        with agent(tmp_path, hub) as process:

            def kill(_):
                os.kill(process.pid, signal.SIGKILL)
                return HANG_UP

            (hub.before_posts if when.startswith("before") else hub.after_posts).append(kill)
            assert ended_with(process) == -signal.SIGKILL
        live_until(tmp_path, hub, ["req_1"])
    assert len(hub.answers["req_1"]) == 1
    assert len(set(hub.posts)) == 1


@pytest.mark.slow
def test_killed_again_and_again_among_many_requests(tmp_path):
    names = [f"req_{count}" for count in range(how_many(short=60, full=600))]
    chance = random.Random(57)
    with hub_stand_in() as hub:
        fill(configuration(tmp_path, hub.address), record(PROVIDER))
        waiting = list(names)
        for _ in range(how_many(short=4, full=60)):
            with agent(tmp_path, hub) as process:
                some, waiting = waiting[: len(names) // 4], waiting[len(names) // 4 :]
                hub.ask(*map(request, some))
                enough = len(hub.posts) + chance.randrange(1, 12)
                began = clock.monotonic()
                while len(hub.posts) < enough and clock.monotonic() - began < 5 and len(hub.answers) < len(names):
                    time.sleep(0.001)
                process.kill()
        hub.ask(*map(request, waiting))
        live_until(tmp_path, hub, names)
    assert {name: len(answers) for name, answers in hub.answers.items()} == dict.fromkeys(names, 1)


def test_a_second_agent_on_the_same_journal_is_refused(tmp_path):
    with hub_stand_in() as hub, agent(tmp_path, hub) as first:
        began = clock.monotonic()
        while not hub.polls:
            assert clock.monotonic() - began < 20
            time.sleep(0.01)
        with agent(tmp_path, hub) as second:
            assert ended_with(second) == 7
        assert first.is_alive()
