"""What every store promises to whoever looks calls up, also one whose records lie elsewhere. A new one joins by how it is filled."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from star57.agent.stores.contract import Span
from star57.numbers import number_key
from tests.agent.records import CALLED, NOON, record
from tests.depth import how_many

KEY = number_key(CALLED)
DAY = timedelta(days=1)


def around(instant: datetime, seconds: float = 60) -> Span:
    return Span(instant - timedelta(seconds=seconds), instant + timedelta(seconds=seconds))


def test_nothing_is_found_where_nothing_is(keep):
    store = keep()
    assert list(store.by_called(KEY, around(NOON))) == []
    assert list(store.by_call_id("c1")) == []
    assert (store.health().records, store.health().first_started_at) == (0, None)


def test_a_record_comes_back_as_it_was_written(keep):
    texts = {"called_out": "14045550138", "calling_out": "x", "next_hop": "y", "trunk_in": "é", "identity": "e" * 900, "release": "404",
             "diverted_from": "<sip:+16175550172@192.0.2.7>"}  # fmt: skip
    kept = record(**texts, call_ref="r1", call_id="c1", call_id_out="c2", within_s=0.000001, duration_s=1.25)
    (found,) = keep(kept).by_called(KEY, around(NOON))
    assert replace(found, origin="") == kept


WIRE_FORMS = ["+14045550138", "14045550138", "4045550138", "0014045550138", "sip:+14045550138@192.0.2.1", "991114045550138"]


def test_any_form_of_the_called_number_in_or_out_is_found(keep):
    both = [(field, written) for field in ("called_in", "called_out") for written in WIRE_FORMS]
    store = keep(*(record(**{"called_in": "201", "called_out": "", field: written}) for field, written in both))
    found = store.by_called(KEY, around(NOON))
    assert {(one.called_in, one.called_out) for one in found} == {(form, "") for form in WIRE_FORMS} | {
        ("201", form) for form in WIRE_FORMS
    }
    assert list(store.by_called(number_key("+14045550139"), around(NOON))) == []


def test_a_number_rewritten_into_another_is_found_by_both_once(keep):
    store = keep(record(called_in="+14045550138", called_out="+14045550199"))
    assert len(store.by_called(KEY, around(NOON))) == 1
    assert len(store.by_called(number_key("+14045550199"), around(NOON))) == 1


def test_leading_zeros_of_a_key_count(keep):
    store = keep(record(called_in="+14040000138"))
    assert len(store.by_called("0000138", around(NOON))) == 1
    assert list(store.by_called("138", around(NOON))) == []


def test_a_withheld_key_finds_nothing(keep):
    store = keep(record(called_in="anonymous"))
    assert list(store.by_called("", around(NOON))) == []


SPANS = [(0, 1, True), (1, 2, True), (1.001, 2, False), (-1, 0, False), (-1, 0.001, True), (0.4, 0.6, True), (-86_400, 0, False)]


def test_a_record_is_found_when_its_start_may_lie_in_the_span(keep):
    store = keep(record(within_s=1.0))
    for since, until, is_found in SPANS:
        span = Span(NOON + timedelta(seconds=since), NOON + timedelta(seconds=until))
        assert bool(store.by_called(KEY, span)) is is_found, (since, until)


def test_an_interval_that_reaches_over_midnight_is_found_on_the_next_day(keep):
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    store = keep(
        replace(record(), started_at=midnight - timedelta(seconds=170), within_s=181.0),
        replace(record(record_id="other"), called_in="+16175550172", started_at=midnight + DAY),
    )
    assert len(store.by_called(KEY, Span(midnight + timedelta(seconds=5), midnight + timedelta(seconds=10)))) == 1
    assert list(store.by_called(KEY, Span(midnight + timedelta(seconds=12), midnight + timedelta(seconds=20)))) == []


def test_spans_in_any_zone_mean_the_same(keep):
    store = keep(record())
    chicago = timezone(timedelta(hours=-6))
    span = around(NOON)
    assert store.by_called(KEY, Span(span.since.astimezone(chicago), span.until.astimezone(chicago)))


def test_records_come_in_the_order_of_their_starts(keep):
    store = keep(record(30), record(-30), record(0), record(10))
    found = store.by_called(KEY, around(NOON))
    assert [(one.started_at - NOON).total_seconds() for one in found] == [-30, 0, 10, 30]


@pytest.mark.parametrize("field", ["call_id", "call_id_out"])
def test_a_call_id_is_found_on_either_leg_at_any_time(keep, field):
    store = keep(record(0, **{field: "c1@192.0.2.1"}), record(-40 * 86_400, **{field: "c1@192.0.2.1"}), record(9, **{field: "c2"}))
    assert len(store.by_call_id("c1@192.0.2.1")) == 2
    assert list(store.by_call_id("C1@192.0.2.1")) == []
    assert list(store.by_call_id("")) == []


CALLING_FORMS = ["+12025550191", "12025550191", "sip:+12025550191@192.0.2.1"]


def test_the_calls_of_some_calling_numbers_are_found_in_a_period(keep):
    ours = [record(n, **{field: form}) for field in ("calling_in", "calling_out") for n, form in enumerate(CALLING_FORMS)]
    others = [record(5, calling_in="+12025550199"), record(6, calling_in="anonymous"), record(2 * 86_400)]
    store = keep(*ours, record(90, calling_in="+16175550172"), *others)
    keys = {number_key("+12025550191"), number_key("+16175550172")}
    found = store.by_calling(keys, Span(NOON, NOON + DAY))
    assert {one.started_at for one in found} == {NOON + timedelta(seconds=n) for n in (0, 1, 2, 90)}
    assert [one.started_at for one in found] == sorted(one.started_at for one in found)
    assert len(found) == len({one.record_id for one in found}) == 7
    assert list(store.by_calling({""}, Span(NOON, NOON + DAY))) == list(store.by_calling((), Span(NOON, NOON + DAY))) == []


def identity(origid: str, before: str) -> str:
    claims = json.dumps({"attest": before, "origid": origid}, separators=(",", ":")).encode()
    return "e30." + base64.urlsafe_b64encode(claims).decode().rstrip("=") + ".c2ln;info=<https://certs.example/a>"


@pytest.mark.parametrize("before", ["A", "AB", "ABC"])
def test_an_origid_is_found_inside_the_identity_header(keep, before):
    mine, other = "5f2c7a10-3c1e-4b7e-9d5e-2f0a8a6f1b11", "5f2c7a10-3c1e-4b7e-9d5e-2f0a8a6f1b12"
    store = keep(record(0, identity=identity(mine, before)), record(1, identity=identity(other, before)), record(2, identity="x"))
    assert [one.started_at for one in store.by_origid(mine)] == [NOON]
    assert list(store.by_origid("")) == list(store.by_origid(mine[:-1])) == []


def test_health_tells_counts_and_bounds(keep):
    store = keep(record(0), record(3 * 86_400), record(-86_400))
    health = store.health()
    assert (health.records, health.first_started_at, health.last_started_at) == (3, NOON - DAY, NOON + 3 * DAY)
    assert health.size_bytes > 0


def test_declared_spans_are_merged_and_kept(keep, again):
    store = keep(record())
    assert not store.is_complete(around(NOON))
    store.declare_complete(Span(NOON - DAY, NOON))
    store.declare_complete(Span(NOON + DAY, NOON + 2 * DAY))
    assert not store.is_complete(around(NOON))
    store.declare_complete(Span(NOON, NOON + DAY))
    assert again().is_complete(Span(NOON - DAY, NOON + 2 * DAY))
    assert not store.is_complete(Span(NOON - DAY, NOON + 2.1 * DAY))


@pytest.mark.slow
@settings(max_examples=how_many(short=40, full=1000))
@given(data=st.data())
def test_look_ups_agree_with_going_through_every_record(fill, data, tmp_path_factory):
    numbers = st.sampled_from(["+14045550138", "14045550138", "+14045550199", "201", "anonymous", ""])
    starts = st.integers(-200_000, 200_000)
    rows = st.tuples(starts, st.sampled_from([0.0, 1.0, 1.5, 181.0, 3601.0]), numbers, numbers)
    everything = []
    for batch in data.draw(st.lists(st.lists(rows, max_size=12), max_size=10)):
        records = [record(start, within_s=within, called_in=into, called_out=out) for start, within, into, out in batch]
        everything += records
    store = fill(tmp_path_factory.mktemp("store") / "store", everything)
    since = NOON + timedelta(seconds=data.draw(starts))
    span = Span(since, since + timedelta(seconds=data.draw(st.integers(1, 100_000))))
    expected = {
        one.record_id
        for one in everything
        if KEY in (number_key(one.called_in), number_key(one.called_out))
        and one.started_at < span.until
        and one.started_at + timedelta(seconds=one.within_s) >= span.since
    }
    found = [one.record_id for one in store.by_called(KEY, span)]
    assert sorted(found) == sorted(expected)
