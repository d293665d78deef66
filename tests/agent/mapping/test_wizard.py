"""The mapping wizard reads files that nobody described as their own formats do, and asks where it cannot know."""

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from star57.agent.cdr import Cdr
from star57.agent.formats import FormatOptions, read_records
from star57.agent.mapping.findings import Told
from star57.agent.mapping.proposal import Proposal, proposal_for
from tests.agent.formats import switch_lines
from tests.agent.formats.reading import written
from tests.agent.formats.test_asterisk import OLD
from tests.agent.formats.test_kamailio import ACC, CDR
from tests.agent.lab import LAB, needs_lab
from tests.agent.mapping.layouts import Made, made
from tests.depth import how_many

UTC = Told({}, "UTC")


def records(proposal: Proposal, path: Path) -> list[Cdr]:
    return [one for one in read_records(proposal.format, path, proposal.options) if isinstance(one, Cdr)]


def answered(proposal: Proposal, truth: Told) -> Told:
    """What is asked, answered truly, and nothing else."""
    told = Told({})
    for question in proposal.questions:
        if question.about == "time_zone":
            told = replace(told, time_zone=truth.time_zone)
        elif question.about == "date_order":
            told = replace(told, date_order=truth.date_order)
        else:
            told = replace(told, columns={**told.columns, question.about: truth.columns[question.about]})
    return told


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("acme-csv", f"{switch_lines.ACME_START}\n{switch_lines.ACME_STOP}\n"),
        ("ribbon-csv", f"{switch_lines.RIBBON_START}\n{switch_lines.ribbon_stop()}\n"),
        ("cucm-csv", switch_lines.CUCM),
        ("freeswitch-csv", switch_lines.FREESWITCH),
        ("fusionpbx-csv", switch_lines.FUSIONPBX),
        ("asterisk-csv", OLD),
        ("kamailio-flatstore", f"{ACC}\n"),
        ("kamailio-flatstore", f"{CDR}\n"),
    ],
    ids=["acme", "ribbon", "cucm", "freeswitch", "fusionpbx", "asterisk", "kamailio-acc", "kamailio-cdr"],
)
def test_a_known_format_is_recognised_and_reads_the_same(tmp_path, name, text):
    path = written(tmp_path, text)
    found = proposal_for([path], UTC)
    assert found.format == name
    assert records(found, path) == [one for one in read_records(name, path, FormatOptions("UTC")) if isinstance(one, Cdr)]


@needs_lab
@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("asterisk/*/Master.csv", "asterisk-csv"),
        ("asterisk/*/Master-custom.csv", "asterisk-custom"),
        ("kamailio/TRAN1/*.log", "kamailio-flatstore"),
    ],
)
def test_the_lab_s_files_are_recognised(pattern, name):
    files = sorted(LAB.glob(pattern))
    assert files
    for path in files:
        found = proposal_for([path], UTC)
        assert (found.format, found.questions) == (name, ())
        assert len(records(found, path)) == len([1 for one in read_records(name, path, FormatOptions("UTC")) if isinstance(one, Cdr)])


def test_what_a_made_world_writes_needs_nothing_but_its_zone(tmp_path):
    text = "No;Began;Caller No;Dialled No;Carrier In;Addr;Carrier Out;Cause\n" + "".join(
        f'{n};2026-11-2{n} 08:50:00.250;12025550143;"16175550172";tg-east;192.0.2.7;tg-west;16\n' for n in range(1, 9)
    )
    path = written(tmp_path, text)
    found = proposal_for([path], Told({}, "America/Chicago"))
    assert found.is_sure
    assert found.options.columns == {
        "started_at": "Began", "calling_in": "Caller No", "called_in": "Dialled No", "trunk_in": "Carrier In",
        "trunk_out": "Carrier Out", "release": "Cause",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(900)  # some hundredths of a second a layout, and a thousand in make check-deep
def test_no_layout_made_by_chance_is_mapped_wrongly_in_silence(tmp_path):
    """And what is asked is enough: with true answers each file reads as it is."""
    chance, sure = Random(57), 0
    count = how_many(short=50, full=1_000)
    for number in range(count):
        layout = made(tmp_path, chance, number)
        alone = proposal_for([layout.path], Told({}, layout.zone))
        if alone.is_sure:
            sure += 1
            agrees(layout, alone)
        told = answered(proposal_for([layout.path], Told({})), layout.told())
        helped = proposal_for([layout.path], told)
        if not helped.is_sure:  # the second answer may open a third question, as a start does for its order
            helped = proposal_for([layout.path], replace(layout.told(), columns=told.columns))
        assert helped.is_sure, (layout.words, helped.questions)
        agrees(layout, helped)
        layout.path.unlink()
    assert sure > count // 4


def agrees(layout: Made, proposal: Proposal) -> None:
    found = records(proposal, layout.path)
    assert len(found) == len(layout.calls), layout.words
    for one, (at, called, calling, talked) in zip(found, layout.calls, strict=True):
        assert (one.started_at.replace(microsecond=0), one.called_in, one.calling_in) == (at, called, calling), layout.words
        assert one.duration_s in ((talked, 0.0) if talked is not None else (0.0,)), (layout.words, one)


HEAD = "start_time,calling,called\n"


def test_one_value_in_the_whole_sample_decides_which_comes_first(tmp_path):
    lines = ["05/11/2026 13:50:00,12025550143,16175550172\n"] * 3_000
    undecided = proposal_for([written(tmp_path, HEAD + "".join(lines))], UTC)
    assert [one.about for one in undecided.questions] == ["date_order"]
    assert set(undecided.questions[0].answers) == {"dmy", "mdy"}
    lines[2_500] = lines[2_500].replace("05/11", "05/13")
    assert proposal_for([written(tmp_path, HEAD + "".join(lines))], UTC).options.date_order == "mdy"


def test_values_that_decide_only_together_do(tmp_path):
    text = HEAD + "05/06/32 13:50:00,12025550143,16175550172\n13/05/26 13:50:00,12025550143,16175550172\n"
    assert proposal_for([written(tmp_path, text)], UTC).options.date_order == "dmy"


def test_dates_that_contradict_each_other_are_no_order(tmp_path):
    text = HEAD + "05/13/2026 13:50:00,12025550143,16175550172\n13/05/2026 13:50:00,12025550143,16175550172\n"
    assert not proposal_for([written(tmp_path, text)], UTC).is_sure


def test_times_without_a_zone_are_asked_for_with_a_hint(tmp_path):
    path = written(tmp_path, HEAD + "2026-11-22 07:50:00,12025550143,16175550172\n")
    os.utime(path, (1_795_355_460, 1_795_355_460))  # 13:51 UTC
    (question,) = proposal_for([path], Told({})).questions
    assert question.about == "time_zone"
    assert "UTC-6 h" in question.words


@pytest.mark.parametrize("text", ["2026-11-22T13:50:00Z", "2026-11-22T13:50:00-05:00", "1795355400", "1795355400123"])
def test_times_that_carry_their_zone_need_none(tmp_path, text):
    assert proposal_for([written(tmp_path, HEAD + f"{text},12025550143,16175550172\n")], Told({})).is_sure


def test_without_a_header_nobody_knows_who_called_whom(tmp_path):
    path = written(tmp_path, "1795355400,12025550143,16175550172\n1795355401,12025550143,16175550173\n")
    found = proposal_for([path], Told({}))
    assert {one.about for one in found.questions} == {"started_at", "called_in", "calling_in"}
    told = Told({"started_at": 0, "calling_in": 1, "called_in": 2})
    assert proposal_for([path], told).options.columns == ("started_at", "calling_in", "called_in")


def test_a_start_that_lies_behind_the_end_is_doubted(tmp_path):
    text = "start_time,end_time,calling,called\n" + "1795355460,1795355400,12025550143,16175550172\n" * 3
    assert [one.about for one in proposal_for([written(tmp_path, text)], UTC).questions] == ["started_at"]


def test_lengths_in_minutes_are_left_out_and_not_guessed_by_the_format(tmp_path):
    row = "1795355400,1795355700,5,12025550143,16175550172\n"
    path = written(tmp_path, "start_time,end_time,duration,calling,called\n" + row * 4)
    found = proposal_for([path], UTC)
    assert found.is_sure
    assert any("left out" in note for note in found.notes)
    assert {one.duration_s for one in records(found, path)} == {0.0}


def test_numbers_that_a_spreadsheet_shortened_are_refused(tmp_path):
    path = written(tmp_path, "start_time,calling,called\n1795355400,12025550143,16175550172\n1795355400,1.20256E+10,1.61756E+10\n")
    assert not proposal_for([path], UTC).is_sure


def test_a_second_file_of_another_layout_is_told(tmp_path):
    first = written(tmp_path, HEAD + "1795355400,12025550143,16175550172\n")
    second = written(tmp_path, "when,x,y\n1795355400,12025550143,16175550172\n", "other")
    assert [one.about for one in proposal_for([first, second], UTC).questions] == ["files"]


def test_what_is_not_taken_is_named_and_so_is_a_way_in_that_is_missing(tmp_path):
    header, row = "start_time,calling,called,trunk group", "2026-11-22T12:00:00Z,12025550143,16175550172,TG1\n"
    path = written(tmp_path, f"{header}\n{row}{row}")
    notes = " ".join(proposal_for([path], UTC).notes)
    assert "not taken: column 4 'trunk group'; --column FIELD=N takes one, as in --column trunk_in=N" in notes
    assert "each answer would wait for a person" in notes
    found = proposal_for([path], Told({"trunk_in": 3}, "UTC"))
    assert {one.trunk_in for one in records(found, path)} == {"TG1"}
    assert not any("not taken" in note or "wait for a person" in note for note in found.notes)
