"""Every rule that limits what is somebody's: with any one of them taken away, a reader can tell two worlds apart, and that is noticed."""

import ast
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
from star57.hub.reads.one_traceback import one_traceback
from star57.hub.records.models import Hop, Provider
from star57.hub.usecases import permission
from tests.noninterference.pairs import Stage

RULES: dict[str, tuple[Callable[..., Any], Callable[..., Any], str]] = {
    "which providers an organisation answers for": (
        reach.providers_of, lambda _organisation: Provider.objects.order_by().values_list("pk"), "program"),
    "whether an actor answers for a provider": (reach.answers_for, lambda _actor, _provider: True, "program"),
    "what belongs to an organisation": (reach.is_in_reach, lambda _actor, _organisation, _reach: True, "SELF"),
    "rows of one's own organisation": (reach.own_rows, lambda _actor, rows, _owner="": rows, "SELF"),
    "which requests an actor reads": (
        requests._of, lambda _actor, _providers: Hop.objects.filter(asked_at__isnull=False), "SELF"),
    "which tracebacks an actor reads": (tracebacks._one, lambda _actor, named: one_traceback(named), "program"),
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


TENANT_COLUMN = re.compile(r"(\w+__)?organisation(__public_id)?|provider(__in|_id)?|person(_id|__public_id)?")
CHECKED = "what belongs to an organisation"
ANSWERS_FOR = "which providers an organisation answers for"
LIMITED: dict[str, str] = {
    "contacts.contacts_of": CHECKED,
    "contacts.providers_owned": CHECKED,
    "event_log._subjects": CHECKED,
    "event_log._names_of_actors": "names whoever acted, in entries that the reader sees",
    "organisation.members": CHECKED,
    "organisation.open_invitations": CHECKED,
    "organisation.keys": CHECKED,
    "organisation.own_providers": CHECKED,
    "organisation.lent_providers": CHECKED,
    "reach.own_rows": "rows of one's own organisation",
    "reach.providers_of": ANSWERS_FOR,
    "reach._ANSWERERS": "whether an actor answers for a provider",
    "reach.all_answerers_of": "whom to wake up: no reader is told",
    "requests._of": "which requests an actor reads",
    "requests._NEW_OF": ANSWERS_FOR,
    "standing.own_record": ANSWERS_FOR,
    "standing.own_disputes": ANSWERS_FOR,
    "neighbours.own_name": "tests/usecases/test_neighbours.py: test_anothers_names_mean_nothing",
    "neighbours.own_names_like": "tests/usecases/test_neighbours.py: test_what_is_typed_finds_own_names",
    "actors.actor_of_person": "finds out who somebody is",
    "actors.capacities_of": "finds out who somebody is",
    "actors.running_view": "finds out who somebody is",
    "factors.requirement_for": "finds out who somebody is",
    "factors.is_member_of": "finds out who somebody is",
    "affiliates.affiliates_of": "staff only",
    "desk.mentions_of": "staff only: their own desk",
    "queue.saved_views": "staff only: their own views",
    "founders.consortium": "the console",
    "mails._of_the_week": "one mail's own provider: the work process",
    "one_time.addresses_of": "one request's own provider",
}
"""Every query in reads/ that is limited to somebody -> the rule above that the limit is taken from, or why none is."""


def _limited_queries() -> set[str]:
    found = set()
    for path in Path(star57.hub.__path__[0], "reads").glob("*.py"):
        for statement in ast.parse(path.read_text()).body:
            names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            name = statement.name if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) else ", ".join(sorted(names))
            if any(_limits(node) for node in ast.walk(statement)):
                found.add(f"{path.stem}.{name}")
    return found


def _limits(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in {"filter", "get", "Q"}:
        return False
    spread = [keyword for keyword in node.keywords if keyword.arg is None and "actor" in ast.unparse(keyword.value)]
    return bool(spread) or any(TENANT_COLUMN.fullmatch(keyword.arg) for keyword in node.keywords if keyword.arg)


def test_a_query_that_is_limited_to_somebody_is_known_here() -> None:
    assert _limited_queries() == set(LIMITED)
    assert {about for about in LIMITED.values() if about in RULES} >= {CHECKED, ANSWERS_FOR}


def test_a_rule_of_what_is_whose_is_tried_without() -> None:
    """A new rule in reach.py is either taken away above or rests on one that is."""
    rules = {rule.__name__ for rule, _, _ in RULES.values()} | {"_ANSWERERS"}
    for statement in ast.parse(Path(reach.__file__).read_text()).body:
        if isinstance(statement, ast.FunctionDef) and statement.name not in rules:
            rests_on = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)} & (rules | {"is_owned"})
            assert rests_on or statement.name in {"is_owned", "all_answerers_of"}, statement.name
