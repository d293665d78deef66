"""What is kept and what was done: the journal of answers, the store and its ways in, campaigns, and the doctor's findings."""

from datetime import timedelta

from starlette.responses import Response

from star57 import clock
from star57.agent.campaign_watch import sighted
from star57.agent.doctor.examining import examine
from star57.agent.following.seen import sources_seen
from star57.agent.journal_steps import BY_POLICY
from star57.agent.lately import mapped_lately
from star57.agent.operator.visits import Visit
from star57.agent.stores import open_store
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.watch_list import watch_list

PAGE = 50
_DAYS_SHOWN = 60
_WATCHED_DAYS = 7


def show_journal(visit: Visit) -> Response:
    asked = visit.request.query_params.get("after", "0")
    after = int(asked) if asked.isdecimal() and len(asked) < 12 else 0
    found = visit.office.journal.answers(PAGE + 1, after=after)
    return visit.page(
        "journal.html", answers=found[:PAGE], older=after + PAGE if len(found) > PAGE else None,
        newer=max(0, after - PAGE) if after else None,
        by_policy=BY_POLICY, ours=visit.office.configuration,
    )  # fmt: skip


def show_store(visit: Visit) -> Response:
    ours = visit.office.configuration
    store = open_store(ours.store, ours.keep_days)
    days = store.days()[:_DAYS_SHOWN] if isinstance(store, EmbeddedStore) else ()
    return visit.page(
        "store.html", health=store.health(), days=days, sources=sources_seen(ours), mapped=mapped_lately(store, ours.trunks), ours=ours
    )


def show_watch(visit: Visit) -> Response:
    ours, now = visit.office.configuration, clock.now()
    store, span = open_store(ours.store, ours.keep_days), Span(now - timedelta(days=_WATCHED_DAYS), now + timedelta(days=1))
    found = sorted((sighted(one, store, ours.trunks, span) for one in watch_list(ours, visit.office.journal)), key=lambda one: -one.calls)
    return visit.page("watch.html", found=found, since=span.since, ours=ours)


def show_findings(visit: Visit) -> Response:
    return visit.page("findings.html", findings=tuple(examine(visit.office.config)))
