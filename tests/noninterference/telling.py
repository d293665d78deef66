"""Makes a world out of its stories, through the use cases alone. Each deed has a name, and its name decides every id that it makes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from star57.hub.domain.access import CLOCK, Actor
from star57.hub.domain.attaching import Subject
from star57.hub.domain.refusals import Refused
from star57.hub.records.models import Hop, Traceback
from star57.hub.usecases import correspond
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.attach_file import Incoming, attach_file
from star57.hub.usecases.correct_answer import correct_answer
from star57.hub.usecases.dispute_claim import dispute_claim
from star57.hub.usecases.open_traceback import CallReport, open_traceback
from star57.hub.usecases.pass_deadline import pass_deadline
from star57.hub.usecases.post_mail import gather_notices
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.hub.usecases.save_draft import save_draft
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.write_note import write_note
from star57.wire.messages import Correction, Dispute, TracebackResponse
from star57.wire.values import Direction
from tests.noninterference.cast import BEGAN, CAMPAIGNS, CONSOLE, NOW, SISTER, Cast
from tests.noninterference.chance import Chance
from tests.noninterference.elsewhere import do_elsewhere
from tests.noninterference.worlds import Story, World

SEARCHED = {"systems": ["switch-1"], "since": "2026-11-20T00:00:00Z", "until": "2026-11-24T00:00:00Z"}


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
        self._desk(story, traceback, at)

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
        self._beside(story, hop.public_id, actor, beside, f"own{story.number}" if is_focus else story.words.thread, at)
        if is_focus and story.own != "answers":
            return False
        if not is_last:
            answer = _from(story.path[place + 1])
        elif story.end == "silent":
            return False
        elif story.end == "disputed":
            self._named(story, who, "disputes", lambda: dispute_claim(actor=actor, request=hop.public_id, now=at,
                        dispute=Dispute(version="1", reason=f"No trunk. {story.words.comment}")))  # fmt: skip
            return False
        else:
            answer = _ending(story, story.end)
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
        response = self._said(story, who, _ending(story, "customer"), is_focus=False)
        correction = Correction.model_validate({"version": "1", "reason": f"Wrong. {story.words.comment}", "response": response})
        self._named(story, who, "corrects", lambda: correct_answer(actor=actor, request=hop, correction=correction, how="api", now=at))

    def _beside(self, story: Story, hop: str, actor: Actor, what: str, word: str, at: datetime) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "draft": lambda: save_draft(actor=actor, request=hop, body=f'{{"comment": "{word}"}}', seen=0, now=at),
            "thread": lambda: correspond.write_message(actor=actor, request=hop, text=f"Hello {word}", how="portal", now=at),
            "more time": lambda: correspond.ask_more_time(
                actor=actor, request=hop, until=at + timedelta(days=2), reason=word, how="portal", now=at
            ),
            "file": lambda: attach_file(
                actor=actor, subject=Subject.HOP, subject_id=hop, file=Incoming(f"{word}.txt", [word.encode()]), now=at
            ),
            "staff writes": lambda: correspond.write_message(
                actor=self.cast.actors["analyst"], request=hop, text=f"Hello {word}", how="portal", now=at
            ),
        }
        if what in deeds:
            self._named(story, hop, what, deeds[what])

    def _desk(self, story: Story, traceback: str, at: datetime) -> None:
        analyst, word = self.cast.actors["analyst"], story.words.note
        deeds: dict[str, Callable[[], object]] = {
            "note": lambda: write_note(actor=analyst, traceback=traceback, text=f"Note {word}", now=at),
            "mention": lambda: write_note(actor=analyst, traceback=traceback, text=f"@{self.cast.actors['chief'].name} {word}", now=at),
            "tag": lambda: tag_traceback(actor=analyst, traceback=traceback, add=[f"tag{story.number}"], remove=[], now=at),
            "assigned": lambda: assign_traceback(actor=analyst, traceback=traceback, person=analyst.id, now=at),
            "file": lambda: attach_file(
                actor=analyst, subject=Subject.TRACEBACK, subject_id=traceback, file=Incoming(f"{word}.txt", [word.encode()]), now=at
            ),
        }
        for what in story.desk:
            self._named(story, "desk", what, deeds[what])

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


def _from(provider: str) -> dict[str, Any]:
    return {"kind": "received_from_provider", "upstream": {"provider": provider, "name": f"Carrier {provider}"}}


def _ending(story: Story, end: str) -> dict[str, Any]:
    customer = {"name": f"Customer {story.words.customer}", "kind": "caller", "address": story.words.customer, "contact": "a@b.example"}
    answers: dict[str, dict[str, Any]] = {
        "customer": {"kind": "own_customer", "customer": customer, "action_taken": "warned"},
        "abroad": {"kind": "received_from_abroad", "upstream": {"name": "Far Away", "country": "PH"}},
        "no record": {"kind": "no_record_found", "searched": SEARCHED, "records_expired": False},
        "declined": {"kind": "declined", "reason": "A contract forbids us to name it."},
        "stranger": {"kind": "received_from_provider", "upstream": {"name": "Stranger Telecom", "contact": story.words.comment}},
        "corrected": {"kind": "no_record_found", "searched": SEARCHED, "records_expired": False},
    }
    return answers[end]
