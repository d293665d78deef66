"""The watch list: campaigns this carrier was asked about, and published ones that its file names; never numbers of others' open cases."""

from star57.agent.campaign_watch import MOST_NUMBERS, WatchedCampaign, campaigns_in
from star57.agent.configuration import AgentConfiguration, PublishedCampaign
from star57.agent.journal import Journal
from star57.agent.toml_tables import BadConfiguration
from star57.numbers import number_key

_MOST_ANSWERS = 20_000  # the newest, that campaigns are taken from


def watch_list(ours: AgentConfiguration, journal: Journal) -> tuple[WatchedCampaign, ...]:
    """Raises BadConfiguration for a published list that cannot be read."""
    return campaigns_in(journal.answers(_MOST_ANSWERS, after=0)) + tuple(map(published, ours.watch))


def published(row: PublishedCampaign) -> WatchedCampaign:
    """Raises BadConfiguration for a list that cannot be read."""
    numbers: dict[str, str] = {}
    try:
        lines = row.numbers.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadConfiguration(f"[[watch]] {row.campaign}: numbers {row.numbers} cannot be read: {problem}") from problem
    for number, line in enumerate(lines, start=1):
        written = line.partition("#")[0].strip()
        key = number_key(written)
        if written and not key:
            raise BadConfiguration(
                f"{row.numbers}: line {number}: {written[:40]!r} is no telephone number: write one a line, remarks after #"
            )
        if key:
            numbers.setdefault(key, written)
    if len(numbers) > MOST_NUMBERS:
        raise BadConfiguration(f"{row.numbers}: holds {len(numbers):,} numbers: at most {MOST_NUMBERS:,} of one campaign are looked for")
    return WatchedCampaign(row.campaign, numbers, asked=0)
