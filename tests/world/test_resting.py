"""When a traceback is at rest, and what the result then says."""

from datetime import UTC, datetime, timedelta

import pytest

from star57.wire.answers import AnswerKind, Customer, CustomerKind, OwnCustomer, ReceivedFromAbroad, ReceivedFromProvider
from star57.wire.values import ProviderRef
from star57.world.callsfile import Call, RawCall
from star57.world.resting import Knowledge, result_of, waiting_for
from star57.world.results import WaitingFor, WaitReason
from star57.world.searches import Search
from star57.world.sightings import Given, Hop, Sighting
from star57.world.starting import starts_at

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CALL = Call(2, "+16175550172", None, NOON, "TERM", 120, RawCall("+16175550172", "", "noon", "TERM"))
FROM_TRAN = ReceivedFromProvider(kind=AnswerKind.RECEIVED_FROM_PROVIDER, upstream=ProviderRef(provider="TRAN", name="Transit"))
FROM_ABROAD = ReceivedFromAbroad(kind=AnswerKind.RECEIVED_FROM_ABROAD, upstream=ProviderRef(name="Far", country="PH"))
OWN = OwnCustomer(kind=AnswerKind.OWN_CUSTOMER, customer=Customer(name="Dialer", kind=CustomerKind.CALLER), action_taken="none")


def hop(name: str, status: str, waits_for: str, answer=None, *, provider: str | None = "same") -> Hop:
    return Hop(
        id=f"R-{name}",
        provider=name if provider == "same" else provider,
        name=name,
        country="US",
        status=status,
        is_live=True,
        waits_for=waits_for,
        asked_at=NOON,
        answered_at=NOON + timedelta(seconds=1) if answer else None,
        answers=(Given(answer=answer, stands=True),) if answer else (),
    )


def seen(*hops: Hop, status: str = "open", outcome: str | None = None) -> Sighting:
    return Sighting(id="T-1", status=status, outcome=outcome, opened_at=NOON, updated_at=NOON + timedelta(seconds=2), hops=hops)


def knowing(*searches: Search, silent: str = "") -> Knowledge:
    by_request = {search.request: search for search in searches}
    return Knowledge(frozenset({silent}), by_request.get)


def search(name: str, waits_for: str | None) -> Search:
    return Search(
        f"R-{name}",
        "1 of 1 call fits: it does.",
        ("1 of 1 call fits", "it does"),
        waits_for,
        0.1,
        (NOON + timedelta(seconds=3)).isoformat(),
    )


TERM = hop("TERM", "upstream_named", "nobody", FROM_TRAN)


@pytest.mark.parametrize(
    ("last", "knowledge", "expected"),
    [
        (hop("TRAN", "running", "provider"), knowing(), None),
        (hop("TRAN", "running", "provider"), knowing(search("TRAN", None)), None),
        (hop("TRAN", "running", "provider"), knowing(search("TRAN", "review")), WaitingFor("TRAN", WaitReason.REVIEW)),
        (hop("TRAN", "running", "provider"), knowing(search("TRAN", "two_calls_fit")), WaitingFor("TRAN", WaitReason.TWO_CALLS_FIT)),
        (hop("TRAN", "requested", "provider"), knowing(silent="TRAN"), WaitingFor("TRAN", WaitReason.SILENT)),
        (hop("GHOST", "unidentified", "staff", provider=None), knowing(), WaitingFor("GHOST", WaitReason.UNKNOWN_UPSTREAM)),
        (hop("TERM", "looped", "staff"), knowing(), WaitingFor("TERM", WaitReason.LOOP)),
    ],
)
def test_who_is_waited_for(last, knowledge, expected):
    assert waiting_for(seen(TERM, last), knowledge) == expected


def test_a_branch_that_still_moves_keeps_the_call_from_rest():
    resting, moving = hop("GHOST", "unidentified", "staff", provider=None), hop("TRAN", "running", "provider")
    assert waiting_for(seen(TERM, resting, moving), knowing()) is None


def test_an_ended_call_names_its_source_and_everyone_who_was_asked():
    sighting = seen(TERM, hop("TRAN", "customer_named", "nobody", OWN), status="ended", outcome="originator_identified")
    result = result_of(CALL, sighting, None, knowing(search("TERM", None)))
    assert (result.outcome, result.path, result.seconds) == ("originator_identified", ("TERM", "TRAN"), 2.0)
    assert result.source is not None
    assert (result.source.kind, result.source.name) == ("customer", "Dialer")
    assert [(one.provider, one.answer, one.upstream, one.seconds) for one in result.hops] == [
        ("TERM", "received_from_provider", "TRAN", 1.0),
        ("TRAN", "own_customer", None, 1.0),
    ]
    assert result.hops[0].reasons == ("1 of 1 call fits", "it does")


def test_who_was_named_and_never_asked_is_not_on_the_path():
    sighting = seen(TERM, hop("GHOST", "unidentified", "staff", provider=None))
    result = result_of(CALL, sighting, waiting_for(sighting, knowing()), knowing())
    assert (result.outcome, result.path, result.source) == ("needs_person", ("TERM",), None)


def test_a_call_that_waits_has_lasted_until_its_search_was_over():
    sighting = seen(hop("TERM", "running", "provider"))
    knowledge = knowing(search("TERM", "review"))
    assert result_of(CALL, sighting, waiting_for(sighting, knowledge), knowledge).seconds == 3.0


def test_a_provider_abroad_is_the_source_at_a_point_of_entry():
    sighting = seen(hop("TERM", "foreign_upstream_named", "nobody", FROM_ABROAD), status="ended", outcome="point_of_entry_identified")
    result = result_of(CALL, sighting, None, knowing())
    assert result.source is not None
    assert (result.source.kind, result.source.name, result.source.country) == ("foreign", "Far", "PH")


def test_the_clock_never_starts_before_a_call():
    later = NOON + timedelta(days=1)
    assert starts_at(later, [CALL], real_now=NOON) == later
    assert starts_at(None, [CALL], real_now=later) == later
    assert starts_at(None, [CALL], real_now=NOON - timedelta(days=9)) == NOON + timedelta(minutes=10)
    assert starts_at(NOON - timedelta(hours=1), [CALL], real_now=later) == NOON + timedelta(minutes=10)
    assert starts_at(None, [], real_now=NOON) == NOON
