"""What `star57 hub work` does, each duty in a thread of its own: a slow mail server holds up no clock. Any number may run side by side."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection

from star57 import clock
from star57.hub.domain.access import CLOCK as THE_CLOCK
from star57.hub.jobs import hooks, post
from star57.hub.ledger.allowances import forget_full_ones
from star57.hub.ledger.heartbeats import beat
from star57.hub.reads.liveness import CLOCK, HOOKS, POST
from star57.hub.reads.seeing import seeing_all
from star57.hub.usecases.pass_deadline import tick

log = logging.getLogger("star57.work")
Stopped = Callable[[], bool]
AT_ONCE = 1000
BEATS_EVERY_S = 10.0
AFTER_TROUBLE_S = 5.0


@dataclass(frozen=True, slots=True)
class Duty:
    """One round of it, and how long to rest afterwards. do returns how much there was to do."""

    name: str
    rest_s: float
    do: Callable[[Stopped], int]


def pass_time(is_stopped: Stopped) -> int:
    """Judge all that is due."""
    done = 0
    while not is_stopped():
        facts = tick(actor=THE_CLOCK, now=clock.now(), limit=AT_ONCE).facts
        done += sum(facts.values())
        if not facts:  # fewer than asked for is no end: another worker may hold some
            break
        beat(CLOCK, clock.now())
    return done


DUTIES = (
    Duty(CLOCK, 1.0, pass_time),
    Duty(POST, 2.0, post.deliver_round),
    Duty(HOOKS, 2.0, hooks.deliver_round),
    Duty("tidying", timedelta(days=1).total_seconds(), lambda _is_stopped: forget_full_ones(clock.now())),
)


class Workers:
    """The duties' threads. stop() lets each finish what it holds."""

    def __init__(self, duties: tuple[Duty, ...] = DUTIES) -> None:
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._keep_at, args=(duty,), name=duty.name, daemon=True) for duty in duties]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, within_s: float) -> None:
        """End; what is cut off is taken up by the next worker."""
        self._stop.set()
        until = clock.monotonic() + within_s
        for thread in self._threads:
            thread.join(max(0.0, until - clock.monotonic()))

    def wait(self) -> None:
        """Until stop()."""
        self._stop.wait()

    def _keep_at(self, duty: Duty) -> None:
        beaten = float("-inf")
        while not self._stop.is_set():
            rest = duty.rest_s
            try:
                close_old_connections()
                with seeing_all():
                    duty.do(self._stop.is_set)
                if clock.monotonic() - beaten >= BEATS_EVERY_S:
                    beat(duty.name, clock.now())
                    beaten = clock.monotonic()
            except DatabaseError as problem:
                log.error("%s: the database does not answer (%s); trying again", duty.name, " ".join(str(problem).split()))
                connection.close()
                rest = AFTER_TROUBLE_S
            except Exception:
                log.exception("%s failed; trying again", duty.name)
                rest = AFTER_TROUBLE_S
            self._stop.wait(rest)
        connection.close()
