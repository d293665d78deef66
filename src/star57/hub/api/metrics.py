"""/metrics for Prometheus: what the serving processes counted, and what the record says. For the operator's own programs only."""

import os
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric

from star57 import clock
from star57.hub.api.meters import DATABASE_ERRORS
from star57.hub.api.problems import problem
from star57.hub.api.threads import in_database
from star57.hub.reads.measures import Measures, measures

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded")


def may_read(request: HttpRequest) -> bool:
    """By STAR57_METRICS_TOKEN as bearer; without one, from this machine itself and through no proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not any(name in request.headers for name in FORWARDED)


@require_safe
async def metrics(request: HttpRequest) -> HttpResponse:
    """All numbers; those of the record are left out, and star57_record_readable is 0, while the database does not answer."""
    if not may_read(request):
        return problem(404, "no_such_route", "There is nothing at this address.", None)
    try:
        found = await in_database(lambda: measures(clock.now()))
    except DatabaseError:
        DATABASE_ERRORS.inc()
        found = None
    registry = CollectorRegistry()
    registry.register(_Record(found))
    return HttpResponse(_counted() + generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _counted() -> bytes:
    """Under several processes the sum over all of them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


class _Record:
    """Measures in Prometheus's form."""

    def __init__(self, found: Measures | None) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        yield _gauge("star57_record_readable", "1 while the database answers.", 0 if self._found is None else 1)
        if self._found is None:
            return
        hops = GaugeMetricFamily("star57_open_hops", "Hops that are not done, by status.", labels=["status"])
        for status, count in self._found.open_hops.items():
            hops.add_metric([status.value], count)
        yield hops
        yield _gauge("star57_overdue_hops", "Hops whose due time has passed without an answer.", self._found.overdue)
        yield _gauge("star57_clock_lag_seconds", "How late the clock is; alarm above STAR57_CLOCK_LATE_S.", self._found.clock_lag_s)
        yield _gauge("star57_mails_waiting", "Mails to be sent.", self._found.mails_waiting)
        yield _gauge("star57_oldest_mail_seconds", "How long the oldest of them waits.", self._found.oldest_mail_s)
        yield _gauge("star57_journal_entries", "Entries of the journal, by its highest row.", self._found.journal_entries)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)
