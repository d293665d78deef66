"""A neighbour's clock that is off is learnt from answers that stand; it finds calls, says so, and overrules nobody in silence."""

from datetime import timedelta

import pytest

from star57.agent.cdr import Cdr
from star57.agent.desk import Desk
from star57.agent.finding import find
from star57.agent.journal import Journal
from star57.agent.matching import Decision, Verdict
from star57.agent.matching.clocks import FEWEST, NEWEST, OLDEST, ClockOffset, Seen, offset_of
from star57.agent.policy import Mode
from star57.agent.stores import open_store
from star57.agent.trunks import Neighbour, TrunkMatch, TrunkRule, TrunkTable
from star57.cli import main
from star57.wire.messages import TracebackRequest
from star57.wire.values import CallFacts, ProviderRef
from tests.agent import carrier
from tests.agent.hub_stand_in import KEY
from tests.agent.records import NOON, MemoryStore, record, sought

FROM_A, FROM_B = "127.0.13.1", "127.0.14.1"
TABLE = TrunkTable([TrunkRule(TrunkMatch(source=FROM_A), Neighbour("A")), TrunkRule(TrunkMatch(source=FROM_B), Neighbour("B"))])
AHEAD = ClockOffset("TERM", 37.0, 14)


def seen(*ahead_s: float, age: timedelta = timedelta(0)) -> list[Seen]:
    return [Seen(NOON - age + timedelta(seconds=order), each) for order, each in enumerate(ahead_s)]


def learnt(*ones: Seen) -> float | None:
    found = offset_of("TERM", ones, NOON + timedelta(hours=1))
    return found.ahead_s if found else None


def test_the_median_counts_so_that_single_errors_do_not():
    assert learnt(*seen(36, 37, 38, 37, 3600, -900, 37)) == 37


@pytest.mark.parametrize("ahead_s", [[37] * (FEWEST - 1), [1] * 9, [2.9] * 9, [900] * 9, [10, 20, 30, 40, 50, 60]])
def test_too_few_answers_a_small_difference_an_absurd_one_and_a_clock_that_wanders_teach_nothing(ahead_s: list[float]):
    assert learnt(*seen(*ahead_s)) is None


def test_what_is_old_is_forgotten_and_a_clock_that_is_set_right_soon_known_again():
    assert learnt(*seen(*[37] * 9, age=OLDEST + timedelta(hours=2))) is None
    assert learnt(*seen(*[37] * 500, *[0] * (NEWEST // 2 + 1))) is None


def found(*records: Cdr, offset: ClockOffset | None = AHEAD, **facts: object) -> Verdict:
    store = MemoryStore()
    store.add(records)
    return find(sought(**{"handed_to": "TERM", "handed_at": NOON, **facts}), store, TABLE, offset)


def test_a_call_that_no_window_held_is_named_with_the_reason_in_words():
    ours = record(-37, source=FROM_A)
    verdict = found(ours)
    assert verdict.answer == Neighbour("A")
    words = "TERM's clock runs 37 s ahead of ours (median of 14 answers that stand)"
    assert words in verdict.why
    assert words in verdict.candidates[0].reasons
    assert found(ours, offset=None).answer is None
    assert str(ClockOffset("TERM", -4.4, 5)) == "TERM's clock runs 4 s behind ours (median of 5 answers that stand)"


def test_whom_only_the_one_reading_names_is_not_named_where_the_other_names_another():
    verdict = found(record(-37, source=FROM_A), record(0, source=FROM_B))
    assert verdict.decision is Decision.NOT_SURE
    assert "B by the time as given, A by our clock: TERM's clock runs 37 s ahead" in verdict.why


def test_a_call_that_only_the_time_as_given_holds_waits_for_a_person():
    assert found(record(0, source=FROM_B)).decision is Decision.NOT_SURE


def test_what_the_clock_takes_out_of_reach_is_not_thereby_no_record():
    assert found(record(840, source=FROM_A), offset=ClockOffset("TERM", 300.0, 9)).decision is Decision.NOT_SURE
    assert found(record(3600 + 840, source=FROM_A), offset=ClockOffset("TERM", 37.0, 9)).decision is Decision.NOT_SURE


def test_where_the_time_given_is_another_the_neighbours_start_counts_on_our_clock():
    ours, wrong = record(-37, source=FROM_A), NOON - timedelta(seconds=600)
    assert found(ours, at=wrong).answer == Neighbour("A")
    assert found(ours, at=wrong, offset=None).answer is None


def test_without_the_neighbours_own_start_nothing_is_shifted():
    assert found(record(0, source=FROM_A), handed_at=None).answer == Neighbour("A")


OURS_BEHIND = ClockOffset("", 40.0, 8)


def complained(*records: Cdr, offset: ClockOffset | None = OURS_BEHIND, **facts: object) -> Verdict:
    return found(*records, offset=offset, handed_to=None, handed_at=None, **facts)


def test_where_the_times_of_complaints_agree_our_own_clock_is_off():
    ours = record(-40, source=FROM_A)
    verdict = complained(ours)
    assert verdict.answer == Neighbour("A")
    assert "our clock runs 40 s behind the times complained of (median of 8 answers that stand)" in verdict.candidates[0].reasons
    assert complained(ours, offset=None).answer is None
    assert str(ClockOffset("", -40.0, 5)).startswith("our clock runs 40 s ahead of")


def test_our_own_clock_too_names_nobody_whom_the_time_as_given_does_not():
    assert complained(record(-40, source=FROM_A), record(0, source=FROM_B)).decision is Decision.NOT_SURE
    assert complained(record(0, source=FROM_B)).decision is Decision.NOT_SURE


def test_what_complaints_tell_of_our_clock_says_nothing_of_a_neighbours():
    assert found(record(0, source=FROM_A), offset=OURS_BEHIND, handed_at=None).answer == Neighbour("A")
    assert complained(record(0, source=FROM_A), offset=AHEAD).answer == Neighbour("A")


def asked(name: str, *, at_s: float, ahead_s: float, uncertainty_s: float = 60, is_ours: bool = False) -> tuple[Cdr, TracebackRequest]:
    """A call on our clock, and the question of a neighbour whose clock runs ahead, or of nobody's where the call ended here."""
    ours = carrier.AT + timedelta(seconds=at_s)
    theirs = ours + timedelta(seconds=ahead_s)
    by = {"handed_to": None} if is_ours else {"handed_to": ProviderRef(provider="prv_term", name="Harbor Voice"), "handed_at": theirs}
    facts = CallFacts(called_number=carrier.CALLED, calling_number=carrier.CALLING, call_at=theirs, uncertainty_s=uncertainty_s, **by)
    return carrier.record(at=ours, name=name), carrier.request(name, call=facts)


def test_the_agent_learns_of_its_own_clock_from_complaints_that_are_sure_of_their_time(tmp_path):
    configured, now = carrier.configuration(tmp_path, "http://127.0.0.1:1", of=carrier.policy(Mode.AUTO)), carrier.AT + timedelta(days=1)
    calls = [asked(str(each), at_s=each * 7200.0, ahead_s=8, uncertainty_s=5 if each < FEWEST else 11, is_ours=True) for each in range(9)]
    store, journal = open_store(configured.store), Journal(configured.journal)
    store.add([one for one, _ in calls])
    for one in Desk(configured, store, journal).receive([request for _, request in calls], now).to_send:
        journal.has_arrived(one.key, "{}", now)
    compared = list(journal.starts_compared())
    assert [(one.neighbour, (one.theirs - one.ours).total_seconds()) for one in compared] == [("", 8.0)] * FEWEST
    late, request = asked("late", at_s=100_000.0, ahead_s=8, is_ours=True)
    store.add([late])
    (said,) = Desk(configured, store, journal).receive([request], now).searched
    assert "our clock runs 8 s behind the times complained of (median of 5 answers that stand)" in said.proposal.reason
    journal.close()


def test_the_agent_learns_from_its_journal_and_forgets_what_the_hub_asks_about_again(tmp_path, monkeypatch, capsys):
    configured = carrier.configuration(tmp_path, "http://127.0.0.1:1", of=carrier.policy(Mode.AUTO))
    now = carrier.AT + timedelta(days=1)
    monkeypatch.setattr("star57.clock.now", lambda: now)
    calls = [asked(str(count), at_s=count * 7200.0, ahead_s=18 + count % 3) for count in range(FEWEST)]
    store, journal = open_store(configured.store), Journal(configured.journal)
    store.add([one for one, _ in calls])
    sent = Desk(configured, store, journal).receive([request for _, request in calls], now).to_send
    assert [one.request_id for one in sent] == [str(count) for count in range(FEWEST)]
    assert list(journal.starts_compared()) == []
    for one in sent:
        journal.has_arrived(one.key, "{}", now)
    assert [round((one.theirs - one.ours).total_seconds()) for one in journal.starts_compared()] == [19, 18, 20, 19, 18]

    late, request = asked("late", at_s=100_000.0, ahead_s=19)
    store.add([late])
    (said,) = Desk(configured, store, journal).receive([request], now).searched
    words = "prv_term's clock runs 19 s ahead of ours (median of 5 answers that stand)"
    assert words in said.proposal.reason

    file = tmp_path / "agent.toml"
    file.write_text(f'hub = "http://127.0.0.1:1"\nkey = "{KEY}"\nprovider = "prv_us"\nstore = "records"\njournal = "journal.sqlite3"\n')
    call, theirs = request.call, str(request.call.handed_at)
    by_hand = (
        "--called",
        call.called_number,
        "--calling",
        str(call.calling_number),
        "--at",
        theirs,
        "--handed-to",
        "prv_term",
        "--handed-at",
        theirs,
    )
    assert main(["agent", "find", "-c", str(file), "--json", *by_hand]) == 0
    assert words in capsys.readouterr().out

    now += timedelta(hours=1)
    Desk(configured, store, journal).receive([calls[0][1].model_copy(update={"facts_version": 2})], now)
    assert len(list(journal.starts_compared())) == FEWEST - 1
    journal.close()
