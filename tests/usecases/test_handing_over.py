"""A request to the wrong affiliate goes to the right one of the same organisation, with its clock; and nowhere else."""

from typing import Any

import pytest

from star57.hub.domain.access import Role
from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.notices import NoticeKind
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.ledger.addresses import contact_for
from star57.hub.reads.requests import request_view
from star57.hub.records.models import Hop, Provider
from star57.hub.usecases.authorise_organisation import authorise_organisation
from star57.hub.usecases.hand_over_request import hand_over_request
from star57.hub.usecases.manage_contacts import ContactWords, add_contact
from star57.hub.usecases.register_organisation import ProviderFiling, register_provider
from star57.hub.usecases.respond_to_request import respond_to_request
from tests.usecases.cast import STAFF, caller, person_of, program_of, said, upstream
from tests.usecases.test_authorisations import person


@pytest.fixture
def asked(stage):
    """TRAN1 is asked; its organisation owns TRAN1-WEST too, and TRAN1-NORTH in Canada."""
    for public_id, country in (("TRAN1-WEST", "US"), ("TRAN1-NORTH", "CA")):
        filing = ProviderFiling(f"Harbor Voice {public_id[6:].title()}", country, "", "0001234567", "7432", "", "")
        register_provider(actor=STAFF, filing=filing, organisation="O-TRAN1", public_id=public_id, now=stage.now)
    stage.open()
    stage.trace("TERM", "TRAN1")
    return stage


def hand(stage, to: str, actor=None, request: str = "") -> None:
    which = request or stage.hop("TRAN1").public_id
    hand_over_request(actor=actor or person_of("TRAN1"), request=which, provider=to, reason="That trunk is West's.", now=stage.now)


def test_the_clock_and_its_due_time_stay_as_they_are(asked):
    asked.receive("TRAN1")
    before: dict[str, Any] = dict(Hop.objects.values().get(pk=asked.hop("TRAN1").pk))
    asked.later(hours=1)
    hand(asked, "TRAN1-WEST")
    after: dict[str, Any] = dict(Hop.objects.values().get(pk=before["id"]))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"provider_id", "version"}


def test_a_request_not_yet_received_was_still_asked_when_it_was_asked(asked):
    before = asked.hop("TRAN1")
    asked.later(hours=1)
    hand(asked, "TRAN1-WEST")
    after = asked.hop("TRAN1-WEST")
    assert (after.status, after.asked_at, after.due_at) == (before.status, before.asked_at, None)


def test_the_right_affiliate_answers_and_the_traceback_goes_on(asked):
    asked.receive("TRAN1")
    hand(asked, "TRAN1-WEST")
    request = asked.hop("TRAN1-WEST").public_id
    respond_to_request(actor=program_of("TRAN1"), request=request, response=said(upstream("ORIG")), how="api", now=asked.now).raised()
    asked.answer("ORIG", caller())
    assert asked.outcome == "originator_identified"
    seen = request_view(actor=person_of("TRAN1"), request=request)
    assert seen.request.provider.name == "Harbor Voice West"
    assert seen.answers[-1].words.startswith("Harbor Voice West states")
    assert "handed_over" in [each.fact for each in seen.happenings]


@pytest.mark.parametrize("to", ["TRAN2", "ORIG", "P-NOBODY", "TERM"])
def test_nobody_elses_provider_is_handed_anything(asked, to):
    with pytest.raises(NotFound):
        hand(asked, to)


def test_a_consultant_hands_over_only_where_it_answers_for_both(asked):
    admin, kim = person("O-TRAN1", Role.ADMIN), person("O-TRAN2")
    authorise_organisation(actor=admin, provider="TRAN1", organisation="O-TRAN2", now=asked.now)
    with pytest.raises(NotFound):
        hand(asked, "TRAN1-WEST", kim)
    authorise_organisation(actor=admin, provider="TRAN1-WEST", organisation="O-TRAN2", now=asked.now)
    hand(asked, "TRAN1-WEST", kim)
    assert asked.hop("TRAN1-WEST")


def test_no_request_crosses_a_border(asked):
    with pytest.raises(WrongState, match="another country"):
        hand(asked, "TRAN1-NORTH")


def test_what_is_on_the_line_already_is_not_handed_the_call_again(asked):
    hand(asked, "TRAN1-WEST")
    request = asked.hop("TRAN1-WEST").public_id
    respond_to_request(actor=program_of("TRAN1"), request=request, response=said(upstream("TRAN2")), how="api", now=asked.now).raised()
    asked.answer("TRAN2", upstream("TRAN1"))
    with pytest.raises(WrongState, match="asked about this call already"):
        hand(asked, "TRAN1-WEST")


def test_an_answered_request_is_not_handed_over(asked):
    asked.answer("TRAN1", upstream("TRAN2"))
    with pytest.raises(WrongState):
        hand(asked, "TRAN1-WEST")


def test_a_stranger_finds_no_such_request_and_a_reason_is_needed(asked):
    with pytest.raises(NotFound):
        hand(asked, "TRAN2", person_of("TRAN2"))
    with pytest.raises(Invalid, match="reason"):
        hand_over_request(actor=person_of("TRAN1"), request=asked.hop("TRAN1").public_id, provider="TRAN1-WEST", reason=" ", now=asked.now)
    with pytest.raises(Invalid, match="another"):
        hand(asked, "TRAN1")
    assert Provider.objects.get(public_id="TRAN1-WEST").hops.count() == 0


def test_who_has_no_contact_of_its_own_is_written_to_at_its_affiliate(asked):
    west = Provider.objects.get(public_id="TRAN1-WEST")
    found = contact_for(west.pk, NoticeKind.OVERDUE)
    assert found is not None
    assert found.provider.public_id == "TRAN1"
    words = ContactWords(ContactKind.REQUESTS, "Night desk", "west@harbor.example", "")
    add_contact(actor=STAFF, provider="TRAN1-WEST", words=words, now=asked.now)
    found = contact_for(west.pk, NoticeKind.OVERDUE)
    assert found is not None
    assert found.address == "west@harbor.example"


def test_who_belongs_to_nobody_has_nobody_elses_contact(asked):
    filing = ProviderFiling("Lone Prairie Telephone", "US", "", "0009876543", "7433", "", "")
    register_provider(actor=STAFF, filing=filing, organisation=None, public_id="LONE", now=asked.now)
    assert contact_for(Provider.objects.get(public_id="LONE").pk, NoticeKind.OVERDUE) is None
