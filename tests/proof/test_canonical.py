"""Canonical JSON is RFC 8785's for values without floats; the expected texts are the RFC's own where it gives one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.proof.canonical import MAX_SAFE_INTEGER, NotCanonical, canonical_json, sha256_hex

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INTEGERS = st.integers(min_value=-MAX_SAFE_INTEGER, max_value=MAX_SAFE_INTEGER)
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5)
)


def test_keys_are_sorted_by_utf_16_code_units():
    """RFC 8785, section 3.2.3: an emoji (surrogates D83D DE00) comes before U+FB33, though its code point is higher."""
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical_json(keys)).values()) == [2, 4, 6, 7, 1, 5, 3]


def test_text_is_escaped_as_in_the_rfcs_sample():
    """RFC 8785, section 3.2.2.2."""
    value = {"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/", "literals": [None, True, False]}
    assert canonical_json(value) == '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()


@pytest.mark.parametrize(
    ("character", "written"),
    [("\b", r"\b"), ("\t", r"\t"), ("\n", r"\n"), ("\f", r"\f"), ("\r", r"\r"), ("\x00", r"\u0000"), ("\x1f", r"\u001f"), ("\x7f", "\x7f")],
)
def test_control_characters_have_their_shortest_escape_in_lower_case(character: str, written: str):
    assert canonical_json(character) == f'"{written}"'.encode()


def test_there_is_no_white_space_and_objects_nest():
    assert canonical_json({"b": [1, {"d": "x", "c": -0}], "a": {}}) == b'{"a":{},"b":[1,{"c":0,"d":"x"}]}'


@pytest.mark.parametrize("number", [MAX_SAFE_INTEGER, -MAX_SAFE_INTEGER, 0])
def test_whole_numbers_are_written_out_up_to_2_to_the_53(number: int):
    assert canonical_json(number) == str(number).encode()


@pytest.mark.parametrize("value", [MAX_SAFE_INTEGER + 1, -MAX_SAFE_INTEGER - 1, 1.5, float("nan"), {1: "x"}, {"a": object()}, {2.0}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical_json(value)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, {"a": ["\ud83d"]}])
def test_a_lone_surrogate_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical_json(value)


@pytest.mark.parametrize("value", [b"bytes", {"a": b"bytes"}, bytearray(b"x")])
def test_bytes_are_refused(value):
    with pytest.raises(NotCanonical):
        canonical_json(value)


@given(VALUES)
def test_what_is_written_reads_back_as_the_same_value(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(TEXT, INTEGERS, min_size=2, max_size=6), st.randoms())
def test_the_order_in_which_keys_were_put_makes_no_difference(value, random):
    keys = list(value)
    random.shuffle(keys)
    assert canonical_json({key: value[key] for key in keys}) == canonical_json(value)


@given(VALUES)
def test_writing_again_what_was_read_changes_nothing(value):
    written = canonical_json(value)
    assert canonical_json(json.loads(written)) == written


def test_the_hash_is_sha_256_in_lower_case():
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
