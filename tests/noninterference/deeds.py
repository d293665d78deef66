"""What can happen beside a story: at one hop, at the analysts' desk; and what providers answer."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from star57.hub.domain.access import Actor
from star57.hub.domain.attaching import Subject
from star57.hub.usecases import correspond
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.attach_file import Incoming, attach_file
from star57.hub.usecases.save_draft import save_draft
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.write_note import write_note
from tests.noninterference.cast import Cast
from tests.noninterference.worlds import Story

Deeds = Mapping[str, Callable[[], object]]
SEARCHED = {"systems": ["switch-1"], "since": "2026-11-20T00:00:00Z", "until": "2026-11-24T00:00:00Z"}


def at_hop(cast: Cast, actor: Actor, hop: str, word: str, at: datetime) -> Deeds:
    """What the asked provider and staff can do with a request beside answering it."""
    file, draft, until = Incoming(f"{word}.txt", [word.encode()]), f'{{"comment": "{word}"}}', at + timedelta(days=2)
    analyst = cast.actors["analyst"]
    return {
        "draft": lambda: save_draft(actor=actor, request=hop, body=draft, seen=0, now=at),
        "thread": lambda: correspond.write_message(actor=actor, request=hop, text=f"Hello {word}", how="portal", now=at),
        "more time": lambda: correspond.ask_more_time(actor=actor, request=hop, until=until, reason=word, how="portal", now=at),
        "file": lambda: attach_file(actor=actor, subject=Subject.HOP, subject_id=hop, file=file, now=at),
        "staff writes": lambda: correspond.write_message(actor=analyst, request=hop, text=f"Hello {word}", how="portal", now=at),
    }


def at_desk(cast: Cast, traceback: str, word: str, at: datetime) -> Deeds:
    """What staff does with a traceback that nobody else is told."""
    analyst, chief = cast.actors["analyst"], cast.actors["chief"].name
    file = Incoming(f"{word}.txt", [word.encode()])
    return {
        "note": lambda: write_note(actor=analyst, traceback=traceback, text=f"Note {word}", now=at),
        "mention": lambda: write_note(actor=analyst, traceback=traceback, text=f"@{chief} {word}", now=at),
        "tag": lambda: tag_traceback(actor=analyst, traceback=traceback, add=["seen-twice"], remove=[], now=at),
        "assigned": lambda: assign_traceback(actor=analyst, traceback=traceback, person=analyst.id, now=at),
        "file": lambda: attach_file(actor=analyst, subject=Subject.TRACEBACK, subject_id=traceback, file=file, now=at),
    }


def from_provider(provider: str) -> dict[str, Any]:
    """It was received from this one."""
    return {"kind": "received_from_provider", "upstream": {"provider": provider, "name": f"Carrier {provider}"}}


def ending(story: Story, end: str) -> dict[str, Any]:
    """What the last of a path answers."""
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
