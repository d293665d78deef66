"""Tells the demo on a terminal: one live table a call that grows hop by hop, or one bar for many calls."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.status import Status
from rich.table import Table
from rich.text import Text

from star57.world.callsfile import Call
from star57.world.following import MANY
from star57.world.personas import Persona
from star57.world.resting import Knowledge
from star57.world.results import CallOutcome, CallResult
from star57.world.sightings import Sighting
from star57.world.summing import portal_lines, summary_lines
from star57.world.telling import call_words, hop_rows, path_line, seconds_words

_FOUND = {CallOutcome.ORIGINATOR_IDENTIFIED, CallOutcome.POINT_OF_ENTRY_IDENTIFIED}


class LiveNarrator:
    """Rich sees to NO_COLOR. Leaves the terminal whole when it is closed, at whatever moment."""

    def __init__(self, console: Console, knowledge: Knowledge, calls: int) -> None:
        self._console, self._knowledge, self._calls = console, knowledge, calls
        self._live: Live | Status | Progress | None = None
        self._task: TaskID | None = None

    def close(self) -> None:
        """Stop whatever moves."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def prepares(self, words: str) -> None:
        """See Narrator."""
        if isinstance(self._live, Status):
            self._live.update(words)
            return
        self._live = Status(words, console=self._console)
        self._live.start()

    def reads(self, provider: str, records: int) -> None:
        """See Narrator."""
        self.prepares(f"reading call records: {provider}, {records:,} so far")

    def warns(self, words: str) -> None:
        """See Narrator."""
        self._console.print(Text(words, "yellow"))

    def opens(self, call: Call) -> None:
        """See Narrator."""
        if self._calls >= MANY:
            self._show_bar()
            return
        self.close()
        self._console.print(Text(f"\n{call_words(call)}", "bold"))
        self._live = Live(self._table(None), console=self._console, refresh_per_second=20)
        self._live.start()

    def _show_bar(self) -> None:
        if isinstance(self._live, Progress):
            return
        self.close()
        columns = (TextColumn("tracing"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
        self._live = Progress(*columns, console=self._console)
        self._task = self._live.add_task("tracing", total=self._calls, rate="")
        self._live.start()

    def moves(self, call: Call, sighting: Sighting) -> None:  # noqa: ARG002  the live table is this call's
        """See Narrator."""
        if isinstance(self._live, Live):
            self._live.update(self._table(sighting))

    def rests(self, call: Call, sighting: Sighting, result: CallResult) -> None:
        """See Narrator."""
        style = "green" if result.outcome in _FOUND else "yellow"
        line = Text.assemble((path_line(call, sighting, result), style), (f"  {seconds_words(result.seconds)}", "dim"))
        if isinstance(self._live, Progress) and self._task is not None:
            task = self._live.tasks[0]
            self._live.update(self._task, advance=1, rate=f"{task.speed:.1f} calls/s" if task.speed else "")
            return
        self.moves(call, sighting)
        self.close()
        self._console.print(line)

    def _table(self, sighting: Sighting | None) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
        for name in ("asked", "its own records showed", "and it answered"):
            table.add_column(name, overflow="fold")
        table.add_column("took", justify="right", no_wrap=True)
        for row in hop_rows(sighting, self._knowledge) if sighting else ():
            table.add_row(row.asked, row.found, row.answer, row.took)
        return table

    def ends(self, results: Sequence[CallResult]) -> None:
        """See Narrator."""
        self.close()
        self._console.print()
        for line in summary_lines(results):
            self._console.print(Text(line))

    def portal(self, address: str, people: Sequence[Persona]) -> None:
        """See Narrator."""
        self.close()
        self._console.print()
        for line in portal_lines(address, people):
            self._console.print(Text(line), soft_wrap=True)
