import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.numbers import (
    LikenessKind,
    NotANumber,
    _key_of_wire,
    dialled_number,
    is_withheld,
    national,
    number_key,
    parse_e164,
    same_number,
)

ASKED = "+12025550141"
FORMS = (
    "{e}",
    "{f}",
    "{n}",
    "00{f}",
    "011{f}",
    "sip:{e}@10.0.0.1:5060;user=phone",
    "tel:{e}",
    '"A" <sip:{n}@h>',
    "{n};npdi;rn=+13125550100",
)
PREFIXES = ("9911", "9911#", "77*", "*67", "7001")
us_numbers = st.integers(2_000_000_000, 9_999_999_999).map(lambda digits: f"+1{digits}")


def written(form: str, e164: str) -> str:
    return form.format(e=e164, f=e164[1:], n=e164[2:])


@given(us_numbers, st.sampled_from(FORMS))
def test_every_form_the_wire_uses_is_the_same_number_under_the_same_key(e164: str, form: str):
    assert same_number(e164, written(form, e164)) is not None
    assert number_key(written(form, e164)) == number_key(e164) != ""


@given(us_numbers, us_numbers, st.sampled_from(FORMS))
def test_no_form_of_one_number_is_another(e164: str, other: str, form: str):
    assert e164 == other or same_number(e164, written(form, other)) is None


@given(us_numbers, st.sampled_from(PREFIXES), st.sampled_from(["{f}", "{n}"]))
def test_a_technical_prefix_is_seen_for_what_it_is(e164: str, prefix: str, form: str):
    likeness = same_number(e164, prefix + written(form, e164))
    assert likeness is None or likeness.kind is LikenessKind.PREFIXED
    assert prefix not in ("9911#", "77*", "*67") or likeness is not None
    assert number_key(prefix + written(form, e164)) == number_key(e164)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("+12025550141", "written +12025550141"),
        ("0012025550141", "written 0012025550141"),
        ("991112025550141", "technical prefix 9911"),
        ("9911#12025550141", "technical prefix 9911#"),
    ],
)
def test_likeness_says_how_the_number_was_written(raw: str, words: str):
    likeness = same_number(ASKED, raw)
    assert likeness is not None
    assert likeness.words == words


@pytest.mark.parametrize(
    "raw",
    [
        "5550141",  # a local tail
        "025550141",
        "442025550141",  # London
        "+442025550141",
        "912025550141",  # Pune
        "02025550141",  # somebody's national form with its leading zero
        "120255501410",
        "2025550142",
        "anonymous",
        "",
        "s",
        "alice2025550141",
    ],
)
def test_a_likeness_of_digits_alone_is_not_the_same_number(raw: str):
    assert same_number(ASKED, raw) is None


@pytest.mark.parametrize("raw", ["02079460123", "2079460123", "00442079460123", "011442079460123", "9911442079460123"])
def test_numbers_of_other_countries_are_known_in_their_own_forms(raw: str):
    assert same_number("+442079460123", raw) is not None


NAMELESS = ["", "anonymous", "Anonymous", "restricted", "unknown", "Unavailable", "private", "<unknown>", "asterisk", "0000000000"]


@pytest.mark.parametrize("raw", [*NAMELESS, "+266696687", "sip:anonymous@anonymous.invalid", '"A" <sip:c8oqz84zk7z@anonymous.invalid>'])
def test_a_caller_who_shows_no_number_is_withheld(raw: str):
    assert is_withheld(raw)
    assert number_key(raw) == ""


@pytest.mark.parametrize("raw", ["+12025550141", "100", "sip:2025550141@anonymous.example"])
def test_a_caller_who_shows_a_number_is_not_withheld(raw: str):
    assert not is_withheld(raw)


@pytest.mark.parametrize(
    "text", ["617 555 0172", "(617) 555-0172", "+1 617-555-0172", "1.617.555.0172", "tel:+16175550172", "0016175550172"]
)
def test_what_people_write_becomes_e164(text: str):
    assert parse_e164(text) == "+16175550172"


def test_a_number_without_country_code_is_read_for_the_country_given():
    assert parse_e164("020 7946 0123", country="GB") == "+442079460123"


@pytest.mark.parametrize("text", ["", "abc", "5550172", "+161755501720", "+999123456", "1-800-FLOWERS", "anonymous"])
def test_what_is_no_number_is_refused_with_what_to_write(text: str):
    with pytest.raises(NotANumber, match=r"\+16175550172"):
        parse_e164(text)


def test_the_national_form_is_the_one_people_read():
    assert national("+16175550172") == "(617) 555-0172"


@given(st.text(max_size=40))
def test_no_text_from_the_wire_breaks_the_reader(raw: str):
    number_key(raw)
    is_withheld(raw)
    same_number(ASKED, raw)


@pytest.mark.parametrize(("raw", "country", "e164"), [
    ("9911#14045550138", "US", "+14045550138"), ("sip:+14045550138@192.0.2.7;user=phone", "US", "+14045550138"),
    ("01114045550138", "US", "+14045550138"), ("02079460123", "GB", "+442079460123"), ("0298765432", "US", None),

    ("5550138", "US", None), ("7700114045550138", "US", None), ("sales", "US", None), ("", "US", None),
    ("14045550138#", "US", "+14045550138"),
])  # fmt: skip
def test_what_a_switch_wrote_is_a_number_where_it_could_be_dialled(raw: str, country: str, e164: str | None):
    assert dialled_number(raw, country=country) == e164


@given(st.one_of(st.from_regex(r"\+?[0-9]{0,16}", fullmatch=True), st.text("0123456789+sip:@;#* -", max_size=16)))
def test_the_quick_way_to_a_key_is_the_way_of_all_others(number):
    assert number_key(number) == _key_of_wire(number)
