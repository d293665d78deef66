"""A trace that comes back to where it was: one more request that says so, then an analyst."""

import itertools

import pytest

from star57.hub.domain.refusals import WrongState
from star57.hub.domain.tracing import MAX_HOPS
from star57.hub.usecases.receive_request import receive_request
from tests.usecases.cast import Stage, caller, enter_provider, program_of, upstream


def test_a_provider_named_again_is_asked_once_more_and_told_what_is_known(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1", "TRAN2", "TRAN1")
    first, again = stage.hops("TRAN1")
    request = receive_request(actor=program_of("TRAN1"), request=again.public_id, how="api", now=stage.now)
    assert request.id != first.public_id
    assert first.public_id in request.known_already[0]
    assert request.known_already[1].startswith("Meridian Long Distance states")
    stage.answer("TRAN1", caller())
    assert stage.outcome == "originator_identified"


def looped(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1", "TRAN2", "TRAN1", "TRAN2")


def test_a_second_round_is_for_an_analyst(stage: Stage) -> None:
    looped(stage)
    assert (stage.hop("TRAN2").status, stage.hop("TRAN2").asked_at, stage.row.needs_person) == ("looped", None, True)


def test_overruled_it_is_asked_and_still_told_what_is_known(stage: Stage) -> None:
    looped(stage)
    stage.decide("overrule_loop", stage.hop("TRAN2"), reason="Two legs through the same switch.")
    request = stage.receive("TRAN2")
    assert request.known_already[1].startswith("Harbor Voice states")
    stage.answer("TRAN2", upstream("TERM"))
    assert stage.hop("TERM").status == "looped", "every further return is the analyst's"


def test_a_withdrawn_loop_ends_the_traceback_and_was_never_a_request(stage: Stage) -> None:
    looped(stage)
    stage.decide("withdraw_hop", stage.hop("TRAN2"), reason="Nobody knows more.")
    assert stage.outcome == "withdrawn"


@pytest.mark.slow
def test_nobody_is_asked_beyond_the_limit_of_hops(stage: Stage) -> None:
    chain = [f"LONG{number}" for number in range(MAX_HOPS + 1)]
    for each in chain:
        enter_provider(each, f"{each} Telecom", "US", "America/New_York")
    stage.open(chain[0])
    for provider, named in itertools.pairwise(chain):
        stage.answer(provider, {"kind": "received_from_provider", "upstream": {"provider": named, "name": named}})
    last = stage.hop(chain[-1])
    assert (last.status, stage.facts(chain[-1])) == ("looped", ["hop_limit_reached"])
    with pytest.raises(WrongState, match="25 hops"):
        stage.decide("overrule_loop", last, reason="One more.")
