"""Answers that are being written: who may, what two writers are told, and that a draft goes when the answer is given."""

import pytest

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind, Role, person_reaches
from star57.hub.domain.refusals import NotAllowed, NotFound, WrongState
from star57.hub.reads.drafts import draft_of
from star57.hub.records.models import Draft
from star57.hub.usecases.save_draft import save_draft
from tests.usecases.cast import Stage, enter_everybody, person_of, upstream


@pytest.fixture
def stage(database) -> Stage:
    enter_everybody()
    stage = Stage()
    stage.open()
    stage.receive("TERM")
    return stage


def colleague(role: Role) -> Actor:
    reaches = person_reaches(OrganisationKind.PROVIDER, role)
    return Actor(ActorKind.PERSON, f"U-{role}", role.value, "O-TERM", OrganisationKind.PROVIDER, reaches)


def save(stage: Stage, actor: Actor, body: str, seen: int = 0):
    return save_draft(actor=actor, request=stage.hop("TERM").public_id, body=body, seen=seen, now=stage.now)


def test_an_engineer_prepares_and_the_officer_reads_it(stage):
    save(stage, colleague(Role.ENGINEER), '{"trunk": "7"}')
    draft = draft_of(actor=person_of("TERM"), request=stage.hop("TERM").public_id)
    assert draft is not None
    assert (draft.body, draft.saved_by_id, draft.saves) == ('{"trunk": "7"}', "U-engineer", 1)


def test_a_reader_and_a_stranger_neither_write_nor_read_drafts(stage):
    save(stage, colleague(Role.ENGINEER), "{}")
    with pytest.raises(NotAllowed):
        save(stage, colleague(Role.READER), "{}")
    with pytest.raises(NotFound):
        save(stage, person_of("ORIG"), "{}")
    for actor in (colleague(Role.READER), person_of("ORIG")):
        assert draft_of(actor=actor, request=stage.hop("TERM").public_id) is None


def test_the_last_save_wins_and_is_shown_what_it_replaced(stage):
    assert save(stage, colleague(Role.ENGINEER), '{"trunk": "7"}').replaced is None
    saved = save(stage, person_of("TERM"), '{"trunk": "8"}', seen=0)
    assert saved.replaced is not None
    assert (saved.saves, saved.replaced.body) == (2, '{"trunk": "7"}')
    assert save(stage, person_of("TERM"), '{"trunk": "9"}', seen=2).replaced is None


def test_a_draft_goes_when_the_answer_is_given(stage):
    save(stage, colleague(Role.ENGINEER), "{}")
    stage.answer("TERM", upstream("TRAN1"))
    assert not Draft.objects.exists()
    with pytest.raises(WrongState):
        save(stage, colleague(Role.ENGINEER), "{}")
