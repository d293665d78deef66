"""star57 agent watch: campaigns this carrier was asked about, in its newer records."""

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from star57 import clock
from star57.agent.campaign_watch import Sighting, sighted
from star57.agent.stores.contract import Span
from star57.agent.watch_list import watch_list
from star57.cli.agent_options import Config, Json, configured, instant, journal_of, store_of, told_plainly
from star57.cli.terminal import print_json, say, shown

EXAMPLE = "Example: star57 agent watch -c agent.toml --since 2026-11-16"
DAYS = 7


def watch_campaigns(
    config: Config,
    since: Annotated[str | None, typer.Option(help="from this time on; left out: the last seven days")] = None,
    as_json: Json = False,
) -> int:
    """Look for known campaigns in newer records.

    Those you were asked about, by the calling numbers of calls that your own records already showed, and by no others;
    and published ones, by the lists that [[watch]] in your file names. Nothing is sent anywhere.
    """
    configuration = configured(config)
    now = clock.now()
    span = Span(instant(since, "--since", configuration.time_zone) if since else now - timedelta(days=DAYS), now + timedelta(days=1))
    store = store_of(configuration)
    with told_plainly(), journal_of(configuration) as journal:
        campaigns = watch_list(configuration, journal)
        found = [sighted(one, store, configuration.trunks, span) for one in campaigns]
    if as_json:
        print_json([_as_json(one) for one in found])
        return 0
    if not found:
        say("Nothing to look for yet: no request was answered here whose call stood in your records, and no [[watch]] names a list.")
    for one in found:
        _say(one, span, configuration.time_zone)
    return 0


def _say(one: Sighting, span: Span, zone: str) -> None:
    count = f"{one.calls:,} call{'' if one.calls == 1 else 's'} from {len(one.numbers):,} of {len(one.campaign.numbers):,} numbers"
    name = f"{one.campaign.name} (published)" if one.campaign.is_published else one.campaign.name
    say(f"{name}: {count} since {shown(span.since, zone)}" + (f", the last {shown(one.last_at, zone)}" if one.last_at else ""))
    for way in one.ways:
        say(f"    {way.calls:>7,}  {way.way} = {way.upstream or 'no trunk rule names it'}")


def _as_json(one: Sighting) -> dict[str, Any]:
    return {
        "campaign": one.campaign.name, "asked": one.campaign.asked, "calls": one.calls, "numbers": one.numbers,
        "first_at": one.first_at, "last_at": one.last_at, "ways": [asdict(way) for way in one.ways],
    }  # fmt: skip
