"""Follows beside an answering agent in a process of its own, so that a backlog of records does not slow an answer down."""

import asyncio
import multiprocessing
import signal
from multiprocessing.connection import Connection

from star57.agent.backoff import Backoff
from star57.agent.configuration import AgentConfiguration
from star57.agent.events import Event, OnEvent, Trouble
from star57.agent.following.opening import opened_follower
from star57.agent.pauses import pause

_PROCESSES = multiprocessing.get_context("spawn")
_LOOK_EVERY_S = 0.2
_ENDS_WITHIN_S = 30.0


async def follow_beside(configuration: AgentConfiguration, on_event: OnEvent, stop: asyncio.Event) -> None:
    """Until `stop` is set. A follower that ends before is told once for each reason, and started again after a pause."""
    backoff = Backoff()
    told = ""
    while not stop.is_set():
        words = await _one_life(configuration, on_event, stop)
        if stop.is_set():
            return
        if words != told:
            on_event(Trouble(configuration.name, f"call records are not followed: {words}; nothing is lost, trying again"))
            told = words
        await pause(stop, backoff.next_s(1.0))


async def _one_life(configuration: AgentConfiguration, on_event: OnEvent, stop: asyncio.Event) -> str:
    """Why it ended."""
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_follow, args=(configuration, theirs), name="star57 follow", daemon=True)
    await asyncio.to_thread(process.start)
    theirs.close()
    words = "its process ended"
    try:
        while not stop.is_set():
            try:
                while ours.poll():
                    said = ours.recv()
                    if isinstance(said, str):
                        words = said
                    else:
                        on_event(said)
            except (EOFError, OSError):
                break
            await pause(stop, _LOOK_EVERY_S)
    finally:
        ours.close()  # which asks it to stop
        await asyncio.to_thread(process.join, _ENDS_WITHIN_S)
        process.kill()
    return words


def _follow(configuration: AgentConfiguration, parent: Connection) -> None:
    """Runs until the other end of the pipe is closed, which the kernel does for an agent that was killed."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)  # the agent says when

    def told(event: Event) -> None:
        parent.send(event)

    try:
        with opened_follower(configuration, told) as follower:
            follower.run(parent.poll)
    except (BrokenPipeError, ConnectionResetError):
        return
    except Exception as problem:
        parent.send(" ".join(f"{problem}".split()) or type(problem).__name__)
