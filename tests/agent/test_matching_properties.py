"""What holds for any records: order, duplicates and strangers change nothing; no name stands against an equal."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from star57.agent.cdr import Cdr
from star57.agent.matching import CallSought, Candidate, Decision, Tier, Verdict, judge, search_spans, zones_span
from star57.agent.trunks import Neighbour, TrunkMatch, TrunkRule, TrunkTable
from tests.agent.records import CALLED, CALLING, NOON, record, sought

SOURCES = ("127.0.13.1", "127.0.14.1", "127.0.99.1", "")
HOPS = ("127.0.15.1", "127.0.16.1", "127.0.77.1", "")
RULES = [TrunkRule(TrunkMatch(source=SOURCES[0]), Neighbour("A")), TrunkRule(TrunkMatch(source=SOURCES[1]), Neighbour("B"))]
TABLE = TrunkTable(
    [*RULES, TrunkRule(TrunkMatch(next_hop=HOPS[0]), Neighbour("TERM")), TrunkRule(TrunkMatch(next_hop=HOPS[1]), Neighbour("OTHER"))]
)
CALLED_FORMS = (CALLED, CALLED[1:], CALLED[2:], "00" + CALLED[1:], "9911#" + CALLED[1:], f"sip:{CALLED}@h;user=phone", CALLED[2:] + ";npdi")
CALLING_FORMS = (CALLING, CALLING[2:], "anonymous", "+13125550100")
OFFSETS = st.one_of(st.floats(-20, 20), st.floats(-1200, 1200), st.sampled_from([-3600.0, 3600.0, 3605.0, 7200.0]))


@st.composite
def records(draw: st.DrawFn, calling: tuple[str, ...] = CALLING_FORMS) -> Cdr:
    return record(
        draw(OFFSETS),
        record_id=f"r{draw(st.integers(0, 10**9))}",
        within_s=draw(st.sampled_from([0.001, 1.0, 1.5, 180.0])),
        called_in=draw(st.sampled_from(CALLED_FORMS)),
        calling_in=draw(st.sampled_from(calling)),
        source=draw(st.sampled_from(SOURCES)),
        next_hop=draw(st.sampled_from(HOPS)),
        call_ref=draw(st.sampled_from(["", "x", "y", "z"])),
        call_id=draw(st.sampled_from(["", "1", "2"])),
        release=draw(st.sampled_from(["200", "503", ""])),
        origin=draw(st.sampled_from(["a:1", "a:2", "b:1"])),
    )


several = st.lists(records(), max_size=7, unique_by=lambda one: one.record_id)
asked = st.builds(
    sought,
    uncertainty_s=st.sampled_from([0.0, 2.0, 10.0, 60.0, 600.0, 4000.0]),
    calling_number=st.sampled_from([CALLING, None]),
    handed_to=st.sampled_from([None, "TERM", "A"]),
    call_id=st.sampled_from([None, "1"]),
    handed_at=st.sampled_from([None, NOON]),
)


def what(verdict: Verdict) -> tuple[object, ...]:
    return (verdict.decision, verdict.answer, verdict.is_same_call, verdict.summary(), verdict.candidates)


@given(asked, several, st.randoms(use_true_random=False))
def test_the_order_of_records_and_giving_them_twice_change_nothing(call: CallSought, given_: list[Cdr], chance):
    shuffled = given_ + given_
    chance.shuffle(shuffled)
    assert what(judge(call, shuffled, TABLE)) == what(judge(call, given_, TABLE))


@given(asked, several, records())
def test_a_record_of_another_number_changes_nothing(call: CallSought, given_: list[Cdr], stranger: Cdr):
    other = replace(stranger, called_in="+14165550138", record_id="stranger")
    assert what(judge(call, [*given_, other], TABLE)) == what(judge(call, given_, TABLE))


@given(asked, several, st.data())
def test_how_the_called_number_is_written_never_changes_the_decision(call: CallSought, given_: list[Cdr], data):
    rewritten = [replace(one, called_in=data.draw(st.sampled_from(CALLED_FORMS))) if one.call_ref else one for one in given_]
    before, after = judge(call, given_, TABLE), judge(call, rewritten, TABLE)
    assert (after.decision, after.answer, after.is_same_call) == (before.decision, before.answer, before.is_same_call)


@given(asked, several)
def test_no_name_is_given_that_an_equally_confident_call_contradicts(call: CallSought, given_: list[Cdr]):
    verdict = judge(call, given_, TABLE)
    assert (verdict.answer is not None) == (verdict.decision is Decision.ONE_ANSWER)
    assert all(one.upstream == verdict.answer for one in verdict.confident if verdict.answer)
    assert not verdict.answer or {one.records for one in verdict.confident} <= {one.records for one in verdict.candidates}


def was_turned_away(one: Candidate) -> bool:
    return all(record.release == "503" and not record.next_hop for record in one.records)


@given(several, st.sampled_from([0.0, 2.0, 60.0]))
def test_without_other_evidence_a_name_needs_every_strong_call_in_the_window_behind_it(given_: list[Cdr], uncertainty_s: float):
    verdict = judge(sought(uncertainty_s=uncertainty_s), given_, TABLE)
    if verdict.answer:
        inside = [one for one in verdict.candidates if one.is_strong and one.tier is Tier.WITHIN and not was_turned_away(one)]
        assert {one.upstreams for one in inside} <= {(verdict.answer,)}


@given(asked, st.lists(records(("+13125550100", "+13125550101", "7045550100")), max_size=6))
def test_other_callers_never_make_a_confident_name(call: CallSought, others: list[Cdr]):
    if call.calling_number is not None and call.call_id is None:
        assert judge(call, others, TABLE).answer is None


@given(asked, several)
def test_what_lies_outside_the_spans_searched_is_never_a_candidate(call: CallSought, given_: list[Cdr]):
    verdict = judge(call, given_, TABLE)
    assert verdict.searched == search_spans(call)
    for one in verdict.candidates:
        spans = [zones_span(call)] if one.tier is Tier.ZONE else verdict.searched
        assert any(span and moment.since < span.until and moment.until >= span.since for moment in one.moments for span in spans)


@given(asked, several)
def test_a_call_in_another_zone_alone_is_named_by_its_call_id_or_by_a_person(call: CallSought, given_: list[Cdr]):
    for one in judge(call, given_, TABLE).confident:
        assert one.tier <= Tier.HOUR or one.trail.is_same_call_id
