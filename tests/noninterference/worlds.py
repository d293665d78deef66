"""What happens in a world: tracebacks, each a story along a path, and what organisations do elsewhere. Drawn at random, and its twin.

A twin differs from its world only in what one reader may not see.
"""

import random
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.noninterference.cast import OTHERS, SELF, SISTER

ENDS = ("customer", "abroad", "no record", "declined", "silent", "stranger", "corrected")
OWN = ("new", "draft", "thread", "file", "answers", "answers", "answers", "answers")
BESIDE = ("draft", "thread", "more time", "file", "staff writes", "")
ELSEWHERE = ("member", "invitation", "key", "contact", "webhook", "neighbour", "authorisation", "viewing", "saved view", "campaign")
DESK = ("note", "tag", "assigned", "mention", "file")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said where few may read it."""

    customer: str
    evidence: str
    comment: str
    thread: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Story:
    """One call traced along a path, the terminating provider first. own: what the focus does with its request; at: when it is asked.

    beside: what happens at each hop of others; focus: where in the path SELF stands, None when nowhere.
    """

    number: int
    path: tuple[str, ...]
    focus: int | None
    own: str
    end: str
    beside: tuple[str, ...]
    desk: tuple[str, ...]
    campaign: int
    after: timedelta
    opened_before: timedelta
    words: Words


@dataclass(frozen=True, slots=True)
class World:
    """Stories in the order in which they are told, and deeds elsewhere: what, by which carrier, under which word."""

    stories: tuple[Story, ...]
    elsewhere: tuple[tuple[str, str, str], ...]


def draw(chance: random.Random) -> World:
    """A small world: SELF takes part in one or two stories."""
    stories = [_story(chance, number, with_focus=True) for number in range(chance.randint(1, 2))]
    return World((*stories, *_hidden(chance)), _elsewhere(chance))


def _word(chance: random.Random) -> str:
    return f"word{chance.randrange(10**9)}"


def _words(chance: random.Random) -> Words:
    source = chance.choice(["SOURCE", "SOURCE2", "AGENCY", ""])
    return Words(_word(chance), _word(chance), _word(chance), _word(chance), _word(chance), source)


def _story(chance: random.Random, number: int, *, with_focus: bool) -> Story:
    names = chance.sample(OTHERS, chance.randint(1, 5))
    focus = chance.randint(0, len(names)) if with_focus else None
    who = SISTER if with_focus and chance.random() < 0.2 else SELF
    path = tuple(names) if focus is None else (*names[:focus], who, *names[focus:])
    return Story(
        number=number,
        path=path,
        focus=focus,
        own=chance.choice(OWN),
        end=_end(chance, path, focus),
        beside=tuple(chance.choice(BESIDE) for _ in path),
        desk=tuple(chance.sample(DESK, chance.randint(0, len(DESK)))),
        campaign=chance.randrange(3),
        after=timedelta(minutes=chance.randint(60, 2000)),
        opened_before=timedelta(minutes=chance.randint(20, 50)),
        words=_words(chance),
    )


def _end(chance: random.Random, path: tuple[str, ...], focus: int | None) -> str:
    """How it ends. A dispute tells whoever was contested: it is hidden only from further downstream."""
    disputed = ("disputed",) if len(path) - 1 >= (0 if focus is None else focus + 2) and len(path) > 1 else ()
    ends: tuple[str, ...] = (*ENDS, *disputed)
    return chance.choice(ends)


def _hidden(chance: random.Random) -> list[Story]:
    return [_story(chance, 100 + number, with_focus=False) for number in chance.sample(range(20), chance.randint(0, 1))]


def _elsewhere(chance: random.Random) -> tuple[tuple[str, str, str], ...]:
    return tuple((chance.choice(ELSEWHERE), chance.choice(OTHERS), _word(chance)) for _ in range(chance.randint(0, 3)))


def twin_for_carrier(world: World, chance: random.Random) -> World:
    """Another world that SELF cannot tell from this one: its neighbours stay, the rest of each path and all that is said there may not."""
    stories = [_retold(story, chance) for story in world.stories if story.focus is not None]
    return World((*stories, *_hidden(chance)), _elsewhere(chance))


def _retold(story: Story, chance: random.Random) -> Story:
    assert story.focus is not None
    first, last = max(0, story.focus - 1), story.focus + 2
    seen = story.path[first:last]
    free = [each for each in OTHERS if each not in seen]
    chance.shuffle(free)
    before = chance.randint(0, 3) if story.focus else 0
    after = chance.randint(0, 3) if last <= len(story.path) and story.own == "answers" else 0
    path = (*free[:before], *seen, *free[before : before + after])
    focus = before + story.focus - first
    is_own_end = focus == len(path) - 1
    end = story.end if is_own_end else _end(chance, path, focus)
    desk = tuple(chance.sample(DESK, chance.randint(0, len(DESK))))
    beside = tuple(chance.choice(BESIDE) for _ in path)
    opened = timedelta(minutes=chance.randint(20, 50)) if focus > 0 else story.opened_before
    words = replace(_words(chance), customer=story.words.customer, comment=story.words.comment) if is_own_end else _words(chance)
    return replace(story, path=path, focus=focus, end=end, beside=beside, desk=desk, words=words, opened_before=opened)


def twin_for_auditor(world: World, chance: random.Random) -> World:
    """An auditor sees every path and no customer, no evidence, no source, no note's text, no thread, no other organisation's pages."""
    stories = [replace(story, words=replace(_words(chance), comment=story.words.comment)) for story in world.stories]
    seen = tuple(deed for deed in world.elsewhere if deed[0] == "campaign")
    return World(tuple(stories), (*seen, *(deed for deed in _elsewhere(chance) if deed[0] != "campaign")))


def twin_for_outsider(world: World, chance: random.Random) -> World:
    """A source and an agency see no traceback at all; of what a source handed in it is told that it is closed, whatever was found."""
    handed_in = [replace(each, words=replace(_words(chance), source=each.words.source)) for each in world.stories if each.words.source]
    new = [_story(chance, 200 + number, with_focus=True) for number in range(chance.randint(0, 2))]
    others = [replace(each, words=replace(each.words, source="")) for each in (*new, *_hidden(chance))]
    taken = {each.number for each in handed_in}
    return World((*handed_in, *[each for each in others if each.number not in taken]), _elsewhere(chance))
