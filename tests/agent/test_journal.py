"""The journal alone: who may change what, and what two hands at once lead to."""

import os
import sqlite3
import stat
from dataclasses import replace
from datetime import timedelta

import pytest

from star57.agent.cases import CaseState, Option, Taken
from star57.agent.files_alone import AlreadyRunning
from star57.agent.host import alone_with, is_running
from star57.agent.journal import Journal
from star57.agent.journal_schema import BadJournal
from star57.agent.journal_steps import NoLongerWaiting
from star57.agent.matching import judge
from star57.agent.policy import Mode, decide
from star57.agent.requests import sought_in
from star57.agent.review import NothingProposed, UnknownRequest, approve, case_waiting, choose, option_in
from tests.agent.carrier import AT, PROVIDER, TRUNKS, policy, record, request

LATER = AT + timedelta(days=2)


@pytest.fixture
def journal(tmp_path):
    opened = Journal(tmp_path / "deep" / "journal.sqlite3")
    yield opened
    opened.close()


def taken(name: str = "req_1", *, key: str | None = None, options: tuple[Option, ...] = ()) -> Taken:
    asked = request(name)
    verdict = judge(sought_in(asked), [record(PROVIDER)], TRUNKS)
    proposal = decide(verdict, asked, policy(Mode.AUTO if key else Mode.REVIEW), is_complete=False)
    return Taken(asked, 1, proposal, options, key)


def test_only_its_owner_may_read_it(journal):
    for path in journal.path.parent.iterdir():
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, path


def test_a_case_comes_back_as_it_was_written(journal):
    option = Option("2026-11-23T13:50:00+00:00", "prv_tran", ("same number",), ("acc.csv:1",), None)
    one = taken(options=(option,))
    assert journal.take([one], LATER) == ()
    (case,) = journal.waiting()
    assert (case.request, case.proposed, case.reason, case.options) == (one.request, one.proposal.response, one.proposal.reason, (option,))


def test_an_answer_that_leaves_by_itself_is_kept_under_its_key_until_its_receipt(journal):
    (to_send,) = journal.take([taken(key="k1")], LATER)
    assert journal.to_send() == (to_send,)
    journal.has_arrived("k1", "{}", LATER)
    assert journal.to_send() == ()
    assert journal.counts()[CaseState.SENT] == 1


def test_of_two_people_one_decides(journal):
    journal.take([taken()], LATER)
    one, other = (case_waiting(journal, "req_1") for _ in range(2))
    approve(journal, one, by="ann", at=LATER)
    with pytest.raises(NoLongerWaiting):
        approve(journal, other, by="bob", at=LATER)
    assert len(journal.to_send()) == 1


def test_what_changed_while_a_person_looked_is_not_approved_unseen(journal):
    journal.take([taken()], LATER)
    seen = case_waiting(journal, "req_1")
    journal.revise(seen.number, replace(taken().proposal, reason="another"), (), None, LATER + timedelta(seconds=1))
    with pytest.raises(NoLongerWaiting, match="look again"):
        approve(journal, seen, by="ann", at=LATER)


def test_a_later_search_changes_nothing_that_was_decided(journal):
    journal.take([taken()], LATER)
    case = case_waiting(journal, "req_1")
    (approve(journal, case, by="ann", at=LATER),)
    assert journal.revise(case.number, taken(key="k2").proposal, (), "k2", LATER) is None
    assert len(journal.to_send()) == 1


def test_a_batch_is_written_whole_or_not_at_all(journal):
    with pytest.raises(sqlite3.IntegrityError):
        journal.take([taken("req_1", key="k1"), taken("req_2", key="k1")], LATER)
    assert sum(journal.counts().values()) == 0
    journal.take([taken("req_1", key="k1")], LATER)


def test_what_the_hub_no_longer_lists_is_closed_unless_it_came_after_the_list(journal):
    journal.take([taken("req_1"), taken("req_2")], LATER)
    assert journal.close_all_but({"req_2"}, LATER, LATER) == ()
    assert journal.close_all_but({"req_2"}, LATER + timedelta(seconds=1), LATER) == ("req_1",)


def test_choosing_needs_a_candidate_that_names_somebody(journal):
    journal.take([taken(options=(Option("", "from 192.0.2.99", (), (), None),))], LATER)
    case = case_waiting(journal, "req_1")
    for count in (0, 1, 2):
        with pytest.raises(NothingProposed):
            option_in(case, count)
    with pytest.raises(NothingProposed):
        choose(journal, case, 1, by="ann", at=LATER)
    with pytest.raises(UnknownRequest):
        case_waiting(journal, "req_9")


def test_a_journal_of_a_newer_version_or_no_journal_is_refused(tmp_path):
    newer = tmp_path / "newer"
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    broken = tmp_path / "broken"
    broken.write_bytes(b"not a database, but long enough to look like one" * 10)
    for path in (newer, broken, tmp_path):
        with pytest.raises(BadJournal):
            Journal(path)


def test_one_agent_at_a_time(tmp_path):
    path = tmp_path / "journal.sqlite3"
    assert not is_running(path)
    with alone_with(path):
        assert is_running(path)
        with pytest.raises(AlreadyRunning), alone_with(path):
            pass
    assert not is_running(path)
