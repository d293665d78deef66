"""The other half of the pairs, in a file of its own so that two processes share them; and whether a leak would be noticed at all."""

import pytest

from star57.hub.reads import requests
from tests.depth import how_many
from tests.noninterference.pairs import Stage
from tests.noninterference.test_pairs import PAIRS_IN_A_WORLD, leaks


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_no_reader_can_tell_further_worlds_apart(stage: Stage) -> None:
    worlds = how_many(short=150, full=1002) // PAIRS_IN_A_WORLD
    assert leaks(stage, range(1, 2 * worlds, 2), 4) == []


@pytest.mark.slow
def test_a_leak_of_the_depth_of_the_path_is_noticed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = requests.wire_request

    def leaking(hop):
        depth, downstream = 0, hop.downstream
        while downstream is not None:
            depth, downstream = depth + 1, downstream.downstream
        return honest(hop).model_copy(update={"known_already": (f"You are asked at depth {depth}.",)})

    monkeypatch.setattr(requests, "wire_request", leaking)
    assert any(stage.leaks(seed, ["program"], width=3) for seed in range(8))
