"""An entry's body and hash are fixed for ever under format 1: whoever changes them breaks every proof ever given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from star57.proof.canonical import NotCanonical
from star57.proof.entries import Entry, commitment, entry_body, entry_hash, instant

SALT = bytes(range(16))
ENTRY = Entry(
    subject_kind="hop",
    subject_id="R-7QK2-M4XP-9R3C",
    version=4,
    fact="upstream_named",
    actor_kind="key",
    actor_id="K-2222-3333-4444",
    at=datetime(2026, 11, 23, 15, 4, 5, 60, tzinfo=UTC),
    details={"names": "P-8888-9999-AAAA", "late": False, "facts_version": 1},
    sealed={"response": commitment(SALT, "Received from Old River Telecom, 23 November")},
)
BODY = (
    '{"actor":{"id":"K-2222-3333-4444","kind":"key"},"at":"2026-11-23T15:04:05.000060Z",'
    '"details":{"facts_version":1,"late":false,"names":"P-8888-9999-AAAA"},"fact":"upstream_named","format":1,'
    '"sealed":{"response":"SEALED"},"subject":{"id":"R-7QK2-M4XP-9R3C","kind":"hop","version":4}}'
)
GOLDEN_COMMITMENT = "4770173cc46a8ce58c3a993e4805647816d513bdf178f9eed251e53e74ebd491"
GOLDEN_HASH = "f9d2e51985c099f1737305e685b42e322f74c0e33adfbfe0ac52686d60a1800d"


def test_the_body_is_this_text():
    assert entry_body(ENTRY).decode() == BODY.replace("SEALED", GOLDEN_COMMITMENT)


def test_the_hash_is_this_one():
    assert entry_hash(entry_body(ENTRY)) == GOLDEN_HASH


def test_a_commitment_is_sha_256_over_salt_and_text():
    assert commitment(SALT, "Received from Old River Telecom, 23 November") == GOLDEN_COMMITMENT
    assert commitment(b"", "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_same_text_under_another_salt_shows_nothing_in_common():
    assert commitment(SALT, "+16175550172") != commitment(SALT[::-1], "+16175550172")


@pytest.mark.parametrize(
    "changed",
    [
        {"subject_kind": "traceback"},
        {"subject_id": "R-0"},
        {"version": 5},
        {"fact": "declined"},
        {"actor_kind": "person"},
        {"actor_id": "U-1"},
        {"at": ENTRY.at + timedelta(microseconds=1)},
        {"details": {}},
        {"sealed": {}},
    ],
)
def test_whatever_changes_changes_the_hash(changed: dict):
    assert entry_hash(entry_body(replace(ENTRY, **changed))) != GOLDEN_HASH


def test_an_instant_is_written_in_utc_with_microseconds():
    there = datetime(2026, 11, 23, 10, 4, 5, tzinfo=timezone(timedelta(hours=-5)))
    assert instant(there) == "2026-11-23T15:04:05.000000Z"
    assert entry_body(replace(ENTRY, at=ENTRY.at.astimezone(timezone(timedelta(hours=9))))) == entry_body(ENTRY)


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="aware"):
        instant(datetime(2026, 11, 23, 10, 4, 5))  # noqa: DTZ001  naive is the point


def test_a_float_in_the_details_is_refused():
    with pytest.raises(NotCanonical):
        entry_body(replace(ENTRY, details={"uncertainty_s": 1.5}))  # type: ignore[dict-item]  # a float is the point
