"""What the page tells its script about the call to look for, and the carrier's own names for its neighbours."""

import json
from typing import Any

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.reads.neighbours import compared, neighbour_names
from star57.numbers import usual_digits
from star57.wire.values import CallFacts

SLACK_MS = 2000  # records round to whole seconds, some of them twice


def facts_to_find(call: CallFacts) -> str:
    """The call as js/find/judging.js wants it, in JSON."""
    within_ms = round(call.uncertainty_s * 1000) + SLACK_MS
    facts = {
        "called": _number(call.number_to_find),
        "calling": _number(call.calling_number) if call.calling_number else None,
        "at": round(call.call_at.timestamp() * 1000),
        "within": within_ms,
    }
    return json.dumps(facts)


def own_names(actor: Actor) -> str:
    """The carrier's own names for its neighbours with the registry's names, in JSON."""
    if actor.organisation is None or actor.reach(Action.READ_REQUEST) is not Reach.OWN:
        return "{}"
    return json.dumps({compared(line.name): line.provider.name for line in neighbour_names(actor=actor)})


def _number(e164: str) -> dict[str, Any]:
    return {"e164": e164, "forms": usual_digits(e164)}
