"""The drawn path: what each line is worth, where it forks, how it ends, and that it is clean SVG with an equal list."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.hub.domain.facts import ClaimState, HopStatus
from star57.hub.portal.lamps import SHAPES, Light
from star57.hub.portal.path_drawing import draw_path, spark
from star57.hub.portal.path_marks import SIGNS
from tests.surfaces.portal.stations import NOW, answered, end, named_its_customer, station

S, C = HopStatus, ClaimState
TERM = station("Cedar", None, S.UPSTREAM_NAMED, C.NONE, answered(attestation="C", call_id="a", started_at=NOW))


def drawn(*stations, ends=()):
    return draw_path(stations, ends, called="+1 617 555 0172", name="path", now=NOW)


def classes(svg):
    return [each for element in ElementTree.fromstring(svg).iter() for each in element.get("class", "").split()]


@pytest.mark.parametrize(
    ("claim", "solid", "hollow", "cut"),
    [
        (C.CONFIRMED, True, False, False),
        (C.ALLEGED, False, True, False),
        (C.DISPUTED, False, True, True),
        (C.RETRACTED, False, False, False),
    ],
)
@pytest.mark.parametrize("way", ["across", "down"])
def test_a_hand_over_is_solid_only_when_both_sides_say_so(claim, solid, hollow, cut, way):
    upstream = station("Harbor", "Cedar", S.RUNNING, claim)
    found = classes(getattr(drawn(TERM, upstream), way))
    assert found.count("track-both") == 1 + solid  # the first: to the called subscriber, whose provider answered
    assert ("track-core" in found) is hollow
    assert ("track-cut" in found) is cut
    assert ("track-taken-back" in found) is (claim is C.RETRACTED)


def test_contradicting_claims_fork_and_both_branches_stay():
    drawing = drawn(TERM, station("Pacific", "Cedar", S.WITHDRAWN, C.RETRACTED), station("Harbor", "Cedar", S.RUNNING, C.ALLEGED))
    assert [(line.stop.name, line.stop.lane) for line in drawing.lines] == [("Cedar", 0), ("Harbor", 0), ("Pacific", 1)]
    for svg in (drawing.across, drawing.down):
        assert "Pacific" in svg
        assert "Harbor" in svg


@pytest.mark.parametrize("kind", SIGNS)
@pytest.mark.parametrize("way", ["across", "down"])
def test_every_end_has_its_own_sign(kind, way):
    svg = getattr(drawn(TERM, ends=(end("Cedar", kind, "Luzon Telecom", "PH"),)), way)
    assert f"end-{kind}" in classes(svg)
    assert "PH" in svg
    assert "Luzon" in svg


def test_the_signs_differ():
    assert len({sign() for sign in SIGNS.values()}) == len(SIGNS)
    assert len(set(SHAPES.values())) == len(Light)


def test_between_two_stations_stands_what_both_records_say():
    upstream = station("Harbor", "Cedar", S.CUSTOMER_NAMED, C.CONFIRMED, answered(call_id="b", started_at=NOW - timedelta(seconds=0.4)))
    notes = drawn(TERM, upstream).lines[1].link.notes
    assert notes == ("0.4 s apart", "attested C", "Call-ID changed")
    assert drawn(TERM, upstream).lines[1].link.said_by == "said by both"


@pytest.mark.parametrize(
    ("kind", "action", "words"),
    [("caller", "none", "no action taken yet"), ("caller", "suspended", "service suspended"),
     ("reseller", "none", ""), ("reseller", "blocked", "traffic blocked")],
)  # fmt: skip
def test_the_end_says_what_was_done_about_the_customer(kind, action, words):
    origin = station("Harbor", "Cedar", S.CUSTOMER_NAMED, C.CONFIRMED, named_its_customer(kind, action))
    drawing = drawn(TERM, origin, ends=(end("Harbor", "customer", "Quick Reach"),))
    assert drawing.lines[1].end.action == words
    for svg in (drawing.across, drawing.down):
        assert ("stop-action" in classes(svg)) is bool(words)
        assert f">{words}<" in svg


def test_a_running_clock_turns_due_soon_and_says_when():
    soon = station("Harbor", "Cedar", S.RUNNING, C.ALLEGED, due_at=NOW + timedelta(hours=3))
    stop = drawn(TERM, soon).lines[1].stop
    assert (stop.lamp.light, stop.clock) == (Light.DUE_SOON, "due Mon 18:00 UTC")
    later = station("Harbor", "Cedar", S.RUNNING, C.ALLEGED, due_at=NOW + timedelta(hours=9))
    assert drawn(TERM, later).lines[1].stop.lamp.light is Light.RUNNING


def test_the_list_says_what_the_drawing_shows():
    drawing = drawn(TERM, station("Harbor", "Cedar", S.RUNNING, C.ALLEGED), ends=(end("Harbor", "silence"),))
    line = drawing.lines[1]
    assert (line.stop.name, line.named_by, line.certainty_words, line.end.words) == ("Harbor", "Cedar", "not confirmed", "no answer")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40), min_size=1, max_size=12))
def test_any_names_make_valid_svg_without_styles_or_scripts(names):
    stations, below = [], None
    for number, name in enumerate(names):
        made = station(f"{number}", below, S.UPSTREAM_NAMED, C.CONFIRMED if below else C.NONE, answered())
        stations.append(type(made)(**{**{f: getattr(made, f) for f in made.__slots__}, "name": name}))
        below = f"{number}"
    drawing = drawn(*stations)
    for svg in (drawing.across, drawing.down, spark(stations, (), name="row", now=NOW)):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root[0].tag.endswith("title")
        assert not re.search(r"\sstyle=|\son\w+=|<script|<style|href", re.sub(r">[^<]*<", "><", svg))


def test_a_spark_is_120_units_wide_whatever_its_length():
    stations = [TERM]
    for number in range(24):
        below = stations[-1].name
        stations.append(station(f"P{number}", below, S.UPSTREAM_NAMED, C.CONFIRMED, answered()))
    root = ElementTree.fromstring(spark(stations, (end("P23", "customer"),), name="row", now=NOW))
    assert root.get("width") == "120"
    assert max(float(each.get("cx", 0)) for each in root.iter()) < 120
