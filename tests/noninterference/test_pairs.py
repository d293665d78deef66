"""Two worlds that differ only in what a reader may not see give that reader the same bytes: pages, JSON, CSV, mails, headers, ids."""

import pytest

from tests.depth import DEPTH, how_many
from tests.noninterference.looking import PLACEHOLDER, api_routes, portal_routes
from tests.noninterference.pairs import READERS, Leak, Stage

GROUPS = (("SELF", "program", "contact"), ("consultant", "program", "AUDITOR"), ("responder", "SOURCE", "consultant's program"),
          ("engineer", "AGENCY", "auditor's program"), ("reader", "program", "AUDITOR"), ("contact", "SELF", "program"))  # fmt: skip
"""Who looks at one world, each at a twin of its own besides."""
PAIRS_IN_A_WORLD = 3


def leaks(stage: Stage, worlds: range, width: int) -> list[Leak]:
    return [leak for seed in worlds for leak in stage.leaks(seed, GROUPS[seed % len(GROUPS)], width=width)]


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_no_reader_can_tell_two_worlds_apart_that_differ_in_what_it_may_not_see(stage: Stage) -> None:
    worlds = 1 if DEPTH == "default" else how_many(short=150, full=1002) // PAIRS_IN_A_WORLD
    assert leaks(stage, range(0, 2 * worlds, 2), 3 if DEPTH == "default" else 4) == []


def test_every_reader_takes_part() -> None:
    assert {each for group in GROUPS for each in group} == set(READERS)


def test_every_route_is_asked(stage: Stage) -> None:
    from tests.noninterference.asking import known_ids

    known = set(known_ids())
    routes = [*portal_routes(), *(path for _method, path in api_routes())]
    assert len(routes) > 100
    assert {name for route in routes for name in PLACEHOLDER.findall(route)} <= known, "a new kind of id needs examples in asking.known_ids"
