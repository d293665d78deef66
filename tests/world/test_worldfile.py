"""A world file is read as its contract says, and every mistake in one is a line that names file, place and remedy."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from star57.agent.ends import CustomerEnd, ForeignEnd, Neighbour
from star57.world.builtin_world import BUILTIN_CALLS, BUILTIN_WORLD
from star57.world.callsfile import read_calls
from star57.world.worldfile import BadWorld, read_world

WHOLE = """
now = 2026-11-22T13:50:00Z
[[provider]]
id = "TERM"
name = "Cedar Valley Telephone"
country = "CA"
time_zone = "America/Toronto"
agent = "review"
[[provider.records]]
format = "csv"
files = ["calls-*.csv"]
time_zone = "America/Toronto"
columns = { called_in = "dst", started_at = "when" }
[[provider.trunk]]
match = { source = "192.0.2.0/24", trunk = "T*" }
provider = "NOBODY-KNOWS"
[[provider.trunk]]
match = { account = "C1" }
customer = { name = "Dialer" }
[[provider.trunk]]
match = { source = "198.51.100.7" }
foreign = { name = "Far Away", country = "PH" }
[[provider]]
id = "OTHER"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "calls-1.csv").write_text("dst,when\n")
    (folder / "calls-2.csv").write_text("dst,when\n")
    file = folder / "world.toml"
    file.write_text(text)
    return file


def test_a_whole_world_is_read(tmp_path):
    world = read_world(written(tmp_path, WHOLE))
    term, other = world.providers
    assert world.now == datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
    assert world.ids == {"TERM", "OTHER"}
    assert (term.name, term.country, term.time_zone, term.agent) == ("Cedar Valley Telephone", "CA", "America/Toronto", "review")
    assert [path.name for path in term.records[0].files] == ["calls-1.csv", "calls-2.csv"]
    assert term.records[0].options.columns == {"called_in": "dst", "started_at": "when"}
    assert [rule.end for rule in term.trunks.rules] == [
        Neighbour("NOBODY-KNOWS"),
        CustomerEnd("Dialer", "", "", "caller", None),
        ForeignEnd("Far Away", "PH"),
    ]
    assert (other.name, other.country, other.agent, other.records) == ("OTHER", "US", "auto", ())


MISTAKES = [
    ("now = 2026-11-22T13:50:00Z", 'now = "noon"', "now: write an instant"),
    ("now = 2026-11-22T13:50:00Z", "now = 2026-11-22T13:50:00", "now: write an instant"),
    ("now = 2026-11-22T13:50:00Z", "nwo = 2026-11-22T13:50:00Z", "unknown key 'nwo'"),
    ('agent = "review"', 'agnet = "review"', "provider TERM: unknown key 'agnet'"),
    ('agent = "review"', 'agent = "sometimes"', "provider TERM: agent: 'sometimes' is none of auto, review, none"),
    ('format = "csv"', 'format = "cvs"', "provider TERM, records 1: format: 'cvs' is none of kamailio-sqlite"),
    ('format = "csv"', "", "provider TERM, records 1: format is missing"),
    ('files = ["calls-*.csv"]', 'files = ["clals-*.csv"]', "provider TERM, records 1: files: 'clals-*.csv' matches no file"),
    ('files = ["calls-*.csv"]', 'files = "calls-*.csv"', "provider TERM, records 1: files: write a list"),
    ('files = ["calls-*.csv"]', 'files = ["calls-*.csv"]\ntabel = "x"', "provider TERM, records 1: unknown key 'tabel'"),
    (
        'time_zone = "America/Toronto"\ncolumns',
        'time_zone = "Toronto"\ncolumns',
        "provider TERM, records 1: time_zone 'Toronto' is not a time zone",
    ),
    ("columns = {", "columns = 3 # {", "provider TERM, records 1: columns: write a list"),
    ('time_zone = "America/Toronto"\nagent', 'time_zone = "Toronto"\nagent', "provider TERM: time_zone: 'Toronto'"),
    ('country = "CA"', 'country = "Canada"', "provider TERM: country: write the two capital letters"),
    ('{ account = "C1" }', '{ acount = "C1" }', "provider TERM, trunk 2: unknown key match.acount"),
    ('{ account = "C1" }', "{ }", "provider TERM: trunk[2].match: a trunk rule needs at least one of"),
    ('match = { account = "C1" }', "", "provider TERM, trunk 2: match is missing"),
    ('customer = { name = "Dialer" }', "", "provider TERM, trunk 2: a trunk has exactly one of"),
    (
        'customer = { name = "Dialer" }',
        'customer = { name = "D" }\nprovider = "OTHER"',
        "provider TERM, trunk 2: a trunk has exactly one of",
    ),
    ('customer = { name = "Dialer" }', 'customer = { nmae = "D" }', "provider TERM, trunk 2: unknown key customer.nmae"),
    ('customer = { name = "Dialer" }', 'customer = { address = "D" }', "provider TERM, trunk 2: customer.name is missing"),
    ('"192.0.2.0/24"', '"192.0.2.300"', "provider TERM: trunk[1].match: the trunk rule's source '192.0.2.300'"),
    ('match = { source = "198.51.100.7" }', 'match = { source = "192.0.2.9" }', "name different ends"),
    ('agent = "review"', 'ocn = "12345"', "provider TERM: ocn: 5 characters are too many: at most 4"),
    ('id = "OTHER"', 'id = "TERM"', "provider id 'TERM' stands 2 times"),
    ('id = "OTHER"', 'id = "O T"', "provider 2: id: 'O T' may hold"),
    ('id = "OTHER"', "", "provider 2: id is missing"),
    ("[[provider.records]]", "[[provider.records", "is no TOML"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES)
def test_a_mistake_is_one_line_that_names_the_place(tmp_path, right, wrong, said):
    assert WHOLE.count(right) == 1
    file = written(tmp_path, WHOLE.replace(right, wrong))
    with pytest.raises(BadWorld) as refused:
        read_world(file)
    assert str(refused.value).startswith(str(file))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


FOLLOWED = """
[[provider]]
id = "LIVE"
[[provider.follow]]
name = "switch"
format = "kamailio-sql"
database = "sqlite:live/acc.db"
table = "acc"
[[provider.follow]]
name = "log"
format = "csv"
files = ["live/calls.csv"]
"""


def test_a_source_that_is_followed_lies_beside_the_file_and_need_not_be_there_yet(tmp_path):
    (live,) = read_world(written(tmp_path, FOLLOWED)).providers
    assert [one.database for one in live.follow] == [f"sqlite:{tmp_path}/live/acc.db", None]
    assert live.follow[1].files == (f"{tmp_path}/live/calls.csv",)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('name = "log"', 'name = "switch"', "provider LIVE: two [[provider.follow]] tables have the same name"),
        ('table = "acc"', 'colour = "red"', "provider LIVE, follow 1: unknown key colour"),
    ],
)
def test_a_source_that_cannot_be_followed_is_refused_by_place(tmp_path, right, wrong, said):
    with pytest.raises(BadWorld, match=re.escape(said)):
        read_world(written(tmp_path, FOLLOWED.replace(right, wrong)))


def test_no_file_and_no_provider_are_refused(tmp_path):
    with pytest.raises(BadWorld, match=r"cannot be read: No such file"):
        read_world(tmp_path / "none.toml")
    with pytest.raises(BadWorld, match=r"has no provider"):
        read_world(written(tmp_path, ""))
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    with pytest.raises(BadWorld, match=r"is not UTF-8"):
        read_world(tmp_path / "latin.toml")


def test_the_built_in_world_reads_and_its_calls_are_its_own():
    world = read_world(BUILTIN_WORLD)
    assert read_calls(BUILTIN_CALLS, providers=world.ids)
    assert all(name.endswith(".example") for name in (provider.contact for provider in world.providers))


@pytest.mark.parametrize("name", ["kamailio", "asterisk"])
def test_the_lab_worlds_are_toml_of_known_shape(name):
    file = Path(__file__).parents[1] / "worlds" / f"{name}.toml"
    assert {"now", "provider"} == set(tomllib.loads(file.read_text()))
