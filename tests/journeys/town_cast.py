"""Who is on stage in a journey, and the windows they look through."""

from typing import Any

from tests.journeys.hands import Hands
from tests.journeys.town import Town
from tests.journeys.townspeople import Analyst, Person, Responder


class Cast:
    """Whoever is on stage, each in a browser of their own; windows as wide as told, worked as told."""

    def __init__(self, town: Town, browser: Any, width: int, hands: Hands, locale: str) -> None:
        self.town, self.browser, self.hands = town, browser, hands
        self.locale = locale
        self.window: dict[str, Any] = {"viewport": {"width": width, "height": 844 if width < 600 else 800}}
        if width < 600:
            self.window |= {"has_touch": True, "is_mobile": True}

    def page(self) -> Any:
        """A page of a new browser."""
        where = {"base_url": self.town.portal.address, "locale": self.locale, "timezone_id": "America/New_York"}
        return self.browser.new_context(**where, **self.window).new_page()

    def analyst(self) -> Analyst:
        """Ines at the consortium."""
        return Analyst(self.town, "Ines Okafor", self.page(), self.hands)

    def responder(self, provider: str) -> Responder:
        """Whoever answers there."""
        return Responder(self.town, f"Responder at {provider}", self.page(), self.hands)

    def colleague(self, provider: str) -> Responder:
        """Another who answers there."""
        return Responder(self.town, f"Colleague at {provider}", self.page(), self.hands)

    def stranger(self) -> Responder:
        """Somebody without an account, who has a mail."""
        return Responder(self.town, "", self.page(), self.hands)

    def source(self) -> Person:
        """Ada, at the bank that hands calls in."""
        return Person(self.town, "Ada Brandt", self.page(), self.hands)
