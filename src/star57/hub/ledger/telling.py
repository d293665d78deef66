"""Derives notices from facts into the outbox, in the fact's own transaction: one insert, no read."""

from datetime import timedelta

from django.conf import settings

from star57.hub.domain.notices import NOTICES, Audience, Telling, concerns, wait_for
from star57.hub.ledger import statements
from star57.hub.records.models import Hop, JournalEntry, Notice, Traceback


def notices_of(fact: str, given_how: str, hop: Hop | None, traceback: Traceback, entry: JournalEntry) -> list[Notice]:
    """What the table says is to be told because of this entry. Somebody who was never asked is told nothing."""
    told = [each for each in NOTICES.get(fact, ()) if concerns(each, given_how) and _has_reader(each, hop, traceback)]
    unless_fetched_for = timedelta(seconds=settings.NOTICE_AFTER_S)
    return [
        Notice(
            kind=each.kind.value,
            to=each.to.value,
            hop=hop,
            traceback=traceback,
            provider=hop.provider if hop and each.to is Audience.PROVIDER else None,
            entry=entry,
            fact=fact,
            at=entry.at,
            due_at=entry.at + wait_for(each.haste, unless_fetched_for),
            is_published=each.to is not Audience.PROVIDER,
        )
        for each in told
    ]


def tell(fact: str, given_how: str, hop: Hop | None, traceback: Traceback, entry: JournalEntry) -> None:
    """Put what is to be told into the outbox."""
    for notice in notices_of(fact, given_how, hop, traceback, entry):
        statements.insert(notice)


def _has_reader(telling: Telling, hop: Hop | None, traceback: Traceback) -> bool:
    if telling.to is Audience.PROVIDER:
        return hop is not None and hop.provider_id is not None and hop.asked_at is not None
    return telling.to is not Audience.SOURCE or traceback.source_id is not None
