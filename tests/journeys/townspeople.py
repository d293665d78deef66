"""What people do on the portal's pages, in the words of those who do it. Each has a browser of their own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from tests.journeys.hands import Hands
from tests.journeys.scene import PASSWORD
from tests.journeys.town import Town

SIGNED_IN_FOR = timedelta(minutes=50)


@dataclass(slots=True)
class Person:
    """Somebody at a browser. name: as in town.people; "" for somebody without an account."""

    town: Town
    name: str
    page: Any
    hands: Hands
    signed_in_at: datetime | None = field(default=None)

    def opens(self, path: str) -> Self:
        """A page, signed in; the page fits the window."""
        if self.name and (self.signed_in_at is None or self.town.now - self.signed_in_at > SIGNED_IN_FOR):
            self.page.context.clear_cookies()
            self.page.context.add_cookies(self.town.portal.cookies_of(self.town.people[self.name]))
            self.signed_in_at = self.town.now
        self.page.goto(path)
        return self.sees_it_whole()

    def sees_it_whole(self) -> Self:
        """Nothing is wider than the window."""
        width = self.page.viewport_size["width"]
        # by way of the body: right after a click there may be no document yet
        assert self.page.locator("body").evaluate("body => body.ownerDocument.documentElement.scrollWidth") <= width, self.page.url
        return self

    def signs_in(self) -> Self:
        """With a password, on the page where they are."""
        self.writes("E-mail address", self.town.people[self.name]).writes("Password", PASSWORD)
        with self.page.expect_navigation():
            self.presses("Sign in")
        self.signed_in_at = self.town.now
        return self

    def presses(self, words: str) -> Self:
        """A button."""
        self.hands.press(self.page, "button", self.town.says(words))
        return self

    def follows(self, words: str) -> Self:
        """A link."""
        self.hands.press(self.page, "link", self.town.says(words))
        return self

    def writes(self, label: str, text: str) -> Self:
        """Into a field."""
        self.hands.write(self.page, self.town.says(label), text)
        return self

    def picks(self, label: str, choice: str) -> Self:
        """From a list."""
        self.hands.pick(self.page, self.town.says(label), self.town.says(choice))
        return self

    def unfolds(self, words: str) -> Self:
        """What stands folded up under these words."""
        self.hands.unfold(self.page, self.town.says(words))
        return self

    def reads(self, *texts: str) -> Self:
        """Each stands on the page, to be seen."""
        for text in texts:
            self.page.get_by_text(self.town.says(text)).locator("visible=true").first.wait_for()
        return self

    def finds_nowhere(self, *texts: str) -> Self:
        """None of them is anywhere in the page."""
        content = self.page.content()
        assert [text for text in texts if text in content or self.town.says(text) in content] == []
        return self


class Analyst(Person):
    """Works at the desk."""

    def opens_a_traceback(self, campaign: str, called: str, *, source: str = "") -> str:
        """Through the form, by the call as its source wrote it down; returns the traceback's id."""
        self.opens("/tracebacks/").follows("Open a traceback")
        self.writes("Called number", called).writes("Calling number", "+1 202 555 0143")
        self.writes("Time of the call", f"{self.town.now - timedelta(hours=20):%Y-%m-%dT%H:%M:%S}")
        self.writes("Provider of the called number", "Cedar Valley Telephone")
        self.unfolds("A new campaign").writes("Name of the new campaign", campaign)
        self.writes("Why it is suspicious", "A recorded voice, and a gift card.")
        if source:
            self.picks("Handed in by", source)
        self.presses("Open the traceback")
        self.page.wait_for_url("**/tracebacks/T-*/")
        return str(self.sees_it_whole().page.url.rstrip("/").split("/")[-1])

    def reads_of(self, traceback: str, *texts: str) -> Self:
        """What the traceback's page says now."""
        self.opens(f"/tracebacks/{traceback}/").reads(*texts)
        return self

    def reads_the_path(self, traceback: str, *texts: str) -> Self:
        """What the path in words says now."""
        return self.opens(f"/tracebacks/{traceback}/").unfolds("The path in words").reads(*texts)

    def decides(self, traceback: str, step: str, field_name: str, words: str) -> Self:
        """Takes a step of the traceback's page, the likely one or another, and gives the reason."""
        self.opens(f"/tracebacks/{traceback}/")
        likely = self.page.locator("a[data-act]", has_text=self.town.says(step))
        if not likely.count():
            self.unfolds("Other steps")
        self.follows(step).sees_it_whole().writes(field_name, words).presses(step)
        self.page.wait_for_url("**/tracebacks/T-*/")
        return self


class Responder(Person):
    """Answers for a carrier."""

    def follows_the_mail(self, address: str, subject: str = "Traceback request") -> Self:
        """The link in the latest mail of this subject, signed in or not."""
        self.opens(self.town.link_in(address, subject))
        return self

    def names(self, provider: str) -> Self:
        """Another provider handed the call over."""
        return self.answers("Another provider handed it to us", {"Which provider?": provider})

    def chooses(self, kind: str) -> Self:
        """One of the six answers."""
        self.hands.choose(self.page, self.town.says(kind))
        return self

    def answers(self, kind: str, written: dict[str, str], picked: dict[str, str] | None = None) -> Self:
        """Choose, write, read it back, sign."""
        self.chooses(kind)
        for label, text in written.items():
            self.writes(label, text)
        for label, choice in (picked or {}).items():
            self.picks(label, choice)
        self.presses("Read it back").reads("This will stand in the record").sees_it_whole()
        self.presses("Sign it").reads("It stands in the record").sees_it_whole()
        return self

    def names_the_customer(self, name: str) -> Self:
        """The call ends with a customer of theirs."""
        picked = {"Who is this customer?": "the caller itself", "What have you done about it?": "suspended its service"}
        return self.answers("Our own customer placed it", {"Customer's name": name}, picked)
