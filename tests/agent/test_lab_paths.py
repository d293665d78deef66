"""Real recordings with known answers, followed from the terminating provider to the caller."""

from collections import Counter

import pytest

from tests.agent.lab import Lab, asterisk, kamailio, needs_lab, outcome

pytestmark = needs_lab


def outcomes(lab: Lab, uncertainty_s: float, *, with_evidence: bool = True) -> Counter[str]:
    return Counter(outcome(lab, call, uncertainty_s=uncertainty_s, with_evidence=with_evidence) for call in lab.calls)


@pytest.mark.parametrize("with_egress", [True, False], ids=["egress mapped", "only ingress mapped"])
@pytest.mark.parametrize("with_evidence", [True, False], ids=["evidence passed on", "call facts only"])
def test_with_the_time_known_to_two_seconds_every_call_is_followed_to_its_caller(with_egress: bool, with_evidence: bool):
    assert outcomes(kamailio(with_egress=with_egress), 2, with_evidence=with_evidence) == {"right": 84}


@pytest.mark.parametrize("with_egress", [True, False], ids=["egress mapped", "only ingress mapped"])
@pytest.mark.parametrize("uncertainty_s", [60, 120, 600])
def test_with_the_time_known_to_a_minute_eleven_calls_are_left_to_a_person(with_egress: bool, uncertainty_s: float):
    assert outcomes(kamailio(with_egress=with_egress), uncertainty_s) == {"right": 73, "two_calls_fit": 11}


@pytest.mark.parametrize("uncertainty_s", [0.5, 2, 60])
def test_back_to_back_user_agents_without_call_ids_are_followed_by_account(uncertainty_s: float):
    assert outcomes(asterisk(), uncertainty_s) == {"right": 30}
