"""INVITE transactions and how they ended, in bounded memory: what is open too long, or too many, is told as it stands."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from star57.agent.capture.messages import Message

MOST_OPEN = 100_000  # attempts without a final answer, and as many calls without an end
_NO_ANSWER_AFTER_NS = 600 * 1_000_000_000  # RFC 3261's timer C gives up after three minutes, or what a switch makes of it
_LONGEST_CALL_NS = 24 * 3600 * 1_000_000_000
_Transaction: TypeAlias = tuple[str, int, str]


class Hop(NamedTuple):
    """Which way a message went, and when."""

    source: str
    target: str
    packet: int
    at_ns: int
    tick_s: float


@dataclass(slots=True)
class Attempt:
    """One INVITE transaction. `status` 0: no final answer was seen; `answered_ns` and `ended_ns` 0: that did not happen."""

    invite: Message
    hop: Hop
    status: int = 0
    answered_ns: int = 0
    ended_ns: int = 0


class Calls:
    """`taken` gives attempts that are over; `left` those that are not, at the capture's end."""

    def __init__(self, most_open: int = MOST_OPEN) -> None:
        self._most_open = most_open
        self._ringing: OrderedDict[_Transaction, Attempt] = OrderedDict()
        self._done: OrderedDict[_Transaction, None] = OrderedDict()  # an INVITE of these is one sent again
        self._talking: OrderedDict[_Transaction, Attempt] = OrderedDict()
        self._of_call: dict[str, list[_Transaction]] = {}

    def taken(self, message: Message, hop: Hop) -> Iterator[Attempt]:
        if message.status:
            yield from self._answered(message, hop)
        elif message.method == "BYE":
            yield from self._ended(message.call_id, hop.at_ns)
        elif message.method == "INVITE" and not message.to_tag:
            self._begun(message, hop)
        yield from self._given_up(hop.at_ns)

    def left(self, now_ns: int) -> Iterator[Attempt]:
        yield from self._ringing.values()
        for one in self._talking.values():
            one.ended_ns = max(now_ns, one.answered_ns)
            yield one

    def _begun(self, message: Message, hop: Hop) -> None:
        key = message.transaction
        if key not in self._ringing and key not in self._talking and key not in self._done:
            self._ringing[key] = Attempt(message, hop)

    def _answered(self, message: Message, hop: Hop) -> Iterator[Attempt]:
        key = message.transaction
        attempt = self._ringing.pop(key, None)
        if attempt is None:
            return  # sent again, or its INVITE came before the capture began
        attempt.status = message.status
        if message.status >= 300:
            self._done[key] = None
            yield attempt
            return
        attempt.answered_ns = hop.at_ns
        self._talking[key] = attempt
        self._of_call.setdefault(message.call_id, []).append(key)

    def _ended(self, call_id: str, at_ns: int) -> Iterator[Attempt]:
        for key in self._of_call.pop(call_id, ()):
            yield self._over(key, at_ns)

    def _over(self, key: _Transaction, at_ns: int) -> Attempt:
        attempt = self._talking.pop(key)
        attempt.ended_ns = max(at_ns, attempt.answered_ns)
        self._done[key] = None
        return attempt

    def _given_up(self, now_ns: int) -> Iterator[Attempt]:
        while self._ringing and self._is_too_old(self._ringing, now_ns - _NO_ANSWER_AFTER_NS):
            yield self._ringing.popitem(last=False)[1]
        while self._talking and self._is_too_old(self._talking, now_ns - _LONGEST_CALL_NS):
            key = next(iter(self._talking))
            siblings = self._of_call.get(key[0], [])
            siblings.remove(key)
            if not siblings:
                self._of_call.pop(key[0], None)
            yield self._over(key, now_ns)
        while len(self._done) > self._most_open:
            self._done.popitem(last=False)

    def _is_too_old(self, open_ones: OrderedDict[_Transaction, Attempt], before_ns: int) -> bool:
        return len(open_ones) > self._most_open or next(iter(open_ones.values())).hop.at_ns < before_ns
