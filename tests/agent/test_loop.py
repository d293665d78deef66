"""The agent against a real HTTP hub: it answers what policy allows, and leaves the rest to a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from star57 import clock
from star57.agent.cases import CaseState
from star57.agent.events import AnswerSent, Searched
from star57.agent.journal import Journal
from star57.agent.loop import LOOK_FOR_DECISIONS_EVERY_S
from star57.agent.policy import Mode, WaitsFor
from star57.agent.review import approve
from star57.agent.stores import open_store
from star57.agent.stores.contract import Span
from star57.wire.answers import NoRecordFound, ReceivedFromProvider
from tests.agent.carrier import AT, CUSTOMER, PROVIDER, TRAN, answered, configuration, fill, policy, record, request, run_while, wait_for
from tests.agent.hub_stand_in import hub_stand_in


def test_it_answers_by_itself_from_its_own_records(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        events = run_while(ours, lambda: wait_for(CaseState.SENT, ours.journal))
    (response,) = hub.answers["req_1"]
    assert isinstance(response.answer, ReceivedFromProvider)
    assert response.answer.upstream.provider == TRAN
    assert response.answer.upstream.name == "Transit One"
    assert response.evidence is not None
    assert response.evidence.call_id == "call-1@example"
    assert [type(event) for event in events] == [Searched, AnswerSent]


def test_a_request_that_arrives_while_it_waits_is_answered_at_once(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        asked: list[float] = []

        def until() -> bool:
            if "new" in hub.polls and not asked:
                hub.ask(request())
                asked.append(clock.monotonic())
            return answered(hub, "req_1")

        run_while(ours, until)
        assert clock.monotonic() - asked[0] < 2


def test_many_requests_are_each_answered_once(tmp_path):
    names = [f"req_{count}" for count in range(40)]
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(*(request(name) for name in names))
        run_while(ours, lambda: answered(hub, *names))
    assert {name: len(hub.answers[name]) for name in names} == dict.fromkeys(names, 1)
    assert len(hub.posts) == len(names)


def test_what_policy_does_not_allow_waits_and_nothing_is_sent(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(CUSTOMER))
        hub.ask(request())
        events = run_while(ours, lambda: wait_for(CaseState.PROPOSED, ours.journal))
    assert hub.posts == []
    (searched,) = [event for event in events if isinstance(event, Searched)]
    assert searched.proposal.waits_for is WaitsFor.REVIEW


def test_nothing_found_in_a_complete_store_is_said_by_itself(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        open_store(ours.store).declare_complete(Span(AT - timedelta(days=1), AT + timedelta(days=1)))
        hub.ask(request())
        run_while(ours, lambda: answered(hub, "req_1"))
    assert isinstance(hub.answers["req_1"][0].answer, NoRecordFound)


def test_under_review_nothing_leaves(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address, of=policy(Mode.REVIEW))
        fill(ours, record(PROVIDER))
        hub.ask(request())
        run_while(ours, lambda: wait_for(CaseState.PROPOSED, ours.journal))
    assert hub.posts == []


def test_a_persons_approval_in_another_process_is_sent_by_the_running_agent(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address, of=policy(Mode.REVIEW))
        fill(ours, record(PROVIDER))
        hub.ask(request())
        done: list[bool] = []

        def until() -> bool:
            if not done and wait_for(CaseState.PROPOSED, ours.journal):
                other = Journal(ours.journal)
                approve(other, other.waiting()[0], by="ann", at=clock.now())
                other.close()
                done.append(True)
            return answered(hub, "req_1")

        run_while(ours, until)
    assert hub.answers["req_1"][0].made_by.value == "person"


@pytest.mark.slow
def test_a_file_that_was_spoilt_meanwhile_is_told_once(tmp_path):
    with hub_stand_in() as hub:
        file = tmp_path / "agent.toml"
        file.write_text("")
        ours = replace(configuration(tmp_path, hub.address), file=file)
        steps: list[float] = []

        def until() -> bool:
            if not steps and hub.polls:
                file.write_text("hubb = 1\n")
                steps.append(clock.monotonic())
            return bool(steps) and clock.monotonic() - steps[0] > 3 * LOOK_FOR_DECISIONS_EVERY_S

        events = run_while(ours, until)
    (told,) = (str(event) for event in events)
    assert told.endswith("unknown key hubb: check its spelling, or take it out: until it is corrected nothing leaves by itself")
