"""With a query's own limit forgotten, the database still shows a reader nothing of another's; with all in place, it takes nothing away."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from star57.hub.domain.access import Actor
from star57.hub.reads import seeing
from star57.hub.records.sight import ALL, Sight
from tests.noninterference.asking import questions
from tests.noninterference.pairs import Stage, taken_back, told
from tests.noninterference.test_tenant_filters import RULES, without
from tests.noninterference.worlds import draw

pytestmark = [pytest.mark.postgresql, pytest.mark.slow, pytest.mark.timeout(300)]


@contextmanager
def second_lock_open() -> Iterator[None]:
    def everything(_actor: Actor) -> Sight:
        return ALL

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeing, "sight_of", everything)
        yield


@pytest.mark.parametrize("reader", ["SELF", "program", "contact", "consultant", "SOURCE"])
def test_row_level_security_changes_no_answer(stage: Stage, reader: str) -> None:
    chance = random.Random(0)
    with told(stage, draw(chance)):
        asked = questions(stage.cast, reader, chance, 40)
        with taken_back(), second_lock_open():
            without_lock = stage.seen(reader, asked)
        with taken_back():
            assert stage.seen(reader, asked) == without_lock


# These decide inside a ledger transaction, or about a field of a row that may be seen.
DECIDED_ELSEWHERE = {"which fields an actor sees", "whether a request is the actor's", "whether an actor answers for a provider"}


@pytest.mark.parametrize("about", [about for about in RULES if about not in DECIDED_ELSEWHERE])
def test_with_any_one_rule_forgotten_the_database_refuses(stage: Stage, about: str) -> None:
    rule, everything, reader = RULES[about]
    with without(rule, everything):
        assert not [leak for seed in range(2) for leak in stage.leaks(seed, [reader], width=40)]
