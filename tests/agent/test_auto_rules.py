"""Rows that say which answers leave by themselves: the first that fits decides, and none lets out what may not leave at all."""

from dataclasses import replace

import pytest

from star57.agent.auto_rules import AutoRule, Mode
from star57.agent.configuration import read_configuration
from star57.agent.matching import judge
from star57.agent.policy import WaitsFor, decide
from star57.agent.requests import sought_in
from star57.agent.toml_tables import BadConfiguration
from tests.agent.carrier import CUSTOMER, PROVIDER, TRUNKS, UNMAPPED, moved, policy, record, request

AUTO, REVIEW = Mode.AUTO, Mode.REVIEW


def row(mode, *, campaigns=(), trunks=()):
    return AutoRule(campaigns, trunks, mode)


def proposed(*rows, default=REVIEW, sources=(PROVIDER,), trunk="secret-trunk", is_complete=False):
    asked = request()
    records = [replace(moved(record(one, name=str(n)), n * 5), trunk_in=f"{trunk}-{n}") for n, one in enumerate(sources)]
    verdict = judge(sought_in(asked), records, TRUNKS)
    return decide(verdict, asked, replace(policy(default), auto=rows), is_complete=is_complete)


# rows, policy -> whether the answer leaves; the request's campaign is "Car warranty", its call came in by trunk secret-trunk-0
TABLE = [
    ("no row, review", (), REVIEW, False),
    ("no row, auto", (), AUTO, True),
    ("the campaign by itself", (row(AUTO, campaigns=("Car *",)),), REVIEW, True),
    ("another campaign by itself", (row(AUTO, campaigns=("Bank *",)),), REVIEW, False),
    ("the campaign to a person", (row(REVIEW, campaigns=("Bank *", "Car *")),), AUTO, False),
    ("the trunk by itself", (row(AUTO, trunks=("secret-*",)),), REVIEW, True),
    ("the address by itself", (row(AUTO, trunks=("192.0.2.*",)),), REVIEW, True),
    ("another trunk to a person", (row(REVIEW, trunks=("manila",)),), AUTO, True),
    ("both must hold", (row(AUTO, campaigns=("Car *",), trunks=("manila",)),), REVIEW, False),
    ("the first decides", (row(REVIEW, trunks=("secret-*",)), row(AUTO, campaigns=("Car *",))), AUTO, False),
    ("a row for everything", (row(AUTO),), REVIEW, True),
    ("case counts", (row(AUTO, campaigns=("car *",)),), REVIEW, False),
]


@pytest.mark.parametrize(("rows", "default", "leaves"), [each[1:] for each in TABLE], ids=[each[0] for each in TABLE])
def test_the_first_row_that_fits_decides(rows, default, leaves):
    assert proposed(*rows, default=default).leaves_by_itself is leaves


def test_the_reason_names_the_row():
    rows = (row(REVIEW, campaigns=("Bank *",)), row(AUTO, campaigns=("Car *",)))
    assert proposed(*rows).reason.startswith("under [[auto]] row 2, campaign Car *: by itself. 1 of 1 call fits")
    waiting = proposed(row(REVIEW, trunks=("secret-*",)), default=AUTO)
    assert (waiting.waits_for, waiting.reason.partition(".")[0]) == (
        WaitsFor.REVIEW, "under [[auto]] row 1, any campaign that came in by secret-*: a person approves"
    )  # fmt: skip


def test_of_two_calls_one_way_in_is_enough_to_ask_a_person_and_both_must_be_let_through():
    both = (PROVIDER, PROVIDER)
    assert not proposed(row(REVIEW, trunks=("secret-trunk-1",)), default=AUTO, sources=both).leaves_by_itself
    assert not proposed(row(AUTO, trunks=("secret-trunk-1",)), sources=both).leaves_by_itself
    assert proposed(row(AUTO, trunks=("secret-trunk-?",)), sources=both).leaves_by_itself


@pytest.mark.parametrize("sources", [(CUSTOMER,), (UNMAPPED,), ()])
def test_no_row_lets_out_what_may_not_leave_at_all(sources):
    assert not proposed(row(AUTO), default=AUTO, sources=sources).leaves_by_itself


def test_no_record_found_came_in_by_no_trunk():
    assert not proposed(row(AUTO, trunks=("*",)), sources=(), is_complete=True).leaves_by_itself
    assert proposed(row(AUTO, campaigns=("*",)), sources=(), is_complete=True).leaves_by_itself


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('[[auto]]\npolicy = "auto"\ncampaign = ["x"]\n', "unknown key auto[1].campaign"),
        ('[[auto]]\ncampaigns = ["x"]\n', "auto[1].policy is missing"),
        ('[[auto]]\npolicy = "always"\n', "auto[1].policy"),
        ('[[auto]]\npolicy = "auto"\ntrunks = [""]\n', "auto[1].trunks[1]"),
    ],
)
def test_a_wrong_row_is_refused_by_its_place(tmp_path, rows, said):
    file = tmp_path / "agent.toml"
    file.write_text('hub = "https://hub.example"\nkey = "s57_x"\nprovider = "prv_us"\nstore = "records"\n' + rows)
    with pytest.raises(BadConfiguration) as refused:
        read_configuration(file)
    assert said in str(refused.value)


def test_rows_are_read_in_their_order(tmp_path):
    file = tmp_path / "agent.toml"
    file.write_text(
        'hub = "https://hub.example"\nkey = "s57_x"\nprovider = "prv_us"\nstore = "records"\n'
        '[[auto]]\ncampaigns = ["Bank *"]\npolicy = "review"\n[[auto]]\ntrunks = ["sip-*"]\npolicy = "auto"\n'
    )
    assert read_configuration(file).policy.auto == (row(REVIEW, campaigns=("Bank *",)), row(AUTO, trunks=("sip-*",)))
