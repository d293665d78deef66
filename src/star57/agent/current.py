"""Policy and trunk table as the agent's file has them now: changed rules hold from the next request on, without a new start."""

from dataclasses import replace

from star57.agent.configuration import AgentConfiguration, read_configuration
from star57.agent.policy import Mode
from star57.agent.toml_tables import BadConfiguration


class Current:
    """While the file cannot be used nothing leaves by itself: whoever edits it may be taking a rule out."""

    def __init__(self, configuration: AgentConfiguration) -> None:
        self._started_with = self._known = configuration
        self._seen = self._mark()
        self._trouble = ""

    @property
    def configuration(self) -> AgentConfiguration:
        """Hub, key, store and journal stay those it was started with."""
        mark = self._mark()
        if mark != self._seen:
            self._known, self._seen = self._read(), mark
        return self._known

    @property
    def trouble(self) -> str:
        """Why the file cannot be used now; "" where it can."""
        _ = self.configuration
        return self._trouble

    def _mark(self) -> tuple[int, int, int] | None:
        file = self._started_with.file
        if file is None:
            return None
        try:
            status = file.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _read(self) -> AgentConfiguration:
        try:
            found = read_configuration(self._started_with.file) if self._started_with.file else self._started_with
        except BadConfiguration as problem:
            self._trouble = str(problem)
            return replace(self._known, policy=replace(self._known.policy, mode=Mode.REVIEW, auto=()))
        self._trouble = ""
        return replace(self._started_with, policy=found.policy, trunks=found.trunks)
