"""A traceback with all its hops, locked for one change by one actor at one instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from star57.hub.domain.access import Actor
from star57.hub.domain.facts import ClaimState, Effect, HopFact, HopStatus
from star57.hub.domain.lifecycle import CLAIM_AFTER, WORD_WAITS_AFTER, Step, WrongStep, step
from star57.hub.domain.refusals import WrongState
from star57.hub.domain.tracing import Leg
from star57.hub.ledger import clocks, rows, telling, wakeups
from star57.hub.ledger.entries import NO_SECRETS, NOTHING
from star57.hub.reads.reach import all_answerers_of
from star57.hub.reads.stations import legs_of
from star57.hub.records.models import Hop, JournalEntry, Provider, Traceback
from star57.proof.canonical import Json

HopRow: TypeAlias = Hop
ASKED_ANEW = frozenset({HopStatus.REQUESTED, HopStatus.SENT_BACK})  # about the facts as they stand then


@dataclass(slots=True)
class Case:
    """One traceback under change by one actor at one instant."""

    traceback: Traceback
    hops: dict[str, Hop]
    actor: Actor
    now: datetime
    topics: list[str] = field(default_factory=list)
    told: dict[int, Provider] = field(default_factory=dict)

    def legs(self) -> tuple[Leg, ...]:
        """The hops as the rules see them, in order of opening."""
        return legs_of(tuple(self.hops.values()))

    @property
    def hops_by_key(self) -> dict[int, Hop]:
        """The hops by primary key."""
        return {hop.pk: hop for hop in self.hops.values()}

    def downstream_of(self, hop: Hop) -> Hop | None:
        """The hop that named this one."""
        return self.hops_by_key[hop.downstream_id] if hop.downstream_id else None

    def upstream_of(self, hop: Hop) -> tuple[Hop, ...]:
        """The hops that this one named."""
        return tuple(each for each in self.hops.values() if each.downstream_id == hop.pk)

    def next_step(self, hop: Hop, fact: HopFact) -> Step:
        """The step this fact leads to from where the hop stands, or WrongState."""
        try:
            return step(HopStatus(hop.status), fact)
        except WrongStep:
            raise WrongState(
                "%(id)s: %(fact)s cannot happen while the hop is %(status)s.", id=hop.public_id, fact=fact, status=hop.status
            ) from None

    def record(
        self,
        hop: Hop,
        fact: HopFact,
        *,
        changes: Mapping[str, Any] = NOTHING,
        details: Mapping[str, Json] = NOTHING,
        secret_texts: Mapping[str, str] = NO_SECRETS,
    ) -> tuple[JournalEntry, Step]:
        """Record one fact of a hop, move it and set its clock; what follows for other hops is left to effects.carry_out."""
        taken = self.next_step(hop, fact)
        claim = CLAIM_AFTER.get(fact)
        if claim and hop.claim != ClaimState.NONE.value:
            changes = {**changes, "claim": claim.value}
        if fact in WORD_WAITS_AFTER and not details.get("automatic"):
            changes = {**changes, "wrote_at": self.now if WORD_WAITS_AFTER[fact] else None}
        clock = clocks.changes(hop, taken, self.now)
        facts = {"facts_version": self.traceback.facts_version} if taken.to in ASKED_ANEW and taken.to.value != hop.status else {}
        applied = {**clock, **facts, **changes, "status": taken.to.value}
        entry = rows.change(
            hop, "hop", fact.value, actor=self.actor, at=self.now, changes=applied, details=details, secret_texts=secret_texts
        )
        telling.tell(fact.value, str(details.get("how", "")), hop, self.traceback, entry)
        self.touch(hop, taken)
        return entry, taken

    def touch(self, hop: Hop, taken: Step) -> None:
        """Remember that readers of the traceback want to look again, and the hop's provider when it is told something."""
        if Effect.TELL_PROVIDER in taken.effects and hop.provider:
            self.told[hop.provider.pk] = hop.provider
        self.topics.append(wakeups.traceback_topic(self.traceback.public_id))


def wake_readers(cases: Iterable[Case]) -> None:
    """Wake those who wait for these tracebacks, and those who answer for the providers that were told something."""
    changed = tuple(cases)
    told = {key: provider for case in changed for key, provider in case.told.items()}
    asked = [wakeups.request_topic(each) for each in all_answerers_of(tuple(told.values()))]
    wakeups.wake([*asked, *(topic for case in changed for topic in case.topics)])
