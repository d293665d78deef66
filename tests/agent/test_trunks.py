import pytest

from star57.agent.trunks import BadTrunkMatch, CustomerEnd, ForeignEnd, Neighbour, OverlappingTrunks, TrunkMatch, TrunkRule, TrunkTable
from tests.agent.records import record

A, B = Neighbour("A"), Neighbour("B")


def rule(end: Neighbour | CustomerEnd | ForeignEnd, **match: str) -> TrunkRule:
    return TrunkRule(TrunkMatch(**match), end)


@pytest.mark.parametrize(
    "match",
    [
        {"source": "127.0.13.1"},
        {"source": "127.0.13.0/24"},
        {"source": "127.0.13.1", "trunk": "TG-7"},
        {"trunk": "TG-*"},
        {"account": "CUST-10442"},
        {"channel": "PJSIP/up-*"},
        {"account": "CUST-*", "channel": "PJSIP/up-????????"},
    ],
)
def test_a_rule_names_who_handed_the_call_over_when_all_of_it_holds(match: dict[str, str]):
    one = record(source="127.0.13.1", trunk_in="TG-7", account="CUST-10442", channel_in="PJSIP/up-0000000a")
    assert TrunkTable([rule(A, **match)]).upstream_of(one) == {A}
    assert TrunkTable([rule(A, **match)]).upstream_of(record(source="127.0.99.1")) == set()


def test_a_rule_of_source_and_trunk_reads_the_only_trunk_a_switch_writes():
    table = TrunkTable([rule(A, source="127.0.13.1", trunk="TG-7")])
    assert table.upstream_of(record(source="127.0.13.1", trunk_out="TG-7")) == {A}
    assert table.upstream_of(record(source="127.0.13.1", trunk_in="TG-8", trunk_out="TG-7")) == set()


def test_one_address_may_stand_for_different_ends_as_source_and_as_next_hop():
    table = TrunkTable([rule(A, source="127.0.13.1"), rule(B, next_hop="127.0.13.1")])
    assert table.upstream_of(record(source="127.0.13.1")) == {A}
    assert table.downstream_of(record(next_hop="127.0.13.1")) == {B}


def test_a_trunk_alone_is_tried_on_both_sides():
    table = TrunkTable([rule(A, trunk="TG-7"), rule(B, channel="PJSIP/down-*")])
    assert table.upstream_of(record(trunk_in="TG-7", channel_out="PJSIP/down-1")) == {A}
    assert table.downstream_of(record(trunk_out="TG-7")) == {A}
    assert table.downstream_of(record(channel_out="PJSIP/down-1")) == {B}


def test_a_source_or_account_never_speaks_of_the_egress():
    table = TrunkTable([rule(A, source="127.0.13.1", next_hop="127.0.15.1"), rule(A, account="X")])
    assert table.downstream_of(record(source="127.0.13.1", next_hop="127.0.15.1", account="X")) == set()


def test_a_neighbours_own_sending_address_hints_at_where_a_call_went():
    table = TrunkTable([rule(A, source="127.0.15.1"), rule(CustomerEnd("C", "", "", "caller", None), source="127.0.16.1")])
    assert table.hinted_downstream_of(record(next_hop="127.0.15.1")) == {A}
    assert table.hinted_downstream_of(record(next_hop="127.0.16.1")) == set()


@pytest.mark.parametrize("address", ["2001:db8::7", "2001:DB8:0::7", "[2001:db8::7]"])
def test_ipv6_addresses_are_compared_as_addresses(address: str):
    assert TrunkTable([rule(A, source="2001:db8::/64")]).upstream_of(record(source=address)) == {A}


def test_an_ipv4_address_written_as_ipv6_is_itself():
    assert TrunkTable([rule(A, source="127.0.13.1")]).upstream_of(record(source="::ffff:127.0.13.1")) == {A}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"source": "127.0.13.1"}, {"source": "127.0.13.1", "trunk": "TG-7"}),
        ({"source": "127.0.13.0/24"}, {"source": "127.0.13.128/25"}),
        ({"trunk": "TG-*"}, {"trunk": "TG-7"}),
        ({"trunk": "TG-*"}, {"trunk": "*-7"}),
        ({"trunk": "T[A-F]?"}, {"trunk": "?[E-G]*", "source": "127.0.13.1"}),
        ({"next_hop": "127.0.15.1"}, {"next_hop": "127.0.15.0/30", "trunk": "TG-7"}),
        ({"account": "X", "trunk": "A"}, {"account": "X", "channel": "B"}),
    ],
)
def test_rules_that_can_meet_in_one_call_and_name_different_ends_are_refused_by_name(one: dict[str, str], other: dict[str, str]):
    with pytest.raises(OverlappingTrunks) as refusal:
        TrunkTable([rule(A, **one), rule(B, **other)])
    assert f"{TrunkMatch(**one)} -> A" in str(refusal.value)
    assert f"{TrunkMatch(**other)} -> B" in str(refusal.value)
    TrunkTable([rule(A, **one), rule(A, **other)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"source": "127.0.13.1"}, {"source": "127.0.13.2"}),
        ({"source": "127.0.13.1"}, {"source": "::/0"}),
        ({"source": "127.0.13.1"}, {"account": "X"}),
        ({"source": "127.0.13.1", "trunk": "A"}, {"source": "127.0.13.1", "trunk": "B"}),
        ({"trunk": "TG-*1"}, {"trunk": "TG-*2"}),
        ({"trunk": "T[AB]"}, {"trunk": "T[CD]"}),
        ({"source": "127.0.13.1", "next_hop": "127.0.15.1"}, {"next_hop": "127.0.15.1"}),
    ],
)
def test_rules_that_cannot_meet_on_one_side_of_a_call_stand_together(one: dict[str, str], other: dict[str, str]):
    TrunkTable([rule(A, **one), rule(B, **other)])


@pytest.mark.parametrize(
    ("match", "says"),
    [
        ({}, "at least one of"),
        ({"source": ""}, "source is empty"),
        ({"source": "sbc.example"}, "sbc.example.*neither an address nor a network"),
        ({"next_hop": "127.0.13.1/24"}, "has host bits set"),
        ({"source": "127.0.0.300"}, "127.0.0.300"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_with_what_is_wrong(match: dict[str, str], says: str):
    with pytest.raises(BadTrunkMatch, match=says):
        TrunkMatch(**match)
