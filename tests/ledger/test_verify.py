"""Verification holds for what the ledger wrote and finds what was tampered with behind its back."""

from typing import Any

import pytest
from django.db import connection

from star57.hub.domain.access import CLOCK
from star57.hub.ledger import triggers
from star57.hub.ledger import verify as verifying
from star57.hub.ledger.entries import append
from star57.hub.ledger.row_texts import SEALED_AS, all_columns, changed_columns, row_text
from star57.hub.ledger.verify import Verification, verify
from star57.hub.records.models import Hop, JournalEntry, Organisation, Response, Sealed
from star57.proof.entries import entry_hash
from tests.ledger.sample import NOW, Sample, change, write_sample


@pytest.fixture
def sample(each_database) -> Sample:
    return write_sample()


@pytest.fixture
def unguarded(sample: Sample) -> Sample:
    """The sample, with all triggers taken away by somebody who owns the database."""
    triggers.remove(connection)
    return sample


def found_by_verify() -> Verification:
    return verify(problem_limit=1000)


def problems() -> list[str]:
    return [str(problem) for problem in found_by_verify().problems if problem.where != "database"]


def written_with_row_text(**changes: Any) -> Organisation:
    """An organisation whose entries commit to its columns."""
    row = Organisation(kind="provider", name="Old River")
    append("organisation", row.public_id, 1, "entered", actor=CLOCK, at=NOW, secret_texts={SEALED_AS: row_text(all_columns(row))})
    row.version = 1
    row.save(force_insert=True)
    text = row_text(changed_columns(Organisation, changes))
    append("organisation", row.public_id, 2, "changed", actor=CLOCK, at=NOW, secret_texts={SEALED_AS: text})
    Organisation.objects.filter(pk=row.pk).update(version=2, **changes)
    return row


def test_what_the_ledger_wrote_holds(sample):
    change(sample.organisation, "organisation", name="Another name")
    assert found_by_verify() == Verification(entries=JournalEntry.objects.count(), problems=(), has_more=False)


def test_missing_triggers_are_a_problem(unguarded):
    missing = {problem.what.split()[1] for problem in found_by_verify().problems if problem.where == "database"}
    assert missing == triggers.expected(connection.vendor)


def test_a_row_whose_version_was_raised_is_found(unguarded):
    Organisation.objects.update(version=7)
    assert any("the row has version 7, but its entries end at version 1" in problem for problem in problems())


def test_a_row_that_never_had_an_entry_is_found(unguarded):
    Organisation.objects.create(public_id="O-PLANTED", kind="provider", name="Planted", version=1)
    assert problems() == ["records_organisation O-PLANTED: the row has version 1, but it has no entry"]


def test_a_row_that_is_gone_is_found(unguarded):
    Response.objects.all().delete()
    hop = Hop.objects.get()
    hop.delete()
    assert f"records_hop {hop.public_id}: the journal tells of it, but the row is gone" in problems()


def test_an_edited_column_is_found_where_the_entries_commit_to_it(unguarded):
    row = written_with_row_text(name="New River")
    assert problems() == []
    Organisation.objects.filter(pk=row.pk).update(name="Planted River")
    assert problems() == [f"records_organisation {row.public_id}: not as the journal left it: name"]


def test_a_column_whose_text_was_erased_by_law_is_no_problem(unguarded):
    row = written_with_row_text(name="New River")
    Sealed.objects.filter(entry__subject_id=row.public_id).delete()
    Organisation.objects.filter(pk=row.pk).update(name="")
    assert problems() == []


def test_an_edited_body_is_found(unguarded):
    entry = JournalEntry.objects.get(subject_kind="campaign")
    JournalEntry.objects.filter(pk=entry.pk).update(body=entry.body.replace("entered", "altered"))
    expected = f"campaign {entry.subject_id}, version 1: "
    assert problems() == [f"{expected}its hash is not the hash of its body", f"{expected}its body says otherwise than its columns: fact"]


def test_an_edited_body_with_a_hash_to_match_is_found(unguarded):
    entry = JournalEntry.objects.get(subject_kind="campaign")
    body = entry.body.replace('"version":1', '"version":2')
    JournalEntry.objects.filter(pk=entry.pk).update(body=body, hash=entry_hash(body.encode()))
    assert problems() == [f"campaign {entry.subject_id}, version 1: its body says otherwise than its columns: subject"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"format":2}', '{"details":[],"format":1,"sealed":{}}'])
def test_a_body_that_is_no_entry_is_found(unguarded, body: str):
    JournalEntry.objects.filter(subject_kind="campaign").update(body=body, hash=entry_hash(body.encode()))
    assert any("its body is no entry of a format known here" in problem for problem in problems())


def test_a_body_written_otherwise_is_found(unguarded):
    entry = JournalEntry.objects.get(subject_kind="campaign")
    body = entry.body.replace(",", ", ")
    JournalEntry.objects.filter(pk=entry.pk).update(body=body, hash=entry_hash(body.encode()))
    assert any("not in canonical form" in problem for problem in problems())


def test_an_edited_column_of_an_entry_is_found(unguarded):
    JournalEntry.objects.filter(subject_kind="campaign").update(actor_id="somebody else")
    assert any("its body says otherwise than its columns: actor" in problem for problem in problems())


def test_an_edited_sealed_text_is_found(unguarded):
    Sealed.objects.filter(pk=unguarded.sealed.pk).update(content="We will say.")
    assert any("sealed text 'response' is not the one the entry commits to" in problem for problem in problems())


def test_a_sealed_text_added_later_is_found(unguarded):
    Sealed.objects.create(entry=unguarded.response.entry, field="note", salt=b"0" * 16, content="Planted")
    assert any("sealed text 'note' was added later" in problem for problem in problems())


def remove(entry: JournalEntry) -> None:
    entry.sealed_texts.all().delete()
    entry.delete()


def test_a_removed_last_entry_is_found(unguarded):
    change(unguarded.organisation, "organisation", name="Another name")
    remove(JournalEntry.objects.get(subject_kind="organisation", version=2))
    assert any("the row has version 2, but its entries end at version 1" in problem for problem in problems())


def test_a_removed_entry_in_between_is_found(unguarded):
    for name in ("Second", "Third"):
        change(unguarded.organisation, "organisation", name=name)
    remove(JournalEntry.objects.get(subject_kind="organisation", version=2))
    assert any("version 3: follows version 1" in problem for problem in problems())


def test_an_answer_hung_on_another_subjects_entry_is_found(unguarded):
    Response.objects.update(entry=JournalEntry.objects.get(subject_kind="campaign"))
    assert problems() == [f"records_response {unguarded.response.pk}: its entry is gone or belongs to another subject"]


def test_the_search_ends_at_the_limit_and_says_so(unguarded):
    found = verify(problem_limit=3)
    assert (len(found.problems), found.has_more, found.holds) == (3, True, False)


def test_subjects_are_compared_in_batches(sample, monkeypatch):
    monkeypatch.setattr(verifying, "AT_ONCE", 2)
    for number in range(7):
        written_with_row_text(name=f"River {number}")
    assert found_by_verify().holds


def test_what_is_sealed_of_a_row_is_what_the_database_gives_back(sample):
    for row in sample.subjects.values():
        assert all_columns(type(row)._default_manager.get(pk=row.pk)) == all_columns(row)


def test_a_related_row_is_sealed_by_its_key(sample):
    provider = sample.subjects["records_provider"]
    assert changed_columns(Hop, {"provider": provider, "due_at": NOW}) == {
        "provider_id": provider.pk,
        "due_at": "2026-11-23T15:00:00.000000Z",
    }
