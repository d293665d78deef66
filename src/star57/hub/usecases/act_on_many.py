"""Do one thing to many tracebacks, each in a transaction of its own: what is refused for one is done for the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from star57.hub.domain.refusals import Invalid, Refused

MOST = 200


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one. refusal None: it was done."""

    traceback: str
    refusal: Refused | None


def act_on_many(tracebacks: Iterable[str], act: Callable[[str], object]) -> tuple[Done, ...]:
    """Call act, a use case with everything but the traceback filled in, for each; once for one named twice. Raises Invalid."""
    each = tuple(dict.fromkeys(tracebacks))
    if not each or len(each) > MOST:
        raise Invalid("Tick between 1 and %(most)s rows.", "tracebacks", most=MOST)
    return tuple(_done(traceback, act) for traceback in each)


def _done(traceback: str, act: Callable[[str], object]) -> Done:
    try:
        act(traceback)
    except Refused as refusal:
        return Done(traceback, refusal)
    return Done(traceback, None)
