"""The watch list: campaigns this carrier was asked about, and published ones that its file names; never numbers of others' open cases."""

from star57.agent.campaign_watch import MOST_NUMBERS, WatchedCampaign, campaigns_in
from star57.agent.configuration import AgentConfiguration, PublishedCampaign
from star57.agent.journal import Journal
from star57.agent.number_list import BadNumberList, numbers_in
from star57.agent.toml_tables import BadConfiguration

_MOST_ANSWERS = 20_000  # the newest, that campaigns are taken from


def watch_list(ours: AgentConfiguration, journal: Journal) -> tuple[WatchedCampaign, ...]:
    """Raises BadConfiguration for a published list that cannot be read."""
    return campaigns_in(journal.answers(_MOST_ANSWERS, after=0)) + tuple(map(published, ours.watch))


def published(row: PublishedCampaign) -> WatchedCampaign:
    """Raises BadConfiguration for a list that cannot be read."""
    try:
        numbers = numbers_in(row.numbers)
    except BadNumberList as problem:
        raise BadConfiguration(f"[[watch]] {row.campaign}: numbers {problem}") from problem
    if len(numbers) > MOST_NUMBERS:
        raise BadConfiguration(f"{row.numbers}: holds {len(numbers):,} numbers: at most {MOST_NUMBERS:,} of one campaign are looked for")
    return WatchedCampaign(row.campaign, numbers, asked=0)
