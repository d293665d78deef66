"""The contents of a source that are known, found by their first bytes: a file is what it holds, not what it is called."""

from collections import defaultdict
from collections.abc import Iterable

from star57.agent.following.streams import HEAD, TAIL, Stream, digest
from star57.agent.following.taken import Content


class Contents:
    def __init__(self, known: Iterable[Content]) -> None:
        self._by_id: dict[str, Content] = {}
        self._by_head: dict[int, dict[bytes, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.last_at: dict[str, str] = {}  # path -> the content that was read there last
        for one in known:
            self.keep(one)

    def keep(self, one: Content) -> None:
        before = self._by_id.get(one.id)
        if before:
            self._by_head[before.head_size][before.head].discard(one.id)
        self._by_id[one.id] = one
        self._by_head[one.head_size][one.head].add(one.id)
        self.last_at[one.path] = one.id

    def get(self, content_id: str) -> Content | None:
        return self._by_id.get(content_id)

    def held_by(self, stream: Stream) -> Content | None:
        """What this stream holds or begins to hold: of several the one that was read furthest."""
        return next((one for one in self._alike(stream) if _reaches(stream, one)), None)

    def is_begun_by(self, stream: Stream) -> bool:
        """A copy under way: it begins as one we know, and ends before the place up to which that was read."""
        return any(one.head_size == HEAD and one.offset > 0 and not stream.read(one.offset - 1, 1) for one in self._alike(stream))

    def _alike(self, stream: Stream) -> list[Content]:
        found: list[Content] = []
        for size, by_head in self._by_head.items():
            if size <= len(stream.head):
                found += [self._by_id[one] for one in by_head.get(digest(stream.head[:size]), ())]
        return sorted(found, key=lambda one: -one.offset)


def _reaches(stream: Stream, one: Content) -> bool:
    """Whether the same bytes stand before the offset."""
    return digest(stream.read(max(0, one.offset - TAIL), min(TAIL, one.offset))) == one.tail
