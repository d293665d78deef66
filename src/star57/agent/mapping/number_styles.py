"""How a site writes telephone numbers, in words for a person; finding calls copes with each of them."""

import re
from collections import Counter
from collections.abc import Sequence

_STYLES = (
    ("SIP or tel URIs", re.compile(r".*(?:sips?:|tel:|@).*", re.IGNORECASE)),
    ("E.164 with +", re.compile(r"\+\d{7,15}", re.ASCII)),
    ("with a prefix that ends in # or *", re.compile(r"\w*[#*]\+?\d+", re.ASCII)),
    ("international with 00 or 011", re.compile(r"0(?:0|11)[1-9]\d{6,14}", re.ASCII)),
    ("E.164 without + (North America)", re.compile(r"1[2-9]\d{9}", re.ASCII)),
    ("national, or of ten digits", re.compile(r"[2-9]\d{9}|0[1-9]\d{6,10}", re.ASCII)),
    ("E.164 without +, or with a technical prefix", re.compile(r"\d{11,}", re.ASCII)),
    ("short or written with spaces and dashes", re.compile(r".+")),
)


def style_of(numbers: Sequence[str]) -> str:
    """ "national, or of ten digits (1,980 of 2,000)", the most frequent two."""
    found = Counter(next(words for words, form in _STYLES if form.fullmatch(number)) for number in numbers if number)
    return ", ".join(f"{words} ({count:,} of {len(numbers):,})" for words, count in found.most_common(2)) or "empty"
