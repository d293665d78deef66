"""Requests that change: facts corrected, sent back, no longer asked, answered by other means."""

from star57.agent.cases import CaseState
from star57.agent.events import NoLongerAsked, NotTaken
from star57.agent.journal import Journal
from star57.wire.messages import RequestState
from tests.agent.carrier import OTHER, PROVIDER, answered, configuration, fill, record, request, run_while, states, wait_for
from tests.agent.hub_stand_in import Reply, hub_stand_in, problem


def test_records_that_arrive_later_are_found_at_the_next_start(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        hub.ask(request())
        run_while(ours, lambda: wait_for(CaseState.PROPOSED, ours.journal))
        fill(ours, record(PROVIDER))
        run_while(ours, lambda: wait_for(CaseState.SENT, ours.journal))
    assert len(hub.answers["req_1"]) == 1


def test_corrected_facts_supersede_what_waits(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER, called="+16175550199"))
        hub.ask(request())

        def until() -> bool:
            if wait_for(CaseState.PROPOSED, ours.journal) and len(states(ours.journal)) == 1:
                hub.ask(request(called="+16175550199", facts_version=2))
            return wait_for(CaseState.SENT, ours.journal)

        run_while(ours, until)
    assert states(ours.journal) == [("req_1", 1, "superseded"), ("req_1", 2, "sent")]
    assert [response.facts_version for response in hub.answers["req_1"]] == [2]


def test_an_answer_to_old_facts_never_leaves_once_they_are_corrected(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER), record(OTHER, called="+16175550199", name="2"))
        hub.ask(request())

        def is_away(call):
            return Reply(503, {}) if call.method == "POST" and b'"facts_version":1' in call.body else None

        hub.misbehave.extend([is_away] * 200)

        def until() -> bool:
            if any(True for _ in hub.polls[1:]) and wait_for(CaseState.DECIDED, ours.journal) and len(states(ours.journal)) == 1:
                hub.ask(request(called="+16175550199", facts_version=2))
            return answered(hub, "req_1")

        run_while(ours, until)
    assert [response.facts_version for response in hub.answers["req_1"]] == [2]


def test_a_request_no_longer_asked_is_closed(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        hub.ask(request())
        run_while(ours, lambda: wait_for(CaseState.PROPOSED, ours.journal))
        hub.withdraw("req_1")
        events = run_while(ours, lambda: wait_for(CaseState.CLOSED, ours.journal))
    assert [type(event) for event in events] == [NoLongerAsked]


def test_a_request_sent_back_waits_for_a_person_with_what_is_missing(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        run_while(ours, lambda: wait_for(CaseState.SENT, ours.journal))
        hub.ask(request(state=RequestState.SENT_BACK, missing="say which carrier, not which trunk"))
        run_while(ours, lambda: wait_for(CaseState.PROPOSED, ours.journal))
    assert len(hub.answers["req_1"]) == 1
    journal = Journal(ours.journal)
    assert "say which carrier" in journal.waiting()[0].reason
    journal.close()


def test_an_answer_given_by_other_means_is_left_alone(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        hub.before_posts.append(problem(409, "already_answered", "answered in the portal"))
        events = run_while(ours, lambda: wait_for(CaseState.CLOSED, ours.journal))
        hub.withdraw("req_1")
        asked_before = hub.polls.count("new")
        run_while(ours, lambda: hub.polls.count("new") > asked_before)  # it has seen all that is open
    assert hub.posts == []
    (left,) = [event for event in events if isinstance(event, NotTaken)]
    assert not left.needs_person
    assert "answered in the portal" in left.reason


def test_a_hub_that_keeps_asking_what_it_refuses_gets_a_person_and_not_a_loop(tmp_path):
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        fill(ours, record(PROVIDER))
        hub.ask(request())
        hub.before_posts.append(problem(409, "already_answered", "answered in the portal"))
        run_while(ours, lambda: wait_for(CaseState.CLOSED, ours.journal))
        run_while(ours, lambda: wait_for(CaseState.PROPOSED, ours.journal))
    assert hub.posts == []
