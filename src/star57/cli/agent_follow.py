"""star57 agent follow: call records into the store as the switch writes them."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import Annotated, Any

import typer

from star57 import clock
from star57.agent.configuration import AgentConfiguration
from star57.agent.events import Event, OnEvent
from star57.agent.following.follower import Advance
from star57.agent.following.opening import STANDARD_INPUT, opened_follower, opened_input
from star57.agent.following.standard_input import StandardInput
from star57.agent.formats import FORMATS, FormatOptions
from star57.cli.agent_import import given_columns
from star57.cli.agent_options import Config, configured, store_of, told_plainly
from star57.cli.failures import REFUSED, Misused
from star57.cli.terminal import print_json, progress_bar, say

EXAMPLE = "Example: star57 agent follow -c agent.toml"
_WORTH_A_BAR = 4_000_000  # bytes
_STANDARD_INPUT = 0


def follow_records(
    config: Config,
    once: Annotated[bool, typer.Option("--once", help="take in what is there now, and end, with 1 after a trouble")] = False,
    stdin: Annotated[bool, typer.Option("--stdin", help="lines from standard input, not the [[follow]] tables; with --format")] = False,
    format_name: Annotated[str | None, typer.Option("--format", "-f", help=f"of standard input: one of {', '.join(FORMATS)}")] = None,
    zone: Annotated[str | None, typer.Option(help="time zone of times without an offset; left out: time_zone of the file")] = None,
    columns: Annotated[str | None, typer.Option(help='names in order, "start,src,dst", or a table, \'{"called_in": "dst"}\'')] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line for everything that happens")] = False,
) -> int:
    """Take in call records as the switch writes them. Runs until Ctrl-C or SIGTERM; killed at any time it loses and doubles nothing."""
    configuration = configured(config)
    if stdin != (format_name is not None):
        raise Misused("--stdin and --format go together: standard input does not say what wrote it")
    if not stdin and not configuration.follow:
        raise Misused(f"{config} has no [[follow]] table: describe there where the switch writes its records, or give --stdin")
    store_of(configuration)
    total = _Total(is_json=as_json)
    with told_plainly(), _stopping() as is_stopped, _showing(total) as on_advance:
        if stdin:
            options = FormatOptions(time_zone=zone or configuration.time_zone, columns=given_columns(columns))
            source = StandardInput(STANDARD_INPUT, format_name or "", options, _STANDARD_INPUT)
            with opened_input(configuration, source, total.event, on_advance) as follower:
                follower.run(lambda: is_stopped() or source.is_settled)
        else:
            _follow(configuration, total.event, on_advance, is_stopped, is_once=once)
    total.end(f"go on with: star57 agent follow --config {config}" if is_stopped() and not stdin else "")
    return REFUSED if total.has_trouble and (once or stdin) else 0


def _follow(
    configuration: AgentConfiguration,
    on_event: OnEvent,
    on_advance: Callable[[Advance], None],
    is_stopped: Callable[[], bool],
    *,
    is_once: bool,
) -> None:
    with opened_follower(configuration, on_event, on_advance) as follower:
        if is_once:
            follower.once(is_stopped)
        else:
            follower.run(is_stopped)


class _Total:
    """What is told: every trouble as it comes, and the sum at the end."""

    def __init__(self, *, is_json: bool) -> None:
        self.is_json, self.new, self.unread, self.has_trouble = is_json, 0, 0, False

    def event(self, event: Event) -> None:
        self.has_trouble = True
        if self.is_json:
            print_json({"at": clock.now(), "event": "trouble", "agent": event.agent, "words": str(event)})
        else:
            say(f"{clock.now():%H:%M:%S} {event}")

    def advance(self, advance: Advance) -> None:
        self.new, self.unread = self.new + advance.new, self.unread + advance.unread
        if self.is_json and (advance.new or advance.unread):
            print_json({"at": clock.now(), "event": "records", **asdict(advance)})

    def end(self, then: str) -> None:
        if self.is_json:
            print_json({"at": clock.now(), "event": "stopped", "new": self.new, "unread": self.unread})
            return
        unread = f"{self.unread:,} lines could not be read, and are kept in unreadable/ with their reasons" if self.unread else ""
        say("; ".join(filter(None, (f"stopped; {self.new:,} new records are in the store", unread, then))))


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Ctrl-C and SIGTERM let the piece under way be kept; a second one ends at once, and loses nothing either."""
    asked: list[int] = []

    def ask(sign: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(sign)

    before: list[tuple[signal.Signals, Any]] = [(sign, signal.signal(sign, ask)) for sign in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield lambda: bool(asked)
    finally:
        for sign, earlier in before:
            signal.signal(sign, earlier)


@contextmanager
def _showing(total: _Total) -> Iterator[Callable[[Advance], None]]:
    """A bar on a terminal while a backlog is caught up."""
    began = clock.monotonic()
    with progress_bar() as bar:
        tasks: dict[str, tuple[Any, int]] = {}

        def on_advance(advance: Advance) -> None:
            total.advance(advance)
            if advance.source not in tasks:
                if advance.behind_bytes < _WORTH_A_BAR:
                    return
                tasks[advance.source] = bar.add_task(advance.source, total=advance.behind_bytes, rate=""), advance.behind_bytes
            task, size = tasks[advance.source]
            rate = total.new / max(clock.monotonic() - began, 0.001)
            bar.update(
                task, completed=max(0, size - advance.behind_bytes), rate=f"{rate:,.0f} new/s, {advance.behind_bytes / 1e6:,.0f} MB left"
            )
            if advance.behind_bytes == 0:
                bar.remove_task(task)
                del tasks[advance.source]

        yield on_advance
