"""Where requests become decisions: look up, decide, write down. Synchronous; knows no network."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from star57 import clock
from star57.agent.answers import answer_naming, evidence_of, response_of
from star57.agent.cases import AWAITS_PERSON, CaseState, Marks, Option, Taken, ToSend
from star57.agent.configuration import AgentConfiguration
from star57.agent.current import Current
from star57.agent.ends import ForeignEnd
from star57.agent.events import Searched
from star57.agent.finding import find
from star57.agent.journal import Journal, Standing
from star57.agent.matching import CallSought, Candidate, Decision, Verdict
from star57.agent.neighbour_clocks import NeighbourClocks
from star57.agent.policy import Policy, Proposal, WaitsFor, decide
from star57.agent.requests import sought_in
from star57.agent.stores.contract import CdrStore
from star57.agent.unread import unread_with
from star57.numbers import number_key
from star57.wire.answers import ActionTaken
from star57.wire.messages import TracebackRequest
from star57.wire.values import CallFacts

_MOST_OPTIONS = 20  # calls a person is shown


class Outcome(NamedTuple):
    """What a look at requests led to."""

    searched: tuple[Searched, ...]
    to_send: tuple[ToSend, ...]


class Desk:
    """One provider's desk. One thread at a time."""

    def __init__(self, configuration: AgentConfiguration, store: CdrStore, journal: Journal) -> None:
        self._current = Current(configuration)
        self._store = store
        self._journal = journal
        self._clocks = NeighbourClocks(journal)

    def receive(self, requests: Sequence[TracebackRequest], listed_at: datetime) -> Outcome:
        """Look up those not yet here, and write all of them down in one commit. `listed_at`: before the hub was asked."""
        taken: list[Taken] = []
        searched: list[Searched] = []
        for request in {one.id: one for one in requests}.values():
            round_ = _round_of(request, self._journal.standing_of(request.id), listed_at)
            if round_ is None:
                continue
            seen, options = self._search(request, round_)
            searched.append(seen)
            taken.append(Taken(request, round_, seen.proposal, options, _key_for(seen.proposal)))
        to_send = self._journal.take(taken, clock.now()) if taken else ()
        return Outcome(tuple(searched), to_send)

    def look_again(self) -> Outcome:
        """Search anew for what still waits: call records may have come in since."""
        searched: list[Searched] = []
        to_send: list[ToSend] = []
        for case in self._journal.waiting():
            if case.state is not CaseState.PROPOSED:
                continue
            seen, options = self._search(case.request, case.round)
            if (seen.proposal, options) == (Proposal(case.proposed, case.waits_for, case.reason), case.options):
                continue
            searched.append(seen)
            decided = self._journal.revise(case.number, seen.proposal, options, _key_for(seen.proposal), clock.now())
            to_send.extend([decided] if decided else [])
        return Outcome(tuple(searched), tuple(to_send))

    @property
    def _ours(self) -> AgentConfiguration:
        return self._current.configuration

    def _search(self, request: TracebackRequest, round_: int) -> tuple[Searched, tuple[Option, ...]]:
        began = clock.monotonic()
        verdict, proposal = self._judged(request)
        if round_ > 1 and proposal.leaves_by_itself:
            words = f"the hub asks again what was answered or closed here before. {proposal.reason}"
            proposal = Proposal(proposal.response, WaitsFor.REVIEW, words)
        options = tuple(_option(one, request, self._ours.policy) for one in verdict.candidates[:_MOST_OPTIONS]) if verdict else ()
        return Searched(self._ours.name, request, verdict, proposal, clock.monotonic() - began), options

    def _judged(self, request: TracebackRequest) -> tuple[Verdict | None, Proposal]:
        try:
            verdict = self._found(sought_in(request))
            is_nothing = verdict.decision is Decision.NOTHING_FOUND
            unread = self._unread_of(request.call) if is_nothing else None
            is_complete = is_nothing and all(map(self._store.is_complete, verdict.searched))
        except Exception as problem:  # whatever a store may raise: the question must still reach a person
            words = " ".join(str(problem).split())
            return None, Proposal(None, WaitsFor.REVIEW, f"the call records could not be searched: {type(problem).__name__}: {words}")
        if unread:
            words = f"{verdict.summary()} But its digits stand in a line that could not be read, kept in {unread}: look there"
            return None, Proposal(None, WaitsFor.REVIEW, words)
        return verdict, decide(verdict, request, self._ours.policy, is_complete=is_complete)

    def _found(self, sought: CallSought) -> Verdict:
        offset = self._clocks.offset(sought.handed_to, clock.now())
        return find(sought, self._store, self._ours.trunks, offset)

    def _unread_of(self, call: CallFacts) -> str | None:
        """Where lines that nobody could read hold a number that the call may stand under."""
        numbers = dict.fromkeys(filter(None, (call.called_number, call.handed_as, call.diverted_from)))
        found = (unread_with(self._store, self._ours.journal, number_key(number)) for number in numbers)
        return next(filter(None, found), None)


def _round_of(request: TracebackRequest, standing: Standing | None, listed_at: datetime) -> int | None:
    """1 for new facts; the next when the hub asks on after this case had ended; None when there is nothing to do."""
    if standing is None or request.facts_version > standing.facts_version:
        return 1
    if request.facts_version < standing.facts_version or standing.state in (*AWAITS_PERSON, CaseState.DECIDED):
        return None
    ended_since = standing.changed_at >= listed_at  # the hub's list may be older than our answer
    return None if ended_since else standing.round + 1


def _key_for(proposal: Proposal) -> str | None:
    return uuid4().hex if proposal.leaves_by_itself else None


def _option(candidate: Candidate, request: TracebackRequest, policy: Policy) -> Option:
    end = candidate.upstream
    is_answer = end is not None and not (isinstance(end, ForeignEnd) and not end.country)
    response = None
    if end is not None and is_answer:
        answer = answer_naming(end, names=policy.names, action_taken=ActionTaken.NONE)
        response = response_of(answer, request, evidence=evidence_of(candidate)).model_dump_json(exclude_none=True)
    return Option(
        started_at=candidate.started_at.isoformat(),
        came_from=" or ".join(map(str, candidate.upstreams)) or candidate.upstream_words,
        reasons=candidate.reasons,
        origins=tuple(record.origin for record in candidate.records),
        response=response,
        marks=_marks(candidate),
    )


def _marks(candidate: Candidate) -> Marks:
    records = candidate.records
    return Marks(
        candidate.tier.name.lower(), candidate.off_s, candidate.called.value, candidate.calling.value, candidate.egress.value,
        candidate.is_strong, candidate.is_contradicted,
        next((one.called_in for one in records if one.called_in), records[0].called_out),
        next((one.calling_in for one in records if one.calling_in), records[0].calling_out),
        max(one.duration_s for one in records),
    )  # fmt: skip
