"""The lab's recordings lead to the same answers from whatever store they come."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from star57.agent.stores.embedded.store import EmbeddedStore
from tests.agent import lab
from tests.agent.lab import Lab, LabCall, needs_lab
from tests.agent.stores.conftest import Fill
from tests.depth import how_many

pytestmark = [needs_lab, pytest.mark.slow, pytest.mark.timeout(180)]
LABS: dict[str, Callable[[], Lab]] = {"kamailio": lambda: lab.kamailio(with_egress=True), "asterisk": lab.asterisk}


def answers(through: Lab, calls: list[LabCall]) -> list[tuple[tuple[str, ...], object, object]]:
    """For each call the path it was followed, with evidence and hints, and why it ended."""
    followed = [lab.follow(through, call, uncertainty_s=60.0) for call in calls]
    return [(one.path, one.last.decision, [(found.started_at, found.call_ids) for found in one.last.candidates]) for one in followed]


@pytest.mark.parametrize("name", LABS)
def test_the_lab_is_answered_alike_from_every_store(fill: Fill, tmp_path: Path, name: str) -> None:
    recorded = LABS[name]()
    calls = list(islice(recorded.calls, 0, None, max(1, len(recorded.calls) // how_many(short=10, full=10_000))))
    assert len(calls) > 9
    kept, there = {}, {}
    for provider, store in recorded.stores.items():
        records = list(store.records.values())
        kept[provider] = EmbeddedStore(tmp_path / "embedded" / provider)
        kept[provider].add(records)
        there[provider] = fill(tmp_path / "there" / provider, records)
        assert there[provider].health().records == len(records)
    expected = answers(replace(recorded, stores=kept), calls)  # type: ignore[arg-type]
    assert answers(replace(recorded, stores=there), calls) == expected  # type: ignore[arg-type]
    assert sum(path == call.path for (path, _, _), call in zip(expected, calls, strict=True)) > len(calls) * 0.7
