"""What a trunk does to numbers, said in its rule: read both ways, shown in words, and refused where it makes no sense."""

import json

import pytest

from star57.agent.finding import find
from star57.agent.matching import Decision, Verdict
from star57.agent.number_rules import BadNumberRule, NumberRule
from star57.agent.trunks import Neighbour, TrunkMatch, TrunkRule, TrunkTable
from star57.cli import main
from star57.numbers import LikenessKind
from tests.agent.records import CALLED, CALLING, MemoryStore, record, sought
from tests.agent.test_trunk_tables_from_csv import CALLS, CONFIG

FROM_A, TO_TERM = "127.0.13.1", "127.0.15.1"
LOCAL = NumberRule(("strip 9911#", "replace 00 with +", "add +1404 to 7 digits", "add +1 to 10 digits", "add + to 11 digits"))


@pytest.mark.parametrize(("written", "read"), [
    ("9911#4045550138", CALLED), ("0014045550138", CALLED), ("5550138", CALLED), ("4045550138", CALLED), ("14045550138", CALLED),
    ("<sip:9911%235550138@192.0.2.7;user=phone>", CALLED), ("00442079460123", "+442079460123"), (CALLED, CALLED),
    ("123456", ""), ("", ""), ("anonymous", ""), ("8814045550138", ""), ("77#4045550138", ""),
])  # fmt: skip
def test_the_steps_are_taken_in_their_order_and_lead_to_a_whole_number_or_to_nothing(written: str, read: str):
    assert LOCAL.read(written) == read


def test_without_steps_nothing_is_read():
    assert NumberRule().read(CALLED) == ""


@pytest.mark.parametrize("step", [
    "", "drop 00", "strip", "strip abc", "strip  00", "replace 00", "replace 00 with", "replace 00 with #", "add 1", "add +1 to ten digits",
    "add +1 to 6 digits", "add +1 to 16 digits", "strip 00; add 1", "strip 00\n",
])  # fmt: skip
def test_a_step_that_is_none_is_refused_with_what_to_write(step: str):
    with pytest.raises(BadNumberRule, match=r"strip 9911#|7 to 15 digits"):
        NumberRule((step,))


def table(called: NumberRule = LOCAL, calling: NumberRule = LOCAL) -> TrunkTable:
    to_term = TrunkRule(TrunkMatch(next_hop=TO_TERM), Neighbour("TERM"), called, calling)
    return TrunkTable([TrunkRule(TrunkMatch(source=FROM_A), Neighbour("A"), called, calling), to_term])


def found(trunks: TrunkTable, /, **texts: object) -> Verdict:
    store = MemoryStore()
    store.add([record(**{"source": FROM_A, "next_hop": TO_TERM, **texts})])
    return find(sought(), store, trunks)


@pytest.mark.parametrize("texts", [{"called_in": "5550138"}, {"called_in": "", "called_out": "9911#5550138"}])
def test_a_local_number_is_the_one_asked_on_a_trunk_that_writes_it_so_whichever_way_it_went(texts: dict[str, str]):
    verdict = found(table(), **texts)
    assert verdict.answer == Neighbour("A")
    assert "strip 9911#, replace 00 with +, add +1404 to 7 digits" in verdict.why
    assert found(table(NumberRule()), **texts).decision is Decision.NOTHING_FOUND


def test_a_calling_number_is_read_as_well():
    assert found(table(calling=NumberRule(("add +1202 to 7 digits",))), calling_in="5550191").answer == Neighbour("A")
    assert found(table(calling=NumberRule()), calling_in="5550191").answer is None
    assert CALLING.endswith("5550191")


def test_digits_that_may_be_a_country_are_a_prefix_where_the_trunk_says_so():
    """44 4045550138 may be a number of the United Kingdom."""
    assert found(table(NumberRule()), called_in="444045550138").answer is None
    assert found(table(NumberRule(("strip 44", "add +1 to 10 digits"))), called_in="444045550138").answer == Neighbour("A")


def test_a_number_that_the_trunk_reads_as_another_is_left_to_a_person():
    verdict = found(table(NumberRule(("strip 1404", "add +1617 to 7 digits"))), called_in="14045550138")
    assert (verdict.answer, verdict.candidates[0].called) == (None, LikenessKind.DOUBTFUL)
    assert "is +16175550138 on trunk" in verdict.why


def test_rules_that_read_a_number_differently_read_nothing():
    first = TrunkRule(TrunkMatch(source=FROM_A), Neighbour("A"), NumberRule(("add +1404 to 7 digits",)))
    second = TrunkRule(TrunkMatch(source="127.0.13.0/24"), Neighbour("A"), NumberRule(("add +1617 to 7 digits",)))
    assert found(TrunkTable([first, second]), called_in="5550138").decision is Decision.NOTHING_FOUND
    assert found(TrunkTable([first]), called_in="5550138").answer == Neighbour("A")


def test_a_planners_table_brings_number_rules_and_the_command_tells_what_they_read(tmp_path, capsys):
    (tmp_path / "calls.csv").write_text(CALLS)
    config, trunks = tmp_path / "agent.toml", tmp_path / "trunks.csv"
    config.write_text(CONFIG)
    trunks.write_text("source,provider,called,calling\n10.2.0.0/16,SOUTH,add + to 11 digits,strip 9911#; add +1 to 10 digits\n")
    assert main(["agent", "trunks", "import", str(trunks), "-c", str(config)]) == 0
    capsys.readouterr()
    assert main(["agent", "trunks", "-c", str(config), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["which"], one["rule"], one["read"], one["unread"], one["example"]) for one in told["numbers"]] == [
        ("called", "add + to 11 digits", 2, 0, ""),
        ("calling", "strip 9911#, add +1 to 10 digits", 0, 2, "12025550191"),
    ]
    assert main(["agent", "trunks", "-c", str(config)]) == 0
    assert "12025550191" in capsys.readouterr().out


def test_a_bad_step_in_the_agents_file_ends_it_at_the_start_with_the_place(tmp_path, capsys):
    config = tmp_path / "agent.toml"
    config.write_text(CONFIG + 'called = ["strip abc"]\n')
    assert main(["agent", "trunks", "-c", str(config)]) != 0
    assert "trunk[1].called: 'strip abc' is no step: write \"strip 9911#\"" in " ".join(capsys.readouterr().err.split())
