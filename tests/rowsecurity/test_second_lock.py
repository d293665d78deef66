"""With a query's own limit forgotten, the database still shows a reader nothing of another's; with all in place, it takes nothing away."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from star57.hub.domain.access import Actor
from star57.hub.reads import seeing
from star57.hub.records.models import Hop, Provider
from star57.hub.records.sight import ALL, Sight
from tests.noninterference.asking import questions
from tests.noninterference.looking import Asked, Reader
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
NEIGHBOURS_SEEN = {"which providers an organisation answers for", "which requests an actor reads"}
"""Without these a neighbour's hop, which a reader has to be shown in part, is taken for the reader's own."""


@pytest.mark.parametrize("about", [about for about in RULES if about not in DECIDED_ELSEWHERE | NEIGHBOURS_SEEN])
def test_with_any_one_rule_forgotten_the_database_refuses(stage: Stage, about: str) -> None:
    rule, everything, reader = RULES[about]
    with without(rule, everything):
        assert not [leak for seed in range(2) for leak in stage.leaks(seed, [reader], width=40)]


@pytest.mark.parametrize("about", sorted(NEIGHBOURS_SEEN))
def test_with_one_of_these_forgotten_no_traceback_of_strangers_is_shown(stage: Stage, about: str) -> None:
    rule, everything, _ = RULES[about]
    own_providers = list(Provider.objects.filter(organisation__public_id="O-SELF").values_list("pk", flat=True))
    seen = strangers = 0
    for seed in range(4):
        with told(stage, draw(random.Random(seed))):
            own = set(Hop.objects.filter(provider__in=own_providers, asked_at__isnull=False).values_list("traceback", flat=True))
            with taken_back(), without(rule, everything):
                answer = Reader(stage.cast, stage.chance, "program").ask(Asked("GET", "/api/v1/requests?state=all&limit=100"), {})
            shown = Hop.objects.filter(public_id__in=re.findall(r"R-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", answer))
            assert set(shown.values_list("traceback", flat=True)) <= own
            seen += len(shown)
            strangers += Hop.objects.exclude(traceback__in=own).count()
    assert seen
    assert strangers
