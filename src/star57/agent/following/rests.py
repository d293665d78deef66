"""Ends of files that are no whole line: they wait while the file may grow, and are kept for a person when it no longer will."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from star57.agent.following.contents import Contents
from star57.agent.following.gathering import Gathering
from star57.agent.following.taken import Content
from star57.agent.formats.reading import unreadable

_REASON = "the file ended inside this line: if it is whole as it stands, star57 agent import reads it"


class _Rest(NamedTuple):
    path: Path
    content: Content
    text: bytes
    since: float


class Rests:
    def __init__(self, settle_s: float) -> None:
        self._settle_s = settle_s
        self._by_content: dict[str, _Rest] = {}

    def note(self, path: Path, content: Content, rest: bytes, now: float) -> None:
        """What follows the content's last whole line, seen at this moment; nothing when it is a whole line by now."""
        before = self._by_content.get(content.id)
        if not rest.strip() or content.cut_off == content.offset + len(rest):
            self._by_content.pop(content.id, None)
        elif before is None or before.text != rest or before.path != path:
            self._by_content[content.id] = _Rest(path, content, rest, now)

    def give_up(self, there: AbstractSet[Path], live: AbstractSet[Path], contents: Contents, now: float, gathering: Gathering) -> None:
        """Those of files that have not changed for a while and are not being written under their own name any more."""
        for content_id, rest in list(self._by_content.items()):
            holds_still = rest.path in there and contents.last_at.get(str(rest.path), content_id) == content_id
            if now - rest.since < self._settle_s or (holds_still and rest.path in live):
                continue
            known = contents.get(content_id) or rest.content
            if content_id not in gathering.taken.contents:
                line = unreadable(known.lines + 1, _REASON, rest.text.decode("utf-8", "replace"))
                gathering.take(rest.path, [], [line])
                if known.offset:
                    gathering.taken.contents[content_id] = replace(known, cut_off=known.offset + len(rest.text))
            del self._by_content[content_id]
