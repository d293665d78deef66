"""Checks of the hub as this agent reaches it: it answers, it takes the key, and its clock says what ours says."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from star57 import clock
from star57.agent.configuration import AgentConfiguration
from star57.agent.hub_client import HubAway, HubClient
from star57.findings import Finding, look, right, wrong

LOOK_S, WRONG_S = 2.0, 10.0  # matching allows carriers' clocks ten seconds


def check_hub(configuration: AgentConfiguration) -> Iterator[Finding]:
    """One question under the agent's own key; no request counts as received by it."""
    asked_at = clock.now()
    try:
        told_at = asyncio.run(_told_time(configuration))
    except HubAway as problem:
        yield wrong("hub", str(problem), f"see that {configuration.hub} is reached from here, and that the key is the one it issued")
        return
    yield right("hub", f"{configuration.hub} answers and takes the key")
    if told_at is not None:
        yield _clocks((told_at - asked_at).total_seconds(), (told_at - clock.now()).total_seconds())


async def _told_time(configuration: AgentConfiguration) -> datetime | None:
    async with HubClient(configuration.hub, configuration.key) as hub:
        return await hub.told_time()


def _clocks(at_most_s: float, at_least_s: float) -> Finding:
    """The hub spoke between our question and now, and says whole seconds: what that leaves open is no difference."""
    off_s = at_least_s if at_least_s > 0 else at_most_s + 1 if at_most_s + 1 < 0 else 0.0
    if not off_s:
        return right("clock against the hub", "the same second")
    words = f"the hub's is {abs(off_s):.0f} s {'ahead of' if off_s > 0 else 'behind'} this machine's"
    to_do = "set this machine's clock by NTP; where it is right, tell the hub's operator"
    return (wrong if abs(off_s) >= WRONG_S else look if abs(off_s) >= LOOK_S else _right)("clock against the hub", words, to_do)


def _right(subject: str, words: str, _to_do: str) -> Finding:
    return right(subject, words)
