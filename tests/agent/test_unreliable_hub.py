"""A hub that is away, overloaded, or makes no sense: the answer arrives once all the same."""

from contextlib import ExitStack

import pytest

from star57 import clock
from star57.agent.cases import CaseState
from star57.agent.events import AnswerSent, HubFound, HubLost, NotTaken, Searched, Trouble
from star57.agent.journal import Journal
from tests.agent.carrier import PROVIDER, answered, configuration, fill, record, request, run_while, wait_for
from tests.agent.hub_stand_in import HANG_UP, Reply, hub_stand_in, problem


def test_a_hub_that_is_away_and_comes_back_gets_the_answer_once(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
    fill(ours, record(PROVIDER))
    hub.ask(request())
    with ExitStack() as stack:

        def until() -> bool:
            if hub.polls == [] and clock.monotonic() - began > 0.4:
                stack.enter_context(hub_stand_in(port=hub.port, hub=hub))
                hub.polls.append("back")
            return wait_for(CaseState.SENT, ours.journal)

        began = clock.monotonic()
        events = run_while(ours, until)
    assert [type(event) for event in events] == [HubLost, HubFound, Searched, AnswerSent]
    assert len(hub.answers["req_1"]) == 1


NONSENSE = {
    "hangs-up": HANG_UP,
    "500": Reply(500, {}),
    "502-html": Reply(502, raw=b"<html>bad gateway</html>"),
    "404-html": Reply(404, raw=b"<html>deploying</html>"),
    "redirect": Reply(301, {}, (("location", "/"),)),
    "not-json": Reply(201, raw=b"{not json"),
    "half-a-receipt": Reply(201, {"version": "1"}),
    "a-list": Reply(200, ["no receipt"]),
    "401": Reply(401, {"code": "not_signed_in", "detail": "unknown key"}),
}


@pytest.mark.parametrize("reply", NONSENSE.values(), ids=NONSENSE)
def test_a_reply_that_makes_no_sense_is_tried_again_under_the_same_key(tmp_path, reply):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        hub.after_posts.extend([lambda _: reply] * 2)
        events = run_while(ours, lambda: wait_for(CaseState.SENT, ours.journal))
    assert len(hub.answers["req_1"]) == 1
    assert len(hub.posts) == 3
    assert len(set(hub.posts)) == 1
    assert any(isinstance(event, HubLost) for event in events)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, raw=b"[]"),
        Reply(200, {"version": "9", "requests": []}),
        Reply(200, raw=b"\xff\xfe"),
        Reply(200, {"version": "1", "requests": 7}),
        HANG_UP,
    ],
)
def test_a_malformed_list_is_asked_for_again(tmp_path, reply):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        hub.misbehave.append(lambda _: reply)
        run_while(ours, lambda: answered(hub, "req_1"))


def test_one_unreadable_request_does_not_hide_the_others(tmp_path):
    good = request().model_dump(mode="json")
    bad = good | {"id": "req_2", "version": "9"}
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        hub.misbehave.append(lambda _: Reply(200, {"version": "1", "requests": [bad, good, None], "next": None}))
        events = run_while(ours, lambda: answered(hub, "req_1"))
    assert any(isinstance(event, Trouble) and "req_2" in event.what for event in events)


def test_a_refused_answer_goes_to_a_person(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        hub.after_posts.append(problem(422, "invalid", "upstream.provider: there is no provider prv_tran"))
        events = run_while(ours, lambda: wait_for(CaseState.REFUSED, ours.journal))
    assert len(hub.posts) == 1
    (refused,) = [event for event in events if isinstance(event, NotTaken)]
    assert refused.needs_person
    journal = Journal(ours.journal)
    assert "no provider prv_tran" in journal.waiting()[0].reason
    journal.close()


@pytest.mark.slow
def test_retry_after_is_honoured(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        hub.misbehave.append(problem(429, "too_many_requests", "slow down", retry_after="1"))
        began = clock.monotonic()
        run_while(ours, lambda: answered(hub, "req_1"))
        assert clock.monotonic() - began >= 1


@pytest.mark.slow
def test_it_holds_one_poll_and_does_not_spin(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        began = clock.monotonic()
        run_while(ours, lambda: clock.monotonic() - began > 1.0)
        assert hub.polls == ["open", "new"]


@pytest.mark.slow
def test_a_hub_that_does_not_hold_the_poll_is_not_hammered(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        hub.misbehave.extend([lambda _: Reply(200, {"version": "1", "requests": [], "next": None})] * 500)
        began = clock.monotonic()
        run_while(ours, lambda: clock.monotonic() - began > 1.5)
        assert 500 - len(hub.misbehave) < 12
