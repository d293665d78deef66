"""Whoever tries too often waits, and is told how long; others are not held up, and processes share the count."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from star57.hub.domain.rates import RATES, Attempt, Counted, Rate
from star57.hub.domain.refusals import TooSoon
from star57.hub.ledger import allowances
from star57.hub.usecases.take_turn import take_turn
from tests.journeys.scene import PASSWORD

HIDDEN = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
RATE = Rate(3, timedelta(seconds=10))


def test_an_allowance_fills_up_again_steadily(each_database):
    assert [allowances.take("door", RATE, NOW) for _ in range(4)] == [0, 0, 0, 10]
    assert allowances.take("other door", RATE, NOW) == 0
    assert allowances.take("door", RATE, NOW + timedelta(seconds=9)) == 1
    assert allowances.take("door", RATE, NOW + timedelta(seconds=10)) == 0
    assert allowances.take("door", RATE, NOW + timedelta(seconds=10)) == 10
    assert allowances.forget_full_ones(NOW + timedelta(days=2)) == 2


def test_a_refused_attempt_costs_nothing_further(database):
    for _ in range(8):
        take_turn(Attempt.SECOND_FACTOR, origin="192.0.2.1", about="7", now=NOW)
    for _ in range(3):
        with pytest.raises(TooSoon) as refused:
            take_turn(Attempt.SECOND_FACTOR, origin="192.0.2.1", about="7", now=NOW)
        assert refused.value.retry_after_s == 120


@pytest.mark.slow
def test_sign_in_answers_429_with_retry_after_for_known_and_unknown_alike(scene):
    def tried(email):
        answers = [Client().post("/sign-in/", {"login": email, "password": "wrong"}) for _ in range(11)]
        return [answer.status_code for answer in answers], answers[-1].headers["Retry-After"], HIDDEN.sub("", answers[-1].content.decode())

    known, unknown = tried(scene.people["TRAN1"]), tried("nobody@example.org")
    assert known == unknown
    assert known[0] == [200] * 10 + [429]
    assert known[1] == "60"
    assert Client().post("/sign-in/", {"login": scene.people["TRAN1"], "password": PASSWORD}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/sign-in/", {"login": scene.people["TRAN1"], "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("path", ["/password/", "/invitations/nothing/"])
def test_reset_and_invitation_answer_429_too(scene, path):
    attempt = Attempt.RESET if path == "/password/" else Attempt.INVITATION
    for _ in range(RATES[attempt][Counted.ABOUT].at_once):
        take_turn(attempt, origin="", about="nobody@example.org" if attempt is Attempt.RESET else "nothing", now=scene.now)
    answer = Client().post(path, {"email": "nobody@example.org"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_second_factor_cannot_be_guessed(with_app, scene):
    with_app("TRAN1")
    client = Client()
    client.post("/sign-in/", {"login": scene.people["TRAN1"], "password": PASSWORD})
    codes = [client.post("/sign-in/code/", {"code": f"{n:06}"}).status_code for n in range(9)]
    assert (codes[0], codes[-1]) == (200, 429)
