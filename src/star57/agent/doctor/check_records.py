"""Checks of the call records: the store is whole and can be written, its sources are fresh, its ways in are mapped."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from star57 import clock
from star57.agent.configuration import AgentConfiguration
from star57.agent.following.listing import listed
from star57.agent.following.seen import SourceSeen, sources_seen
from star57.agent.lately import mapped_lately
from star57.agent.stores import open_store
from star57.agent.stores.contract import StoreHealth
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.stores.read_only import ReadOnly
from star57.agent.toml_tables import BadConfiguration
from star57.agent.watch_list import published
from star57.findings import Finding, look, right, wrong

_OLD_S = 86_400.0
_LATE_S = 3_600.0  # a source not read to its end for so long breaks the store's completeness
_MOST_UNMAPPED = 0.01  # of the newest records


def check_store(configuration: AgentConfiguration) -> Iterator[Finding]:
    """Opens it as the agent does."""
    store = open_store(configuration.store, configuration.keep_days)
    yield _held(store.health())
    if isinstance(store, ReadOnly):
        yield right("store", "its records are kept by another system, and only read here")
    if not isinstance(store, EmbeddedStore):
        return
    yield _writable(store.folder)
    for kept in store.days()[:1]:
        damage = list(store.damage(kept.day))
        if damage:
            to_do = f"import the records of {kept.day} into a new folder; star57 agent verify-store reads all days"
            yield wrong("store", f"{len(damage)} parts of {kept.day} are damaged, first {damage[0]}", to_do)
        else:
            yield right("store", f"the {kept.records:,} records of {kept.day}, the newest day, are as they were written")


def _held(health: StoreHealth) -> Finding:
    last = health.last_started_at
    if last is None:
        return look("store", "holds no record", "star57 agent import, or [[follow]] in the agent's file")
    words = f"{health.records:,} records in {health.size_bytes / 1e6:,.1f} MB, the newest call {last:%Y-%m-%d %H:%M:%S} UTC"
    if (clock.now() - last).total_seconds() > _OLD_S:
        return look("store", words, "more than a day ago: see that the switch's records still come in")
    return right("store", words)


def _writable(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return right("store", f"{folder} can be written")
    except OSError as problem:
        return wrong("store", f"{folder} cannot be written: {problem.strerror or problem}", "give the folder to the agent's user: chown")


def check_sources(configuration: AgentConfiguration) -> Iterator[Finding]:
    """Each [[follow]] table."""
    if not configuration.follow:
        yield right("follow", "no [[follow]] table: records come by star57 agent import, or are read where they are")
    for table in configuration.follow:
        for named in table.files:
            if not any(path.exists() for path in listed((named,))[0]):
                to_do = "correct files, see that the agent's user may look into the folder, or wait for the switch's first record"
                yield look(f"follow {table.name}", f"nothing is there as {named}", to_do)
    for one in sources_seen(configuration):
        yield _source(one)


def _source(one: SourceSeen) -> Finding:
    name = f"follow {one.standing.name}"
    if one.standing.trouble:
        return wrong(name, one.standing.trouble, "put it right where it says; the agent tries again by itself")
    if not one.is_followed:
        return look(name, "is not followed now", "star57 agent run, or star57 agent follow")
    if one.lag_s is None or one.lag_s > _LATE_S:
        words = "was never read to its end" if one.lag_s is None else f"was read to its end {one.lag_s / 60:,.0f} min ago"
        return look(name, words, f"{one.standing.behind_bytes / 1e6:,.1f} MB are left: see star57 agent status until it has caught up")
    if one.standing.unread:
        return look(name, f"{one.standing.unread:,} lines could not be read", "look into unreadable/ in the store's folder")
    return right(name, f"read to its end {max(0.0, one.lag_s):,.0f} s ago, {one.standing.records:,} records")


def check_campaigns(configuration: AgentConfiguration) -> Iterator[Finding]:
    """Each [[watch]] table."""
    for row in configuration.watch:
        try:
            yield right(f"watch {row.campaign}", f"{len(published(row).numbers):,} calling numbers in {row.numbers}")
        except BadConfiguration as problem:
            yield wrong(f"watch {row.campaign}", str(problem), "correct the list, or numbers in [[watch]]")


def check_trunks(configuration: AgentConfiguration) -> Iterator[Finding]:
    """A call on a way in that no rule names cannot be answered by itself."""
    found = mapped_lately(open_store(configuration.store, configuration.keep_days), configuration.trunks)
    if found is None or not found.records:
        yield right("trunks", f"{len(configuration.trunks.rules)} rules; no records here to hold against them")
        return
    words = f"{found.unmapped_records:,} of the newest {found.records:,} records came in by a way that not exactly one rule names"
    if found.unmapped_records > _MOST_UNMAPPED * found.records:
        first = found.unmapped[0]
        yield look("trunks", f"{words}; most {first.way}", "write a [[trunk]] for it: star57 agent serve and star57 agent trunks show all")
    else:
        yield right("trunks", words)
