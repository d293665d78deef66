"""What the demo's calls are said to be: made-up campaigns for the built-in world's numbers, one plain name for all others."""

from collections.abc import Mapping
from types import MappingProxyType

Words = Mapping[str, str | int]  # as the API takes a campaign

UNNAMED: Words = MappingProxyType({
    "name": "Calls of the demo", "why_suspicious": "Handed in to be traced; every number is the demo's own.",
})  # fmt: skip
ELECTRICITY: Words = MappingProxyType({
    "name": "Power cut in thirty minutes",
    "why_suspicious": "A recorded voice claims an unpaid bill and demands payment at once; the utility it names has no such debt on file.",
    "transcript": "This is the legal department of your electric utility. Your account is past due and your power will be disconnected "
    "today. Press one to speak to an agent.",
    "harm_rank": 2,
})  # fmt: skip
WARRANTY: Words = MappingProxyType({
    "name": "Car warranty, final notice",
    "why_suspicious": "The same recording reached honeypot numbers that own no car, and nobody had agreed to be called.",
    "transcript": "This is the final notice about the warranty of your vehicle. Press one to renew it, or two to be taken off our list.",
    "harm_rank": 5,
})  # fmt: skip
BANK: Words = MappingProxyType({
    "name": "Bank security department",
    "why_suspicious": "The number shown belongs to a bank that did not call; the voice asks for a one-time code.",
    "transcript": "A payment from your account was stopped. To confirm that it was not you, say the code that we have just sent you.",
    "harm_rank": 1,
})  # fmt: skip

_BY_CALLED: Mapping[str, Words] = MappingProxyType({
    "+12125550100": ELECTRICITY,
    "+13055550140": BANK,
    "+16175550193": BANK,
    "+16175550192": ELECTRICITY,
    "+12025550176": ELECTRICITY,
    "+14045550163": WARRANTY,
    "+12125550171": WARRANTY,
    "+13035550155": WARRANTY,
})  # fmt: skip


def campaign_of(called_number: str, *, is_builtin: bool) -> Words:
    """The campaign of a call to this number (E.164)."""
    return _BY_CALLED.get(called_number, UNNAMED) if is_builtin else UNNAMED
