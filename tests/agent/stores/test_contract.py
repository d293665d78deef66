"""What every store promises that takes call records in. A new store joins by adding how it is made (conftest.py)."""

from dataclasses import replace
from datetime import datetime, timedelta

from star57.agent.stores.contract import Span
from star57.numbers import number_key
from tests.agent.records import CALLED, NOON, record

KEY = number_key(CALLED)


def around(instant: datetime, seconds: float = 60) -> Span:
    return Span(instant - timedelta(seconds=seconds), instant + timedelta(seconds=seconds))


def test_an_empty_store_finds_nothing(store):
    assert list(store.by_called(KEY, around(NOON))) == []
    assert list(store.by_call_id("c1")) == []
    assert store.health() == type(store.health())(0, None, None, 0)
    assert store.add([]) == 0


def test_a_record_comes_back_as_it_was_kept(store):
    texts = {"called_out": "14045550138", "calling_out": "x", "next_hop": "y", "trunk_in": "é", "identity": "e" * 900, "release": "404",
             "diverted_from": "<sip:+16175550172@192.0.2.7>"}  # fmt: skip
    kept = record(**texts, call_id="c1", call_id_out="c2", within_s=0.000001, duration_s=1.25)
    assert store.add([kept]) == 1
    assert list(store.by_called(KEY, around(NOON))) == [kept]


def test_adding_twice_keeps_one(store):
    one, two = record(0, record_id="a"), record(5, record_id="b")
    assert store.add([one, one]) == 1
    assert store.add([one, two]) == 1
    assert store.add(iter([one, two])) == 0
    assert store.health().records == 2


def test_a_record_read_in_another_zone_is_known_though_its_day_changed(store):
    late = record(11.9 * 3600, record_id="a")
    assert store.add([late]) == 1
    assert store.add([replace(late, started_at=late.started_at + timedelta(hours=6))]) == 0
