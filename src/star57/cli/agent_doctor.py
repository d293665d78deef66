"""star57 agent doctor: what is right, what is wrong, and what to do."""

from star57.agent.doctor.examining import examine
from star57.cli.agent_options import Config, Json
from star57.cli.finding_lines import told

EXAMPLE = "Example: star57 agent doctor -c agent.toml --json"


def examine_agent(config: Config, as_json: Json = False) -> int:
    """Check the agent, and say what to do.

    Configuration, hub, key, clocks, store, sources, trunks and machine. One line for each check; where something is not right,
    what to do about it. Exit code 1 when anything is wrong.
    """
    return told(examine(config), as_json=as_json)
