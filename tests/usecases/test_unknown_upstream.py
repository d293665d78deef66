"""An upstream nobody knows waits for staff, who identify it, or find a loop or a full week."""

import pytest

from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.usecases.decide_hop import identify_provider
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.withdraw_traceback import withdraw_traceback
from tests.usecases.cast import STAFF, Stage, caller, program_of, stranger


def unknown_upstream_of(stage: Stage, *path: str) -> None:
    stage.open(path[0])
    stage.trace(*path)
    stage.answer(path[-1], stranger("QuickDial Networks"))


def test_it_waits_for_staff_and_nobody_is_asked(stage: Stage) -> None:
    unknown_upstream_of(stage, "TERM")
    assert (stage.unknown().status, stage.unknown().asked_at, stage.row.needs_person) == ("unidentified", None, True)


def test_once_identified_it_is_asked_like_any_other(stage: Stage) -> None:
    unknown_upstream_of(stage, "TERM")
    stage.decide("identify_provider", stage.unknown(), provider="ORIG")
    request = stage.receive("ORIG")
    assert (request.known_already, stage.row.needs_person) == ((), False)
    assert request.call.handed_to is not None
    assert request.call.handed_to.provider == "TERM"
    stage.answer("ORIG", caller())
    assert stage.outcome == "originator_identified"


def test_one_that_was_asked_before_on_the_line_is_told_so(stage: Stage) -> None:
    unknown_upstream_of(stage, "TERM", "TRAN1")
    stage.decide("identify_provider", stage.unknown(), provider="TERM")
    first, again = stage.hops("TERM")
    assert again.status == "requested"
    told = receive_request(actor=program_of("TERM"), request=again.public_id, how="api", now=stage.now).known_already
    assert first.public_id in told[0]
    assert told[1].startswith("Harbor Voice states that")


def test_a_third_time_is_a_loop_for_an_analyst(stage: Stage) -> None:
    unknown_upstream_of(stage, "TERM", "TRAN1", "TERM")
    stage.decide("identify_provider", stage.unknown(), provider="TRAN1")
    looped = stage.hop("TRAN1")
    assert (looped.status, stage.row.needs_person) == ("looped", True)
    with pytest.raises(NotFound):
        receive_request(actor=program_of("TRAN1"), request=looped.public_id, how="api", now=stage.now)


def test_it_is_identified_once(stage: Stage) -> None:
    unknown_upstream_of(stage, "TERM")
    hop = stage.unknown()
    stage.decide("identify_provider", hop, provider="ORIG")
    with pytest.raises(WrongState):
        stage.decide("identify_provider", hop, provider="TRAN2")


def test_only_registered_providers_are_identified_and_only_by_staff(stage: Stage) -> None:
    unknown_upstream_of(stage, "TERM")
    with pytest.raises(Invalid) as refusal:
        stage.decide("identify_provider", stage.unknown(), provider="P-NONE")
    assert refusal.value.field == "provider"
    with pytest.raises(NotFound):
        identify_provider(actor=program_of("TERM"), hop=stage.unknown().public_id, provider="ORIG", now=stage.now)


def test_the_twenty_fifth_hop_may_still_be_identified(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("star57.hub.domain.tracing.MAX_HOPS", 2)
    unknown_upstream_of(stage, "TERM")
    stage.decide("identify_provider", stage.unknown(), provider="ORIG")
    assert stage.status("ORIG") == "requested"


def test_withdrawn_before_anybody_knew_it_comes_back_unknown(stage: Stage) -> None:
    unknown_upstream_of(stage, "TERM")
    hop = stage.unknown()
    withdraw_traceback(actor=STAFF, traceback=stage.traceback, reason="Handed in twice.", now=stage.now)
    stage.decide("reopen_hop", hop, reason="It was not.")
    assert (stage.unknown().status, stage.row.status) == ("unidentified", "open")
