"""Ranks call records against a request's call facts and says why; pure. A wrong name is worse than no answer."""

from star57.agent.matching.calls import Call, Moment, calls_among, refs_without_ingress
from star57.agent.matching.candidates import Calling, Candidate, Egress
from star57.agent.matching.judging import judge
from star57.agent.matching.sides import ingress_of
from star57.agent.matching.sought import CallSought, Tier, odd_year, search_spans, zones_span
from star57.agent.matching.verdict import Decision, Verdict

__all__ = [
    "Call",
    "CallSought",
    "Calling",
    "Candidate",
    "Decision",
    "Egress",
    "Moment",
    "Tier",
    "Verdict",
    "calls_among",
    "ingress_of",
    "judge",
    "odd_year",
    "refs_without_ingress",
    "search_spans",
    "zones_span",
]
