"""A carrier's real agent in a process of its own, for tests that kill it. Knows no Django, as on a carrier's machine."""

import asyncio
from dataclasses import replace
from pathlib import Path

from star57.agent.configuration import AgentConfiguration
from star57.agent.ends import Neighbour
from star57.agent.host import run_until_signalled
from star57.agent.trunks import TrunkMatch, TrunkRule, TrunkTable
from tests.agent.carrier import configuration, policy

TRUNKS = TrunkTable([TrunkRule(TrunkMatch(source="192.0.2.1"), Neighbour("TRAN1"))])


def configured(folder: str, address: str, key: str) -> AgentConfiguration:
    of_term = replace(policy(), providers=frozenset({"TERM"}), names={"TRAN1": "Harbor Voice"})
    return replace(configuration(Path(folder), address), name="TERM", key=key, providers=("TERM",), policy=of_term, trunks=TRUNKS)


def live(folder: str, address: str, key: str) -> None:
    """An agent's whole life."""
    asyncio.run(run_until_signalled([configured(folder, address, key)], on_event=lambda _event: None))
