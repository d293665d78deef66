"""Do something once under an Idempotency-Key: the same request gets the same answer again, another body under the key is refused."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import Invalid
from star57.hub.ledger import keys
from star57.hub.ledger.transactions import transaction

MAX_KEY = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """A surface's whole answer: HTTP status, body text, content type."""

    status: int
    body: str
    content_type: str


def answer_once(*, actor: Actor, key: str, request: bytes, do: Callable[[], Reply], now: datetime) -> Reply:
    """Do it and keep the reply with it in one transaction, or give the kept reply. Kept 30 days, per organisation.

    Raises Invalid when the key was used for another request, and whatever `do` raises (then nothing is kept).
    """
    if not 0 < len(key) <= MAX_KEY:
        raise Invalid("An Idempotency-Key has 1 to %(max_key)s characters.", "Idempotency-Key", max_key=MAX_KEY)
    organisation = actor.organisation or ""
    digest = hashlib.sha256(request).hexdigest()
    with transaction():
        keys.one_at_a_time(organisation, key)
        kept = keys.kept_answer(organisation, key)
        if kept is None:
            reply = do()
            keys.keep_answer(organisation, key, digest, reply.status, reply.body, reply.content_type, now)
            return reply
    if kept.request_hash != digest:
        raise Invalid("This Idempotency-Key was used for another request. Take a new one.", "Idempotency-Key")
    return Reply(kept.status, kept.body, kept.content_type)
