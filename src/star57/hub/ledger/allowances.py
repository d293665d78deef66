"""Takes from allowances that all processes share: one statement each, so that two at once cannot both take the last."""

import hashlib
from datetime import datetime, timedelta

from django.db import connection

from star57.hub.domain.rates import Rate
from star57.hub.records.models import Allowance

TAKE = """
INSERT INTO records_allowance (key, used_until_ms) VALUES (%(key)s, %(now)s + %(step)s)
ON CONFLICT (key) DO UPDATE SET used_until_ms =
  CASE WHEN records_allowance.used_until_ms > %(now)s THEN records_allowance.used_until_ms ELSE %(now)s END + %(step)s
WHERE records_allowance.used_until_ms <= %(now)s + %(slack)s
RETURNING used_until_ms
"""
KEPT_FOR = timedelta(days=1)


def take(what: str, rate: Rate, now: datetime) -> int:
    """Take one; 0 when there was one left, otherwise in how many seconds there will be."""
    now_ms, step = _ms(now), rate.one_every // timedelta(milliseconds=1)
    key = hashlib.sha256(what.encode("utf-8")).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"key": key, "now": now_ms, "step": step, "slack": (rate.at_once - 1) * step})
        if cursor.fetchone():
            return 0
        cursor.execute("SELECT used_until_ms FROM records_allowance WHERE key = %s", [key])
        found = cursor.fetchone()
    wait_ms = (found[0] if found else now_ms) - now_ms - (rate.at_once - 1) * step
    return max(1, -(-wait_ms // 1000))


def forget_full_ones(now: datetime) -> int:
    """Remove allowances that have long been full again; returns how many."""
    return Allowance.objects.filter(used_until_ms__lt=_ms(now - KEPT_FOR)).delete()[0]


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
