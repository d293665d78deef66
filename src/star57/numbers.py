"""Telephone numbers: E.164 as people and messages write it, and what the wire makes of it.

Knows nothing of records, calls or countries' routing; pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_SURELY_A_NUMBER = 10  # digits; what stands for a withheld number is shorter, or only zeros
_KEY_LENGTH = 7
_LONGEST_PREFIX = 10
_SHORTEST_BARE = 7  # digits of a national number that may stand without country code
_SHORTEST_BARE_PREFIXED = 9  # and behind a technical prefix, where chance likeness is nearer

_WITHHELD = {"266696687"}  # "anonymous" on a keypad, as some gateways write it
_ENCODED = {"%23": "#", "%2B": "+", "%3B": ";"}
_NUMBER_MARKS = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]")
_WIRE_NUMBER = re.compile(r"(?P<coded>(?:[0-9A-Za-z]{0,10}[#*])*)(?P<plus>\+?)(?P<digits>\d+)#?", re.ASCII)
_ANGLED = re.compile(r"<([^<>]*)>")
_SCHEME = re.compile(r"^(?:sips?|tel|pjsip)[:/]", re.IGNORECASE)


class NotANumber(ValueError):
    """The text is not a telephone number; the message says what to write."""


class LikenessKind(StrEnum):
    EXACT = "exact"
    REWRITTEN = "rewritten"
    PREFIXED = "prefixed"
    DOUBTFUL = "doubtful"  # its digits stand at the end, but the whole may be another number


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a number on the wire is the same as an E.164 one; `words` finish the phrase "called number …"."""

    kind: LikenessKind
    words: str


@dataclass(frozen=True, slots=True)
class _Wire:
    """A number as found: a coded prefix that ends in # or *, whether + stood before the digits, the digits.
    A # behind them only ended dialling."""

    coded: str
    plus: bool
    digits: str


def parse_e164(text: str, *, country: str = "US") -> str:
    """The E.164 form of what a person or a file wrote; `country` (ISO 3166) reads numbers without a country code."""
    user = _user_part(text)
    compact = _NUMBER_MARKS.sub("", user)
    if not re.fullmatch(r"\+?\d+", compact, re.ASCII):
        raise NotANumber(f"{text!r} is not a telephone number: write it with + and the country code, as in +16175550172")
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    try:
        number = phonenumbers.parse(compact, country.upper())
    except NumberParseException as problem:
        raise NotANumber(f"{text!r} has no known country code: write it as in +16175550172") from problem
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise NotANumber(f"{text!r} is too short or too long: write the whole number with its country code, as in +16175550172")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def national(e164: str) -> str:
    """The form people of that country read, to stand beside E.164: (617) 555-0172."""
    number = _parsed(e164)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) if number else e164


def usual_digits(e164: str) -> tuple[str, ...]:
    """What switches usually write for this number, digits only: 16175550172, 6175550172, 0016175550172, 01116175550172."""
    full = e164.removeprefix("+")
    forms = _forms(e164, _SHORTEST_BARE)
    return (full, *sorted((form for form in forms if form != full), key=len))


def number_key(raw: str) -> str:
    """Index key: the last 7 digits, the same for every wire form of one number; "" when there are fewer."""
    digits = raw[1:] if raw.startswith("+") else raw
    if len(digits) >= _SURELY_A_NUMBER and digits.isascii() and digits.isdigit() and digits.strip("0"):
        return digits[-_KEY_LENGTH:]  # nearly all are written like this: nothing to take apart
    return _key_of_wire(raw)


def _key_of_wire(raw: str) -> str:
    wire = _read(raw)
    if wire is None or is_withheld(raw):
        return ""
    return wire.digits[-_KEY_LENGTH:] if len(wire.digits) >= _KEY_LENGTH else ""


def is_withheld(raw: str) -> bool:
    """Whether the wire shows no number: empty, anonymous and its kin, any name without a digit, only zeros."""
    if ".invalid" in raw.lower():
        return True
    digits = "".join(c for c in _user_part(raw) if c in "0123456789")
    return digits.strip("0") == "" or digits in _WITHHELD


def dialled_number(raw: str, *, country: str = "US") -> str | None:
    """E.164 of a number that a switch wrote, behind a prefix that ends in # or * too; None where it is no number that could be dialled."""
    text = wire_text(raw).rstrip("#")
    try:
        e164 = parse_e164(text[max(text.rfind("#"), text.rfind("*")) + 1 :], country=country)
    except NotANumber:
        return None
    number = _parsed(e164)
    return e164 if number and phonenumbers.is_valid_number(number) else None


def other_number(raw: str, than: str, *, country: str = "US") -> str:
    """E.164 of what a switch wrote, where it is another number than this one; "" where it may be this one, behind a prefix, or none."""
    if is_withheld(raw) or same_number(than, raw) or ends_like(than, raw):
        return ""
    return dialled_number(raw, country=country) or ""


def wire_text(raw: str) -> str:
    """The number as it stands in a URI, a name-addr or plain text, without marks and parameters: +16175550172, 9911#16175550172."""
    return _NUMBER_MARKS.sub("", _user_part(raw))


def same_number(e164: str, raw: str) -> Likeness | None:
    """Whether the number on the wire is this one, and how it is written there; None when it is another.

    The full national number must stand there (never a shorter tail), and a whole that is itself another valid
    international number is that number and no technical prefix.
    """
    wire = _read(raw)
    if wire is None or is_withheld(raw):
        return None
    if not wire.coded and wire.plus and "+" + wire.digits == e164:
        return Likeness(LikenessKind.EXACT, f"written {e164}")
    bare_forms = tuple(_forms(e164, _SHORTEST_BARE))
    rewritten = (e164[1:], "00" + e164[1:], "011" + e164[1:]) if wire.plus else bare_forms
    if wire.digits in rewritten:
        if wire.coded:
            return Likeness(LikenessKind.PREFIXED, f"technical prefix {wire.coded}")
        return Likeness(LikenessKind.REWRITTEN, f"written {'+' if wire.plus else ''}{wire.digits}")
    prefix = "" if wire.plus else _technical_prefix(e164, wire.digits)
    return Likeness(LikenessKind.PREFIXED, f"technical prefix {wire.coded}{prefix}") if prefix else None


def ends_like(e164: str, raw: str) -> Likeness | None:
    """Where same_number() sees another number: whether this one still stands at its end, so that nobody may rule it out.
    9 16175550172 is a number of India, or an outside line."""
    wire = _read(raw)
    if wire is None or wire.plus or is_withheld(raw) or same_number(e164, raw):
        return None
    shortest = min(_forms(e164, _SHORTEST_BARE_PREFIXED), key=len)
    before = len(wire.digits) - len(shortest)
    if not wire.digits.endswith(shortest) or not 0 < before <= _LONGEST_PREFIX:
        return None
    return Likeness(LikenessKind.DOUBTFUL, f"at the end of {wire.coded}{wire.digits}, perhaps another number")


def _technical_prefix(e164: str, digits: str) -> str:
    """The digits before the number, or "" when the whole may be another number."""
    for form in _forms(e164, _SHORTEST_BARE_PREFIXED):
        prefix = digits.removesuffix(form)
        if prefix != digits and 0 < len(prefix) <= _LONGEST_PREFIX:
            return "" if prefix.strip("0") == "" or _may_be_another(prefix, digits) else prefix
    return ""


def _may_be_another(prefix: str, digits: str) -> bool:
    """Whether digits read as an international number of their own: 44 2025550141 is London and no prefix 44."""
    for idd in ("", "00", "011"):
        whole = _parsed("+" + digits.removeprefix(idd)) if digits.startswith(idd) else None
        if whole is None:
            continue
        is_country_code = prefix.removeprefix(idd) == str(whole.country_code)
        if phonenumbers.is_valid_number(whole) or (is_country_code and phonenumbers.is_possible_number(whole)):
            return True
    return False


@lru_cache(maxsize=1024)
def _forms(e164: str, shortest_bare: int) -> tuple[str, ...]:
    """The digits switches write for this number, longest first."""
    return tuple(sorted(set(_each_form(e164, shortest_bare)), key=lambda form: (-len(form), form)))


def _each_form(e164: str, shortest_bare: int) -> Iterator[str]:
    full = e164.removeprefix("+")
    yield from (full, "00" + full, "011" + full)
    number = _parsed(e164)
    if number is None:
        return
    nsn = phonenumbers.national_significant_number(number)
    if len(nsn) < shortest_bare:
        return
    yield nsn
    trunk = phonenumbers.ndd_prefix_for_region(phonenumbers.region_code_for_country_code(number.country_code or 0), True)
    if trunk and trunk != str(number.country_code):
        yield trunk + nsn


@lru_cache(maxsize=4096)
def _parsed(e164: str) -> PhoneNumber | None:
    if not _E164.fullmatch(e164):
        return None
    try:
        return phonenumbers.parse(e164, None)
    except NumberParseException:
        return None


def _read(raw: str) -> _Wire | None:
    match = _WIRE_NUMBER.fullmatch(wire_text(raw))
    return _Wire(match["coded"], bool(match["plus"]), match["digits"]) if match else None


@lru_cache(maxsize=4096)  # a search asks the same few numbers many things
def _user_part(raw: str) -> str:
    """What stands for the number in a URI, a name-addr or plain text, without parameters."""
    angled = _ANGLED.search(raw)
    text = (angled[1] if angled else raw).strip().strip('"')
    text = _SCHEME.sub("", text)
    text = re.sub("%(?:23|2B|3B)", lambda found: _ENCODED[found[0].upper()], text.split("@", 1)[0], flags=re.IGNORECASE)
    return text.split(";", 1)[0].split(":", 1)[0].strip()
