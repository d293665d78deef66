"""Every rule that limits what is somebody's: with any one of them taken away, a reader can tell two worlds apart, and that is noticed."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import star57.hub
import star57.hub.config.urls
from star57.hub.domain import visibility
from star57.hub.reads import attachments, reach, requests, tracebacks
from star57.hub.records.models import Hop, Provider, Traceback
from star57.hub.usecases import permission
from tests.noninterference.pairs import Stage

RULES: dict[str, tuple[Callable[..., Any], Callable[..., Any], str]] = {
    "which providers an organisation answers for": (
        reach.providers_of, lambda _organisation: Provider.objects.order_by().values_list("pk"), "program"),
    "whether an actor answers for a provider": (reach.answers_for, lambda _actor, _provider: True, "program"),
    "what belongs to an organisation": (reach.is_in_reach, lambda _actor, _organisation, _reach: True, "SELF"),
    "rows of one's own organisation": (reach.own_rows, lambda _actor, rows, _owner="": rows, "SELF"),
    "which requests an actor reads": (requests.within_reach, lambda _actor: Hop.objects.filter(asked_at__isnull=False), "SELF"),
    "which tracebacks an actor reads": (tracebacks._one, lambda _actor, named: Traceback.objects.filter(public_id=named), "program"),
    "which files an actor sees": (attachments._may_see, lambda _actor, _subject, _id: True, "SELF"),
    "which fields an actor sees": (visibility.may_see, lambda _actor, _field: True, "auditor's program"),
    "whether a request is the actor's": (permission.is_own_request, lambda _actor, _hop: True, "program"),
}  # fmt: skip
"""What is it about -> the rule, what it is without its limit, and who notices."""


@contextmanager
def without(rule: Callable[..., Any], instead: Callable[..., Any]) -> Iterator[None]:
    """The rule is replaced wherever it was imported to, and what was compiled with it is compiled anew."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("star57.hub.") and getattr(module, rule.__name__, None) is rule:
                patch.setattr(module, rule.__name__, instead)
        patch.setattr(requests._NEW_OF, "_compiled", {})
        yield


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("about", RULES)
def test_without_any_one_rule_a_reader_sees_more(stage: Stage, about: str) -> None:
    rule, everything, reader = RULES[about]
    with without(rule, everything):
        assert any(stage.leaks(seed, [reader], width=60) for seed in range(25))


def test_nothing_else_compares_an_actors_organisation() -> None:
    allowed = {"reach.py"}
    comparing = re.compile(r"[!=]= actor\.organisation\b|actor\.organisation [!=]=|organisation__public_id=actor\.organisation")
    rooms = [Path(star57.hub.__path__[0]) / room for room in ("reads", "usecases", "portal", "api", "jobs")]
    found = {path.name: found for room in rooms for path in room.rglob("*.py") if (found := comparing.findall(path.read_text()))}
    assert {name for name in found if name not in allowed} == {"authorise_organisation.py", "organisation.py"}, found
