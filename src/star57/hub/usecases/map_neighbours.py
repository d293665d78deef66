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
        raise Invalid(f"At most {MAX_LINES} lines at once. Split the table.", "table")
    wrong = []
    with transaction():
        for line in lines:
            try:
                _map(actor, line.name, line.provider, now)
            except Invalid as refusal:
                wrong.append(f"Line {line.number}: {refusal}")
        if wrong:
            more = f" And {len(wrong) - 10} more." if len(wrong) > 10 else ""
            raise Invalid(" ".join(wrong[:10]) + more + " Nothing was changed.", "table")
    return len(lines)


def forget_neighbour(*, actor: Actor, neighbour: str, now: datetime) -> None:
    """Take a name back. Raises NotAllowed, NotFound."""
    permit(actor, Action.MAP_NEIGHBOURS)
    with transaction():
        row = neighbours.by_id(neighbour)
        if row is None or not is_in_reach(actor, row.organisation.public_id, Reach.OWN):
            raise NotFound(f"There is no name {neighbour}, or it is not yours.")
        neighbours.remove(row, actor=actor, now=now)


def _map(actor: Actor, name: str, provider: str, now: datetime) -> None:
    written = " ".join(name.split())
    if not 0 < len(written) <= MAX_NAME:
        raise Invalid(f"Your own name for a neighbour has 1 to {MAX_NAME} characters.", "name")
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
            f"“{provider.strip()[:80]}” is no single registered provider. Write its registry id, its OCN or its whole name.", "provider"
        )
    return found
