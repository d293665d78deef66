"""A source of files: looks at each that has changed, by its content and not its name, and gives what is new."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from star57 import clock
from star57.agent.following.as_whole import read_to_its_end, records_of
from star57.agent.following.by_lines import pieces
from star57.agent.following.contents import Contents
from star57.agent.following.gathering import Gathering
from star57.agent.following.listing import listed
from star57.agent.following.rests import Rests
from star57.agent.following.rotation import Rotation
from star57.agent.following.streams import Stream, digest
from star57.agent.following.tables import FollowTable
from star57.agent.following.taken import Content, Taken
from star57.agent.formats import CannotRead, FormatOptions, Growth, Unreadable, format_named
from star57.agent.formats.json_objects import one_object
from star57.agent.formats.lines import LONGEST_LINE

_RECORDS_AT_A_TIME = 5_000
Look = tuple[int, int, int]


class FileSource:
    """Implements Source. One round looks at every file once, the oldest first, so that records come in the order they were written."""

    def __init__(self, table: FollowTable, options: FormatOptions, known: Iterator[Content]) -> None:
        self.name = table.name
        self._table, self._options, self._now = table, options, clock.monotonic
        self._growth = format_named(table.format).growth
        self._contents = Contents(known)
        self._looked_at: dict[Path, Look] = {}
        self._failed: dict[Path, _Failed] = {}
        self._rests = Rests(table.settle_s)
        self._rotation = Rotation(self._contents, table.settle_s)

    def taken(self) -> Iterator[Taken]:
        gathering = Gathering()
        paths, live = listed(self._table.files)
        looks = {path: look for path in paths if (look := _look_of(path, gathering)) is not None}
        gathering.behind(sum(look[0] for path, look in looks.items() if self._looked_at.get(path) != look))
        for path in sorted(looks, key=lambda path: (looks[path][1], path in live)):
            failed = self._failed.get(path)
            if failed and failed.look == looks[path]:
                self._tell(path, failed, gathering)
            if self._looked_at.get(path) == looks[path] or (failed and failed.look == looks[path]):
                continue
            for _ in self._look_at(path, gathering):
                if gathering.is_full:
                    yield from self._kept(gathering)
        self._rests.give_up(set(looks), live, self._contents, self._now(), gathering)
        self._rotation.check({str(path) for path in live}, self._now(), gathering)
        gathering.taken.is_caught_up = not gathering.taken.troubles
        gathering.behind(0)
        yield from self._kept(gathering)

    def _kept(self, gathering: Gathering) -> Iterator[Taken]:
        taken = gathering.handed_over()
        yield taken
        for one in taken.contents.values():
            self._contents.keep(one)
            self._rotation.holds(one.path, one.id)
        self._looked_at.update(taken.looked_at)

    def _look_at(self, path: Path, gathering: Gathering) -> Iterator[None]:
        """Raises nothing: what is wrong with one file keeps no other from being read."""
        try:
            stream = Stream(path)
        except FileNotFoundError:
            return  # renamed since it was listed: it is there under another name
        except OSError as problem:
            gathering.trouble(path, f"{path}: cannot be read: {problem.strerror}: give leave, or mount it again; nothing is lost")
            return
        except CannotRead as problem:
            self._refused(path, problem, gathering)
            return
        try:
            yield from self._read(stream, gathering)
        except CannotRead as problem:
            self._refused(path, problem, gathering)
        except OSError as problem:
            gathering.trouble(path, f"{path}: cannot be read: {problem.strerror}: trying again; nothing is lost")
        finally:
            stream.close()

    def _read(self, stream: Stream, gathering: Gathering) -> Iterator[None]:
        if not stream.head:
            gathering.taken.looked_at[stream.path] = stream.look
            return
        content = self._contents.held_by(stream)
        if content is not None and content.id in gathering.taken.contents:
            return  # the same content under two names: the other one was read in this round
        if content is None and self._contents.is_begun_by(stream):
            return  # a copy under way
        self._rotation.holds(str(stream.path), content.id if content else None)
        if self._is_by_lines(stream):
            yield from self._by_lines(stream, content or _new(stream), gathering)
        elif content is None or content.offset != stream.unpacked_size():
            yield from self._as_whole(stream, gathering)
        if not stream.is_short:
            gathering.taken.looked_at[stream.path] = stream.look
        self._failed.pop(stream.path, None)

    def _is_by_lines(self, stream: Stream) -> bool:
        if self._growth is not Growth.OBJECTS:
            return self._growth is not Growth.WHOLE
        first = stream.read(0, LONGEST_LINE).partition(b"\n")
        return bool(first[1]) and one_object(first[0].decode("utf-8", "replace")) is not None

    def _by_lines(self, stream: Stream, content: Content, gathering: Gathering) -> Iterator[None]:
        for piece in pieces(stream, content, self._table.format, self._options):
            gathering.take(stream.path, piece.records, piece.unread)
            if piece.content.offset > content.offset:
                gathering.taken.contents[content.id] = piece.content
            gathering.behind(stream.progress(piece.content.offset))
            self._rests.note(stream.path, piece.content, piece.rest, self._now())
            yield

    def _as_whole(self, stream: Stream, gathering: Gathering) -> Iterator[None]:
        for count, item in enumerate(records_of(stream, self._table.format, self._options), start=1):
            if isinstance(item, Unreadable):
                gathering.take(stream.path, [], [item])
            else:
                gathering.take(stream.path, [item], [])
            if count % _RECORDS_AT_A_TIME == 0:
                yield
        content = read_to_its_end(stream, self._contents.last_at.get(str(stream.path)) or token_hex(8))
        gathering.taken.contents[content.id] = content
        yield

    def _refused(self, path: Path, problem: CannotRead, gathering: Gathering) -> None:
        """A file that is refused is looked at again when it has changed."""
        before = self._failed.get(path)
        look = _look_of(path, gathering)
        if look is not None:
            self._failed[path] = _Failed(look, before.since if before else self._now(), str(problem))
            self._tell(path, self._failed[path], gathering)

    def _tell(self, path: Path, failed: "_Failed", gathering: Gathering) -> None:
        """What is read as a whole may be half-written: it is given time."""
        if self._growth in (Growth.LINES, Growth.HEADED) or self._now() - failed.since >= self._table.settle_s:
            gathering.trouble(path, failed.words)
            gathering.gap(failed.words)


class _Failed(NamedTuple):
    look: Look
    since: float
    words: str


def _look_of(path: Path, gathering: Gathering) -> Look | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    except OSError as problem:
        gathering.trouble(path, f"{path}: cannot be looked at: {problem.strerror}: give leave, or mount it again; nothing is lost")
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ino) if path.is_file() else None


def _new(stream: Stream) -> Content:
    return Content(token_hex(8), str(stream.path), 0, digest(b""), 0, 0, digest(b""))
