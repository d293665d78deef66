"""What an agent says of itself is seen by its own carrier's people and by nobody else."""

from datetime import timedelta

import pytest

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind, Scope, key_reaches
from star57.hub.domain.refusals import NotAllowed
from star57.hub.reads.standing import own_agents, own_record
from star57.hub.records.models import ApiKey
from star57.hub.usecases.make_key import make_key
from star57.hub.usecases.report_agent import report_agent_state
from star57.wire.messages import AgentState
from tests.usecases.cast import STAFF, person_of, upstream


def state(stage, records: int) -> AgentState:
    since = stage.now - timedelta(days=90)
    return AgentState(version="1", agent_version="0.1.0", records=records, first_started_at=since, last_started_at=stage.now, waiting=1)


@pytest.fixture
def agent(stage) -> Actor:
    scopes = frozenset({Scope.REQUESTS_READ, Scope.REQUESTS_ANSWER})
    made = make_key(actor=STAFF, organisation="O-TRAN1", name="Agent", scopes=scopes, expires_at=None, now=stage.now)
    return Actor(ActorKind.KEY, made.id, "Agent", "O-TRAN1", OrganisationKind.PROVIDER, key_reaches(OrganisationKind.PROVIDER, scopes))


def test_the_latest_word_stands_for_its_own_people_only(stage, agent):
    for records in (10, 12):
        report_agent_state(actor=agent, state=state(stage, records), now=stage.now)
    (seen,) = own_agents(actor=person_of("TRAN1"), now=stage.now)
    assert (seen.records, seen.covers_since, seen.covers_until) == (12, stage.now - timedelta(days=90), stage.now)
    assert own_agents(actor=person_of("TRAN2"), now=stage.now) == ()
    assert ApiKey.objects.get(public_id=agent.id).version == 1


def test_nobody_but_a_carriers_program_says_how_it_is(stage):
    for actor in (person_of("TRAN1"), STAFF):
        with pytest.raises(NotAllowed):
            report_agent_state(actor=actor, state=state(stage, 1), now=stage.now)


def test_a_record_counts_ones_own_hops_with_their_denominators(stage):
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.receive("TRAN1")
    found = own_record(actor=person_of("TERM"), now=stage.now)
    assert (found.asked, found.answered.percent, found.punctual.percent, found.complete.percent) == (1, 100, 100, 100)
    waiting = own_record(actor=person_of("TRAN1"), now=stage.now)
    assert (waiting.asked, waiting.answered.percent, waiting.punctual.percent, waiting.complete.percent) == (1, 0, None, None)
    stage.decide("send_back_answer", stage.hop("TERM"), missing="the trunk")
    stage.answer("TERM", upstream("TRAN1"))
    assert own_record(actor=person_of("TERM"), now=stage.now).complete.percent == 0
    assert own_record(actor=person_of("ORIG"), now=stage.now).asked == 0
