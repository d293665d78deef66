"""What stores have in common whose records somebody else writes: nothing is added, and complete spans lie beside their description."""

from collections.abc import Iterable
from pathlib import Path

from star57.agent.cdr import Cdr
from star57.agent.stores.contract import Span
from star57.agent.stores.files import StoreProblem, only_writer
from star57.agent.stores.spans import covers, merged, read_spans, write_spans

_WAIT_FOR_WRITER_S = 20.0


class StoreIsReadOnly(StoreProblem):
    """Records are read here, never written."""


class ReadOnly:
    """`described_in`: the TOML file that describes the store."""

    def __init__(self, described_in: Path) -> None:
        self.described_in = described_in
        self._complete = described_in.with_name(f"{described_in.name}.complete.json")
        self._lock = described_in.with_name(f"{described_in.name}.lock")

    def add(self, records: Iterable[Cdr]) -> int:  # noqa: ARG002  (the contract's)
        """Refuses."""
        raise StoreIsReadOnly(
            f"{self.described_in}: these records are read where they are, and nothing is added to them: "
            'let their own system write them, or import into a store of the agent (store = "records")'
        )

    def declare_complete(self, span: Span) -> None:
        with only_writer(self._lock, _WAIT_FOR_WRITER_S):
            write_spans(self._complete, merged([*read_spans(self._complete), span]))

    def is_complete(self, span: Span) -> bool:
        return covers(read_spans(self._complete), span)
