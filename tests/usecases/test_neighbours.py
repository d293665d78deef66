"""A carrier's own names for its neighbours: mapped once, they mean that provider in every answer, and nobody else's names count."""

import pytest

from star57.hub.domain.access import Role
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound
from star57.hub.reads.neighbours import neighbour_names, own_names_like, resolve_neighbour
from star57.hub.records.models import NeighbourName
from star57.hub.usecases.authorise_organisation import authorise_organisation
from star57.hub.usecases.map_neighbours import NamedLine, forget_neighbour, map_neighbour, map_neighbours
from tests.usecases.cast import person_of, stranger
from tests.usecases.test_authorisations import person

TRAN1 = person_of("TRAN1")


def mapped(stage, name: str = "XC-44", provider: str = "TRAN2", actor=TRAN1) -> None:
    map_neighbour(actor=actor, name=name, provider=provider, now=stage.now)


@pytest.mark.parametrize("written", ["XC-44", "xc-44", "  xc-44 "])
def test_an_own_name_means_its_provider_however_it_is_written(stage, written):
    mapped(stage)
    found = resolve_neighbour(TRAN1, "TRAN1", written)
    assert found
    assert found.id == "TRAN2"


def test_an_own_name_comes_before_the_registrys(stage):
    mapped(stage, "Cedar Valley Telephone", "ORIG")
    assert [getattr(resolve_neighbour(who, None, "cedar valley telephone"), "id", None) for who in (TRAN1, person_of("TRAN2"))] == [
        "ORIG",
        "TERM",
    ]


def test_an_answer_by_an_own_name_asks_the_provider_meant_and_keeps_the_name_as_written(stage):
    mapped(stage)
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.answer("TRAN1", stranger("XC-44"))
    assert stage.status("TRAN2") == "requested"
    answer = stage.station("TRAN1").answers[-1]
    assert answer.answer.upstream.name == "XC-44"
    assert answer.words == "Harbor Voice states that it received this call from Meridian Long Distance."


def test_anothers_names_mean_nothing(stage):
    mapped(stage, actor=person_of("TRAN2"), provider="ORIG")
    assert resolve_neighbour(TRAN1, "TRAN1", "XC-44") is None
    assert resolve_neighbour(TRAN1, "TRAN2", "XC-44") is None


def test_a_consultant_uses_the_names_of_the_carrier_it_answers_for(stage):
    mapped(stage)
    kim = person("O-ORIG")
    assert resolve_neighbour(kim, "TRAN1", "XC-44") is None
    authorise_organisation(actor=person("O-TRAN1", Role.ADMIN), provider="TRAN1", organisation="O-ORIG", now=stage.now)
    found = resolve_neighbour(kim, "TRAN1", "XC-44")
    assert found
    assert found.id == "TRAN2"


def test_a_name_means_one_provider_at_a_time(stage):
    mapped(stage)
    mapped(stage, "xc-44", "ORIG")
    assert [(each.name, each.provider.id) for each in neighbour_names(actor=TRAN1)] == [("XC-44", "ORIG")]
    forget_neighbour(actor=TRAN1, neighbour=neighbour_names(actor=TRAN1)[0].id, now=stage.now)
    assert neighbour_names(actor=TRAN1) == ()
    mapped(stage)
    assert len(neighbour_names(actor=TRAN1)) == 1


def test_a_table_is_taken_whole_or_not_at_all(stage):
    lines = [NamedLine(2, "XC-44", "TRAN2"), NamedLine(3, "XC-45", "Nobody Inc"), NamedLine(4, "", "ORIG")]
    with pytest.raises(Invalid, match=r"Line 3: .*Nobody Inc.* Line 4: .*1 to 200"):
        map_neighbours(actor=TRAN1, lines=lines, now=stage.now)
    assert not NeighbourName.objects.exists()
    assert map_neighbours(actor=TRAN1, lines=lines[:1], now=stage.now) == 1


def test_what_is_typed_finds_own_names(stage):
    mapped(stage)
    mapped(stage, "Big Blue", "ORIG")
    mapped(stage, "XC-47", "ORIG", actor=person_of("TRAN2"))
    assert {name: row.id for name, row in own_names_like(actor=TRAN1, provider=None, text="c-4", limit=5).items()} == {"XC-44": "TRAN2"}


def test_who_only_reads_maps_nothing_and_a_stranger_forgets_nothing(stage):
    mapped(stage)
    with pytest.raises(NotAllowed):
        mapped(stage, actor=person("O-TRAN1", Role.READER))
    with pytest.raises(NotFound):
        forget_neighbour(actor=person_of("TRAN2"), neighbour=neighbour_names(actor=TRAN1)[0].id, now=stage.now)
