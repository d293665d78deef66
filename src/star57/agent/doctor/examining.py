"""All checks, one after another. A check that fails itself is a finding; the others go on."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from star57.agent.configuration import AgentConfiguration, read_configuration
from star57.agent.doctor.check_hub import check_hub
from star57.agent.doctor.check_machine import check_clock, check_disk, check_files, check_journal, check_running
from star57.agent.doctor.check_records import check_campaigns, check_sources, check_store, check_trunks
from star57.agent.following.positions import BadPositions
from star57.agent.stores.files import StoreProblem
from star57.agent.toml_tables import BadConfiguration
from star57.findings import Finding, right, wrong

Check = Callable[[AgentConfiguration], Iterator[Finding]]


def examine(config: Path) -> Iterator[Finding]:
    """Findings as they come."""
    try:
        configuration = read_configuration(config)
    except BadConfiguration as problem:
        yield wrong("configuration", str(problem), "correct it as it says; docs/handbook/agent.md names every key")
        return
    yield right("configuration", f"{config}: {len(configuration.trunks.rules)} trunks, policy {configuration.policy.mode.value}")
    checks: dict[str, Check] = {
        "permissions": partial(check_files, config), "hub": check_hub, "agent": check_running, "journal": check_journal,
        "store": check_store, "follow": check_sources, "trunks": check_trunks, "watch": check_campaigns, "disk": check_disk,
        "clock": check_clock,
    }  # fmt: skip
    for subject, check in checks.items():
        yield from _findings(subject, check, configuration)


def _findings(subject: str, check: Check, configuration: AgentConfiguration) -> Iterator[Finding]:
    try:
        yield from check(configuration)
    except BadConfiguration as problem:
        yield wrong(subject, str(problem), "correct it as it says; docs/handbook/stores.md names every key")
    except (OSError, StoreProblem, BadPositions, sqlite3.Error) as problem:
        yield wrong(subject, " ".join(str(problem).split()), "see that it is there and that the agent's user may read and write it")
