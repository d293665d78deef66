"""Put tags on a traceback, and take them off."""

import re
from collections.abc import Iterable
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Invalid
from star57.hub.ledger import desk
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.usecases.permission import permit_case

TAG = re.compile(r"\w[\w.:/-]{0,39}")
MOST = 20


def tag_traceback(*, actor: Actor, traceback: str, add: Iterable[str], remove: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Change its tags; returns those it carries now, in order. Raises NotFound, NotAllowed, Invalid."""
    added, removed = {_checked(tag) for tag in add}, {tag.strip().lower() for tag in remove}
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.TAG_TRACEBACK, case)
        before = case.traceback.tags.split()
        tags = tuple(sorted((set(before) | added) - removed))
        if len(tags) > MOST:
            raise Invalid("A traceback carries %(most)s tags at most. Take one off first.", "tag", most=MOST)
        if list(tags) != before:
            desk.tagged(case, tags)
        return tags


def _checked(written: str) -> str:
    tag = written.strip().lower()
    if not TAG.fullmatch(tag):
        raise Invalid(
            "%(written)r is no tag: write one word of at most 40 letters, figures, dots or dashes, such as live-scam.",
            "tag",
            written=written,
        )
    return tag
