"""What a step means for the other hops of the traceback. Each effect that the table names is one function here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from star57.hub.domain.facts import ClaimState, Effect, HopFact
from star57.hub.domain.lifecycle import HOP_STEPS, Step
from star57.hub.ledger.asking import Named, open_hop
from star57.hub.ledger.case import Case
from star57.hub.records.models import Hop

NOT_CONFIRMED = "The provider you named says that it did not hand you this call. Look again, and answer anew."


def carry_out(case: Case, hop: Hop, step: Step, named: Named | None) -> None:
    """Carry out, in the table's order, what the step asks of other hops. named is whom the answer named."""
    for effect in step.effects:
        action = EFFECTS.get(effect)
        if action:
            action(case, hop, named)


def standing_upstream(case: Case, hop: Hop) -> tuple[Hop, ...]:
    """The hops this one named whose claim still stands."""
    return tuple(each for each in case.upstream_of(hop) if each.claim != ClaimState.RETRACTED.value)


def retract_branches(case: Case, hop: Hop, *, keep: Hop | None) -> None:
    """Take back what this hop said before, but for one branch."""
    for upstream in standing_upstream(case, hop):
        if keep is None or upstream.pk != keep.pk:
            _entry, step = case.record(upstream, HopFact.CLAIM_RETRACTED)
            carry_out(case, upstream, step, None)


def same_branch(case: Case, hop: Hop, named: Named) -> Hop | None:
    """The standing branch that already leads to whom the answer names."""
    for upstream in standing_upstream(case, hop):
        if named.provider and upstream.provider_id == named.provider.pk:
            return upstream
        if named.provider is None and upstream.provider is None and upstream.named_as == named.name:
            return upstream
    return None


def _open_next_hop(case: Case, hop: Hop, named: Named | None) -> None:
    if named is None:
        return
    kept = same_branch(case, hop, named)
    retract_branches(case, hop, keep=kept)
    if kept is None:
        open_hop(case, named, named_by=hop)


def _retract_branch(case: Case, hop: Hop, _named: Named | None) -> None:
    retract_branches(case, hop, keep=None)


def _contest_downstream(case: Case, hop: Hop, _named: Named | None) -> None:
    downstream = case.downstream_of(hop)
    if downstream and (downstream.status, HopFact.ANSWER_CONTESTED) in HOP_STEPS:
        case.record(downstream, HopFact.ANSWER_CONTESTED, details={"by": hop.public_id})


def _send_back_downstream(case: Case, hop: Hop, _named: Named | None) -> None:
    downstream = case.downstream_of(hop)
    if downstream and (downstream.status, HopFact.ANSWER_SENT_BACK) in HOP_STEPS:
        case.record(downstream, HopFact.ANSWER_SENT_BACK, changes={"missing": NOT_CONFIRMED}, details={"because_of": hop.public_id})


EFFECTS: Mapping[Effect, Callable[[Case, Hop, Named | None], None]] = MappingProxyType({
    Effect.OPEN_NEXT_HOP: _open_next_hop,
    Effect.RETRACT_BRANCH: _retract_branch,
    Effect.CONTEST_DOWNSTREAM: _contest_downstream,
    Effect.SEND_BACK_DOWNSTREAM: _send_back_downstream,
})  # fmt: skip
