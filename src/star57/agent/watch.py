"""Tells whoever watches what happens, once per change: a hub that stays away is one event, not one a second."""

from star57.agent.events import Event, HubFound, HubLost, OnEvent, Trouble
from star57.agent.hub_client import HubAway


class Watch:
    def __init__(self, agent: str, on_event: OnEvent) -> None:
        self.agent = agent
        self._on_event = on_event
        self._away_because: str | None = None
        self._file_trouble = ""

    def tell(self, event: Event) -> None:
        self._on_event(event)

    def hub_is_away(self, problem: HubAway) -> None:
        if self._away_because != str(problem):
            self._away_because = str(problem)
            self.tell(HubLost(self.agent, str(problem)))

    def hub_is_there(self) -> None:
        if self._away_because is not None:
            self._away_because = None
            self.tell(HubFound(self.agent))

    def file_is(self, trouble: str) -> None:
        """Why the agent's file cannot be used now; "" where it can."""
        if trouble not in ("", self._file_trouble):
            self.tell(Trouble(self.agent, f"{trouble}: until it is corrected nothing leaves by itself"))
        self._file_trouble = trouble

    def trouble(self, what: str, problem: BaseException) -> None:
        self.tell(Trouble(self.agent, f"{what}: {type(problem).__name__}: {' '.join(str(problem).split())}"))
