"""A traceback in memory: the pure tables and nothing else, moved by whoever may move it. Histories are walked on it at random."""

from dataclasses import dataclass, field, replace
from random import Random

from star57.hub.domain.facts import ClaimState, Effect, HopFact, HopStatus, Party
from star57.hub.domain.lifecycle import CLAIM_AFTER, HOP_STEPS, Step, step
from star57.hub.domain.tracing import Leg, Waiting, asking_fact, may_be_asked, reopening_fact, waiting

PROVIDERS = [f"P{number}" for number in range(40)]
NAMES = {HopFact.UPSTREAM_NAMED, HopFact.RESELLER_NAMED, HopFact.FOREIGN_UPSTREAM_NAMED, HopFact.OTHER_SERVER_NAMED}
ANSWERS = sorted({*NAMES, HopFact.CUSTOMER_NAMED, HopFact.NO_RECORD_FOUND, HopFact.RECORDS_EXPIRED, HopFact.ANSWER_DECLINED})
FINAL_ANSWERS = [HopFact.CUSTOMER_NAMED, HopFact.NO_RECORD_FOUND, HopFact.ANSWER_DECLINED]
REOPENINGS = {HopFact.HOP_REOPENED, HopFact.UNKNOWN_PROVIDER_NAMED, HopFact.HOP_LIMIT_REACHED}
BEGINNINGS = {HopFact.PROVIDER_ASKED, HopFact.PROVIDER_NAMED_AGAIN}
ONLY_AS_EFFECT = {HopFact.CLAIM_RETRACTED, HopFact.ANSWER_CONTESTED}


@dataclass
class History:
    """legs in order of opening, as the tables see them."""

    random: Random
    legs: dict[str, Leg] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def every_leg(self) -> tuple[Leg, ...]:
        return tuple(self.legs.values())

    def waiting(self) -> tuple[Waiting, ...]:
        return waiting(self.every_leg())

    def standing_upstream(self, hop: str) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.downstream == hop and leg.claim is not ClaimState.RETRACTED]

    def begin(self, named_by: str | None, provider: str | None) -> None:
        """Open the hop of whoever was named."""
        fact = asking_fact(self.every_leg(), named_by, provider)
        if fact is HopFact.PROVIDER_ASKED and self.random.random() < 0.1:
            fact = HopFact.CAP_REACHED
        hop = f"H{len(self.legs)}"
        claim = ClaimState.ALLEGED if named_by else ClaimState.NONE
        self._put(Leg(hop, named_by, provider, step(None, fact).to, claim))

    def happen(self, hop: str, fact: HopFact, *, provider: str | None = None, names: str | None = None) -> None:
        """One fact and all that follows from it. provider: who an unknown name turns out to be; names: whom an answer names."""
        leg = self.legs[hop]
        taken = step(leg.status, fact)
        claim = CLAIM_AFTER.get(fact) if leg.claim is not ClaimState.NONE else None
        self._put(replace(leg, status=taken.to, claim=claim or leg.claim, provider=provider or leg.provider))
        self._carry_out(hop, taken, names)
        if fact in ANSWERS and fact not in NAMES:
            self._retract_branches(hop, keep=None)

    def _put(self, leg: Leg) -> None:
        self.legs[leg.hop] = leg
        if leg.status is HopStatus.REQUESTED:
            self.asked.add(leg.hop)

    def _carry_out(self, hop: str, taken: Step, names: str | None) -> None:
        downstream = self.legs[hop].downstream
        for effect in taken.effects:
            if effect is Effect.OPEN_NEXT_HOP:
                self._open_next(hop, names)
            if effect is Effect.RETRACT_BRANCH:
                self._retract_branches(hop, keep=None)
            if effect is Effect.CONTEST_DOWNSTREAM and downstream:
                self._happen_where_it_can(downstream, HopFact.ANSWER_CONTESTED)
            if effect is Effect.SEND_BACK_DOWNSTREAM and downstream:
                self._happen_where_it_can(downstream, HopFact.ANSWER_SENT_BACK)

    def _open_next(self, hop: str, provider: str | None) -> None:
        kept = next((leg.hop for leg in self.standing_upstream(hop) if leg.provider == provider), None)
        self._retract_branches(hop, keep=kept)
        if kept is None:
            self.begin(hop, provider)

    def _retract_branches(self, hop: str, *, keep: str | None) -> None:
        for leg in self.standing_upstream(hop):
            if leg.hop != keep:
                self.happen(leg.hop, HopFact.CLAIM_RETRACTED)

    def _happen_where_it_can(self, hop: str, fact: HopFact) -> None:
        if (self.legs[hop].status, fact) in HOP_STEPS:
            self.happen(hop, fact)

    def possible(self, leg: Leg) -> list[HopFact]:
        """The facts that somebody may bring about, as the use cases let them."""
        found = [fact for status, fact in HOP_STEPS if status is leg.status and fact not in ONLY_AS_EFFECT | REOPENINGS]
        if not may_be_asked(self.every_leg(), leg.hop):
            found = [fact for fact in found if fact is not HopFact.LOOP_OVERRULED]
        if leg.claim is ClaimState.NONE:
            found = [fact for fact in found if fact not in {HopFact.CLAIM_DISPUTED, HopFact.CLAIM_CONFIRMED}]
        if leg.status is HopStatus.UNIDENTIFIED:
            found = [HopFact.PROVIDER_IDENTIFIED, HopFact.HOP_WITHDRAWN]
        reopening = reopening_fact(self.every_leg(), leg.hop)
        return [*found, reopening] if reopening and (leg.status, reopening) in HOP_STEPS else found

    def somebody(self, leg: Leg) -> str | None:
        """Whom an answer names: anybody but the provider itself, now and then a name that nobody knows."""
        return None if self.random.random() < 0.1 else self.random.choice([each for each in PROVIDERS if each != leg.provider])

    def bring_about(self, leg: Leg, fact: HopFact) -> None:
        if fact is HopFact.PROVIDER_IDENTIFIED:
            provider = self.random.choice(PROVIDERS)
            begins = asking_fact(self.every_leg(), leg.downstream, provider)
            self.happen(leg.hop, fact if begins in BEGINNINGS else begins, provider=provider)
        else:
            self.happen(leg.hop, fact, names=self.somebody(leg) if fact in NAMES else None)

    def act_for(self, awaited: Waiting) -> None:
        """The party that is waited for does something that leads on."""
        leg = self.legs[awaited.hop]
        self.bring_about(leg, self.random.choice(self.leading_on(leg, awaited.party)))

    def leading_on(self, leg: Leg, party: Party) -> list[HopFact]:
        overrule = [HopFact.LOOP_OVERRULED] if may_be_asked(self.every_leg(), leg.hop) else []
        by_status = {
            HopStatus.HELD: [HopFact.CAP_LIFTED],
            HopStatus.UNIDENTIFIED: [HopFact.PROVIDER_IDENTIFIED, HopFact.HOP_WITHDRAWN],
            HopStatus.UNREACHED: [HopFact.CONTACT_REPLACED, HopFact.HOP_WITHDRAWN],
            HopStatus.OVERDUE: [HopFact.REQUEST_ESCALATED],
            HopStatus.ESCALATED: [HopFact.ESCALATION_LAPSED],
            HopStatus.LAPSED: [HopFact.NON_RESPONSE_CONFIRMED],
            HopStatus.DISPUTED: [HopFact.DISPUTE_UPHELD, HopFact.DISPUTE_REJECTED],
            HopStatus.LOOPED: [*overrule, HopFact.HOP_WITHDRAWN],
        }
        if party is Party.PROVIDER:
            return ANSWERS if self.random.random() < 0.5 else FINAL_ANSWERS
        return by_status.get(leg.status, [HopFact.ANSWER_SENT_BACK])
