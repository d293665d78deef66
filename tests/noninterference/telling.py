"""Makes a world out of its stories, through the use cases alone. Each deed has a name, and its name decides every id that it makes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from star57.hub.domain.access import CLOCK, Actor
from star57.hub.domain.refusals import Refused
from star57.hub.records.models import Hop, Traceback
from star57.hub.usecases.correct_answer import correct_answer
from star57.hub.usecases.dispute_claim import dispute_claim
from star57.hub.usecases.open_traceback import CallReport, open_traceback
from star57.hub.usecases.pass_deadline import pass_deadline
from star57.hub.usecases.post_mail import gather_notices
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.messages import Correction, Dispute, TracebackResponse
from star57.wire.values import Direction
from tests.noninterference.cast import BEGAN, CAMPAIGNS, CONSOLE, NOW, SISTER, Cast
from tests.noninterference.chance import Chance
from tests.noninterference.deeds import Deeds, at_desk, at_hop, ending, from_provider
from tests.noninterference.elsewhere import do_elsewhere
from tests.noninterference.worlds import Story, World


class Teller:
    """Tells one world's stories."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self.cast, self.chance = cast, chance

    def tell(self, world: World) -> None:
        for story in world.stories:
            self._story(story)
        for what, who, word in world.elsewhere:
            self.chance.begin(f"elsewhere {what} {who} {word}")
            with refused_or_done():
                do_elsewhere(self.cast, what, who, word)
        self._time_passes()
        self.chance.begin("mails")
        while gather_notices(actor=CLOCK, now=NOW):
            pass

    def _story(self, story: Story) -> None:
        at = BEGAN + story.after
        self.chance.begin(f"{story.number} opens")
        report = CallReport(f"+1617555{100 + story.number:04}", "+12025550143", BEGAN - timedelta(hours=5), 60.0, None, None)
        traceback = open_traceback(
            actor=CONSOLE, report=report, terminating=story.path[0], campaign=_campaign(story), direction=Direction.UPSTREAM,
            now=at - story.opened_before if story.focus != 0 else at, source=story.words.source or None,
        )  # fmt: skip
        for place, who in enumerate(story.path):
            steps = place - (story.focus or 0) + 1
            if not self._turn(story, traceback, place, who, at + timedelta(minutes=3 * steps)):
                break
        self._some(story, "desk", story.desk, at_desk(self.cast, traceback, story.words.note, at))

    def _turn(self, story: Story, traceback: str, place: int, who: str, at: datetime) -> bool:
        """One provider's turn; False when the story ends with it."""
        hop = Hop.objects.filter(traceback__public_id=traceback, provider__public_id=who).order_by("pk").last()
        if hop is None or hop.asked_at is None:
            return False
        actor = self.cast.actors["SELF" if who == SISTER else who]
        is_focus, is_last = place == story.focus, place == len(story.path) - 1
        beside = {"answers": ""}.get(story.own, story.own) if is_focus else story.beside[place]
        if not is_focus or story.own != "new":
            self._named(story, who, "receives", lambda: receive_request(actor=actor, request=hop.public_id, how="portal", now=at))
        word = f"own{story.number}" if is_focus else story.words.thread
        self._some(story, hop.public_id, [beside], at_hop(self.cast, actor, hop.public_id, word, at))
        if is_focus and story.own != "answers":
            return False
        if not is_last:
            answer = from_provider(story.path[place + 1])
        elif story.end == "silent":
            return False
        elif story.end == "disputed":
            self._named(story, who, "disputes", lambda: dispute_claim(actor=actor, request=hop.public_id, now=at,
                        dispute=Dispute(version="1", reason=f"No trunk. {story.words.comment}")))  # fmt: skip
            return False
        else:
            answer = ending(story, story.end)
        self._answers(story, hop.public_id, actor, who, answer, at, is_focus=is_focus)
        if is_last and story.end == "corrected":
            self._corrects(story, hop.public_id, actor, who, at + timedelta(minutes=1))
        return True

    def _answers(self, story: Story, hop: str, actor: Actor, who: str, answer: dict[str, Any], at: datetime, *, is_focus: bool) -> None:
        said = self._said(story, who, answer, is_focus=is_focus)

        def act() -> None:
            respond_to_request(actor=actor, request=hop, response=TracebackResponse.model_validate(said), how="portal", now=at).raised()

        self._named(story, who, "answers", act)

    def _said(self, story: Story, who: str, answer: dict[str, Any], *, is_focus: bool) -> dict[str, Any]:
        evidence = {"call_id": f"{story.number}@{who}", "trunk": who if is_focus else story.words.evidence}
        comment = f"We are {who}." if is_focus else story.words.comment
        return {"version": "1", "facts_version": 1, "made_by": "person", "answer": answer, "evidence": evidence, "comment": comment}

    def _corrects(self, story: Story, hop: str, actor: Actor, who: str, at: datetime) -> None:
        response = self._said(story, who, ending(story, "customer"), is_focus=False)
        correction = Correction.model_validate({"version": "1", "reason": f"Wrong. {story.words.comment}", "response": response})
        self._named(story, who, "corrects", lambda: correct_answer(actor=actor, request=hop, correction=correction, how="api", now=at))

    def _some(self, story: Story, who: str, wanted: Sequence[str], deeds: Deeds) -> None:
        for what in wanted:
            if what in deeds:
                self._named(story, who, what, deeds[what])

    def _named(self, story: Story, who: str, what: str, act: Callable[[], object]) -> None:
        self.chance.begin(f"{story.number} {who} {what}")
        with refused_or_done():
            act()

    def _time_passes(self) -> None:
        """As a tick does it, hop by hop, each under a name of its own."""
        for _ in range(4):
            due = Hop.objects.filter(wakes_at__lte=NOW).order_by("wakes_at", "pk")
            for hop, wakes_at in list(due.values_list("public_id", "wakes_at")):
                self.chance.begin(f"time {hop} {wakes_at}")
                pass_deadline(actor=CLOCK, hop=hop, now=NOW)


@contextmanager
def refused_or_done() -> Iterator[None]:
    """A deed that the rules refuse leaves nothing behind."""
    try:
        with transaction.atomic():
            yield
    except Refused:
        return


def _campaign(story: Story) -> Any:
    return Traceback.objects.get(
        campaign__name=CAMPAIGNS[story.campaign].name, called_number=f"+1617555012{story.campaign}"
    ).campaign.public_id
