"""star57 hub work: the clock, the post and whatever else the hub does by itself."""

import signal
from types import FrameType

from star57.cli.hub_options import hub_ready
from star57.cli.terminal import say

EXAMPLE = "Example: star57 hub work"
STOP_WITHIN_S = 20.0


def work() -> int:
    """Pass the clocks and deliver notices until Ctrl-C.

    Web requests never send anything: without this no reminder leaves and no deadline passes. Several may run at once; one that is
    killed is followed up by the others.
    """
    with hub_ready():
        from star57.hub.jobs.duties import Workers

        workers = Workers()

        def end(_signal: int, _frame: FrameType | None) -> None:
            workers.stop(STOP_WITHIN_S)

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        workers.start()
        say("Working: clock and notices (Ctrl-C ends it; nothing is lost)")
        workers.wait()
    return 0
