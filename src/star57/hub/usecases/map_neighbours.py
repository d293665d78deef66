"""Say which registered provider a carrier's own name for a neighbour means; one by one, or a whole table at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.refusals import Invalid, NotFound
from star57.hub.ledger import neighbours, registry
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.neighbours import compared, resolve_neighbour
from star57.hub.reads.reach import is_in_reach
from star57.hub.usecases.permission import permit

MAX_NAME, MAX_LINES = 200, 5000
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class NamedLine:
    """One line of a table: the own name, and the provider as written: its id, OCN or whole name."""

    number: int
    name: str
    provider: str


def map_neighbour(*, actor: Actor, name: str, provider: str, now: datetime) -> None:
    """Map one name, anew if it meant another provider before. provider: id, OCN or whole name. Raises NotAllowed, Invalid."""
    permit(actor, Action.MAP_NEIGHBOURS)
    with transaction():
        _map(actor, name, provider, now)


def map_neighbours(*, actor: Actor, lines: Sequence[NamedLine], now: datetime) -> int:
    """Map a table, all of it or nothing; returns how many lines. Raises NotAllowed; Invalid with every line that is wrong."""
    permit(actor, Action.MAP_NEIGHBOURS)
    if len(lines) > MAX_LINES:
        raise Invalid("At most %(max_lines)s lines at once. Split the table.", "table", max_lines=MAX_LINES)
    wrong: list[Invalid] = []
    with transaction():
        for line in lines:
            try:
                _map(actor, line.name, line.provider, now)
            except Invalid as refusal:
                wrong.append(Invalid("Line %(number)s: %(why)s", number=line.number, why=refusal))
        if wrong:
            if len(wrong) > MOST_TOLD:
                wrong[MOST_TOLD:] = [Invalid("And %(count)s more.", count=len(wrong) - MOST_TOLD)]
            raise Invalid("%(lines)s Nothing was changed.", "table", lines=tuple(wrong))
    return len(lines)


def forget_neighbour(*, actor: Actor, neighbour: str, now: datetime) -> None:
    """Take a name back. Raises NotAllowed, NotFound."""
    permit(actor, Action.MAP_NEIGHBOURS)
    with transaction():
        row = neighbours.by_id(neighbour)
        if row is None or not is_in_reach(actor, row.organisation.public_id, Reach.OWN):
            raise NotFound("There is no name %(neighbour)s, or it is not yours.", neighbour=neighbour)
        neighbours.remove(row, actor=actor, now=now)


def _map(actor: Actor, name: str, provider: str, now: datetime) -> None:
    written = " ".join(name.split())
    if not 0 < len(written) <= MAX_NAME:
        raise Invalid("Your own name for a neighbour has 1 to %(max_name)s characters.", "name", max_name=MAX_NAME)
    found = _registered(actor, provider)
    owner = registry.organisation_by_id(actor.organisation)
    if owner is None:
        raise NotFound("There is no such organisation.")
    row = neighbours.by_name(owner, written)
    if row is None:
        neighbours.enter(owner, written, found, actor=actor, now=now)
    elif row.provider_id != found.pk:
        neighbours.change(row, found, actor=actor, now=now)


def _registered(actor: Actor, provider: str) -> registry.ProviderRow:
    meant = resolve_neighbour(actor, None, provider) if compared(provider) else None
    found = registry.provider_by_id(meant.id) if meant else None
    if found is None:
        raise Invalid(
            "“%(name)s” is no single registered provider. Write its registry id, its OCN or its whole name.",
            "provider",
            name=provider.strip()[:80],
        )
    return found
