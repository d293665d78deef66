"""OUT.json has the shape that others script against."""

import json
import resource
from contextlib import contextmanager

import pytest

from star57.world.demo import write_result
from star57.world.failing import DemoFailed
from star57.world.results import CallOutcome, CallResult, HopResult, Source, WaitingFor, WaitReason, as_json, quantile

FOUND = CallResult(
    line=2,
    called="+16175550172",
    calling="",
    time="2026-11-22T13:49:17Z",
    terminating="TERM",
    outcome=CallOutcome.ORIGINATOR_IDENTIFIED,
    path=("TERM", "ORIG1"),
    source=Source("customer", "CUST-DIALER", None),
    seconds=0.25,
    waiting_for=None,
    hops=(HopResult("TERM", "received_from_provider", "ORIG1", ("1 of 3 records fits",), 0.1), HopResult("ORIG1", None, None, (), None)),
)
WAITS = CallResult(
    **{
        **{name: getattr(FOUND, name) for name in FOUND.__dataclass_fields__},
        "outcome": CallOutcome.NEEDS_PERSON,
        "source": None,
        "waiting_for": WaitingFor("TERM", WaitReason.TWO_CALLS_FIT),
        "seconds": 1.0,
    }
)


def test_the_whole_has_the_contracts_shape():
    whole = json.loads(as_json([FOUND, WAITS]))
    assert list(whole) == ["version", "calls", "summary"]
    assert whole["version"] == 1
    assert list(whole["calls"][0]) == "line called calling time terminating outcome path source seconds waiting_for hops".split()
    assert whole["calls"][0]["source"] == {"kind": "customer", "name": "CUST-DIALER", "country": None}
    assert whole["calls"][0]["hops"][0] == {
        "provider": "TERM",
        "answer": "received_from_provider",
        "upstream": "ORIG1",
        "reasons": ["1 of 3 records fits"],
        "seconds": 0.1,
    }
    assert whole["calls"][1]["waiting_for"] == {"provider": "TERM", "reason": "two_calls_fit"}
    assert whole["summary"] == {
        "calls": 2,
        "outcomes": {"needs_person": 1, "originator_identified": 1},
        "seconds_p50": 0.25,
        "seconds_p95": 1.0,
    }


def test_quantiles_are_nearest_rank():
    assert [quantile([3, 1, 2, 4], share) for share in (0.5, 0.95, 0.0, 1.0)] == [2, 4, 1, 4]
    assert quantile([], 0.5) is None


@contextmanager
def files_of_at_most(size: int):
    """As a disk with so much room; the kernel refuses what is more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_result_that_does_not_fit_leaves_nothing_half_written_and_the_last_one_whole(tmp_path):
    file = tmp_path / "out.json"
    file.write_text("{}")
    with files_of_at_most(1000), pytest.raises(DemoFailed, match=r"out\.json cannot be written: .*: make room or name another file"):
        write_result(file, "x" * 5000)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("out.json", "{}")]
