"""Answering without an account: the link, the code, and that both open one request and nothing else."""

from datetime import timedelta

import pytest

from star57.hub.domain.access import Actor
from star57.hub.domain.one_time import CODE_LASTS, MAX_ATTEMPTS, VISIT_LASTS
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, TooSoon
from star57.hub.reads.one_time import actor_of_visit, code_of, link_path, linked_request
from star57.hub.reads.requests import request_view, requests_page
from star57.hub.reads.tracebacks import traceback_view
from star57.hub.records.models import JournalEntry, Mail, OneTimeCode, Response
from star57.hub.usecases.make_request_link import request_links
from star57.hub.usecases.open_by_code import leave_request, open_by_code
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.hub.usecases.save_draft import save_draft
from star57.hub.usecases.send_one_time_code import send_one_time_code
from tests.usecases.cast import STAFF, Stage, enter_everybody, person_of, said, upstream

ADDRESS = "traces@tran1.example"


@pytest.fixture
def stage(database) -> Stage:
    enter_everybody()
    stage = Stage()
    stage.open()
    stage.answer("TERM", upstream("TRAN1"))
    return stage


def token(stage: Stage, provider: str = "TRAN1", address: str = ADDRESS) -> str:
    return link_path(stage.hop(provider).public_id, address).split("/")[2]


def send(stage: Stage) -> str:
    send_one_time_code(token=token(stage), origin="192.0.2.1", now=stage.now)
    return code_of(OneTimeCode.objects.latest("pk").nonce)


def typed(stage: Stage, code: str) -> str:
    return open_by_code(token=token(stage), typed=code, origin="192.0.2.1", now=stage.now).secret


def holder(stage: Stage) -> Actor:
    actor = actor_of_visit(typed(stage, send(stage)), stage.now)
    assert actor
    return actor


def test_a_link_leads_only_where_it_was_made_for(stage):
    assert linked_request(token(stage)).provider == "Harbor Voice"
    for wrong in (token(stage)[:-1] + "x", "nonsense", token(stage, address="stranger@elsewhere.example"), token(stage, "TERM")):
        with pytest.raises(NotFound, match="does not lead to a request"):
            linked_request(wrong)


def test_reading_the_link_uses_nothing_up_and_starts_no_clock(stage):
    for _ in range(20):
        linked_request(token(stage))
    assert not OneTimeCode.objects.exists()
    assert stage.status("TRAN1") == "requested"


def test_the_code_goes_to_the_address_of_the_link_and_is_kept_nowhere(stage):
    code = send(stage)
    assert Mail.objects.get(kind="one_time_code").address == ADDRESS
    row = OneTimeCode.objects.values().get()
    assert code not in str(row.values())


def test_a_code_opens_its_request_once_with_whatever_stands_around_it(stage):
    code = send(stage)
    assert actor_of_visit(typed(stage, f" Code: {code[:4]} {code[4:]}\n"), stage.now)
    with pytest.raises(Invalid, match="not a code"):
        typed(stage, code)


def test_an_old_code_and_one_that_was_guessed_at_too_often_open_nothing(stage):
    code = send(stage)
    stage.now += CODE_LASTS + timedelta(seconds=1)
    with pytest.raises(Invalid):
        typed(stage, code)
    code = send(stage)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Invalid):
            typed(stage, "00000000" if code != "00000000" else "1")
    with pytest.raises(Invalid):
        typed(stage, code)


def test_whoever_asks_for_codes_too_often_is_told_when_to_come_back(stage):
    with pytest.raises(TooSoon) as refused:
        [send(stage) for _ in range(20)]
    assert refused.value.retry_after_s > 0


def test_the_visit_reaches_one_request_and_nothing_else(stage):
    actor, hop = holder(stage), stage.hop("TRAN1").public_id
    assert request_view(actor=actor, request=hop).may_answer
    assert [each.id for each in requests_page(actor=actor, state="all", cursor=None, limit=10).rows] == [hop]
    with pytest.raises(NotFound):
        request_view(actor=actor, request=stage.hop("TERM").public_id)
    with pytest.raises((NotFound, NotAllowed)):
        traceback_view(actor=actor, traceback=stage.traceback)
    with pytest.raises(NotAllowed):
        save_draft(actor=actor, request=hop, body="{}", seen=0, now=stage.now)


def test_the_answer_is_marked_as_not_verified_in_the_journal_too(stage):
    actor, hop = holder(stage), stage.hop("TRAN1").public_id
    outcome = respond_to_request(actor=actor, request=hop, response=said(upstream("TRAN2")), how="portal", now=stage.now)
    entry = JournalEntry.objects.get(public_id=outcome.raised().entry)
    assert (entry.actor_kind, entry.actor_id) == ("contact", hop)
    assert '"responder_verified":false' in entry.body
    assert [each.responder_is_verified for each in Response.objects.order_by("pk")] == [True, False]
    assert not request_view(actor=STAFF, request=hop).answers[-1].is_verified


def test_a_visit_ends_by_itself_or_when_it_is_left(stage):
    secret = typed(stage, send(stage))
    assert actor_of_visit(secret, stage.now + VISIT_LASTS - timedelta(seconds=1))
    assert actor_of_visit(secret, stage.now + VISIT_LASTS) is None
    leave_request(secret=secret, now=stage.now)
    assert actor_of_visit(secret, stage.now) is None


def test_only_staff_make_links_to_pass_on(stage):
    hop = stage.hop("TRAN1").public_id
    assert [(link.address, link.path) for link in request_links(actor=STAFF, request=hop)] == [(ADDRESS, link_path(hop, ADDRESS))]
    with pytest.raises(NotAllowed):
        request_links(actor=person_of("TRAN1"), request=hop)
