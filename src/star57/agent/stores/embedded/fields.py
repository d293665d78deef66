"""How each field of a call record is kept: as whole numbers with a dictionary of words, or as text. Pure.

A number splits into a word and its last seven digits, "file:line" into a word and the line; what has a word has few of them.
"""

from collections.abc import Sequence

from star57.agent.stores.codes import number_code

NUMBERS = ("called_in", "called_out", "calling_in", "calling_out")
WORDS = (*NUMBERS, "source", "next_hop", "trunk_in", "trunk_out", "account", "release", "origin")
DICTIONARY = {**{name: name for name in WORDS}, **dict.fromkeys(NUMBERS, "number")}  # numbers share one, so that like is like
DICTIONARIES = tuple(dict.fromkeys(DICTIONARY.values()))
TEXTS = ("record_id", "call_ref", "call_id", "call_id_out", "identity", "channel_in", "channel_out", "within_s", "duration_s",
         "diverted_from")  # fmt: skip
PLAIN_TEXTS = ("call_id", "call_id_out", "identity", "channel_in", "channel_out", "diverted_from")  # with no other way to be kept
SPLIT = (*NUMBERS, "origin")
MOST_WORDS = 65_000  # of a column in one segment; a value beyond them is kept as text
ID_BYTES = 12
# Whole-number columns in their order in a block. A column marked # is the second part of its field. `key` is that of the called number
# as it came in, or of the other one; `other`, `calling` and `calling_too` are the further keys a record is looked up by, 0 for none.
COLUMNS = ("key", "other", "start", "within_s", "duration_s", "ref", *WORDS, *(f"{name}#" for name in SPLIT), "calling", "calling_too")
WIDE = frozenset({"start", "within_s", "duration_s"})  # µs, 64 bits; all others fit 32
# What mostly is the same as another column, kept as the difference.
KEPT_LIKE = {"called_in#": "key", "called_out": "called_in", "called_out#": "called_in#", "calling_out": "calling_in",
             "calling_out#": "calling_in#", "calling": "calling_in#"}  # fmt: skip
REF_TEXT, REF_CALL_ID, REF_RECORD_ID = 0, 1, 2
_TAIL = 7
_CODE_OF_NO_DIGITS = 9_999_999
_LONGEST_LINE_NUMBER = 9


def key_of(number: str) -> int:
    """The key of a number on the wire as a number below 2**24; 0 for none."""
    code = number_code(number)
    return code - _CODE_OF_NO_DIGITS if code else 0


def key_asked(key: str) -> int:
    """The same of a number_key; 0 where it is none."""
    return int(key) + 1 if len(key) == _TAIL and key.isascii() and key.isdigit() else 0


def split(field: str, text: str) -> tuple[str, int]:
    """The word and the number that make up the text; the number is 0 where there is none."""
    if field == "origin":
        head, colon, line = text.rpartition(":")
        if colon and line.isascii() and line.isdigit() and len(line) <= _LONGEST_LINE_NUMBER and (line[0] != "0" or line == "0"):
            return head, int(line) + 1
        return text, 0
    tail = text[-_TAIL:]
    if len(tail) == _TAIL and tail.isascii() and tail.isdigit():
        return text[:-_TAIL], int(tail) + 1
    return text, 0


def joined(field: str, word: str, number: int) -> str:
    if not number:
        return word
    return f"{word}:{number - 1}" if field == "origin" else f"{word}{number - 1:07}"


def union(dictionaries: Sequence[Sequence[str]]) -> list[str]:
    """The words of all, each once, no more than may be."""
    return list(dict.fromkeys(word for words in dictionaries for word in words))[:MOST_WORDS]
