"""The pages docs/rules/access.md and visibility.md, written from the grids: `python -m star57.hub.domain.access_pages docs/rules`."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from star57.hub.domain.access import KEYS, LOOKS, OTHERS, PEOPLE, Action, Reach
from star57.hub.domain.visibility import VISIBLE, Field, Reader

NOTHING = "–"

ACCESS = """# Who may do what

This page is written from the grids in `star57.hub.domain.access`; a test compares. The words are explained in the
[glossary](../glossary.md).

- **all**: for every traceback, request, provider or key of this hub.
- **own**: for requests to the providers that one's own organisation answers for, and for one's own organisation's keys.
- **this**: for the one request that a one-time code was sent for.
- **–**: refused.

What lies out of one's reach is answered exactly as what does not exist: "There is no request R-…, or it is not yours." What lies
within it and may only not be done is refused by name. Portal, API and console ask the same grid; there is no switch that passes it by.
"""

VIEWING = (
    "\nWhoever views as an organisation sees what its admin sees and changes nothing. All that is left of the admin's row is: "
    f"{', '.join(action.value.replace('_', ' ') for action in Action if action in LOOKS)}."
)

VISIBILITY = """# Who sees what

This page is written from the grid in `star57.hub.domain.visibility`; a test compares. It says which parts of a traceback a reader
may be shown, of what is [within reach](access.md) at all.
"""

AFTER_VISIBILITY = """
- **Staff** are the consortium's admins, analysts and readers. An **asked provider** is one that was sent a request, and only on its
  own hop: the answers and customers it reads there are its own words. **Others** are agencies and sources; nothing is released to
  them yet.
- No provider ever sees who reported a call, the rest of the path, how deep it is, or what another provider answered.
- A neighbour is the provider that one handed the call to, and the provider that one names. Nobody further is shown.
- **The one permitted leak** is the loop note: a provider that is named again further up is told that it was asked about this call
  before, and by whom it is named now. Without that it would answer the same again.
"""

FIELD_WORDS: Mapping[Field, str] = MappingProxyType({
    Field.CALL_FACTS: "numbers, time, Call-ID and origid of the call",
    Field.CAMPAIGN: "what the calls say and why they are suspicious",
    Field.OWN_HOP: "its own request: state, due time, what was sent back",
    Field.NEIGHBOUR: "the providers directly beside it on the path",
    Field.LOOP_NOTE: "that it was asked about this call before",
    Field.ANSWER_CONTENT: "what was answered, with evidence and claims",
    Field.EVIDENCE: "files attached to a request",
    Field.CUSTOMER_IDENTITY: "the customer that placed the call (CPNI)",
    Field.WHOLE_PATH: "every provider that was asked, in order",
    Field.SOURCE: "who handed the call in",
    Field.OUTCOME: "how the traceback ended",
    Field.NOTES: "what analysts write to each other about it",
    Field.CORRESPONDENCE: "what its provider and staff write to each other about one request",
})  # fmt: skip


def access_page() -> str:
    """Who may do what, as Markdown."""
    people = {f"{kind.value}: {role.value}": reaches for (kind, role), reaches in PEOPLE.items() if reaches}
    keys = {f"{kind.value}: {scope.value}": reaches for (kind, scope), reaches in KEYS.items()}
    parts = (
        ACCESS,
        "## People, by organisation and role\n",
        *_reaches(people),
        VIEWING,
        "\n## Programs, by organisation and scope of their key\n",
        "A key with several scopes may do what any of them may. What is missing here no key may do.\n",
        *_reaches(keys),
        "\n## The clock, and the operator at the hub's own console\n",
        *_reaches({kind.value: reaches for kind, reaches in OTHERS.items()}),
    )
    return "\n".join(parts) + "\n"


def visibility_page() -> str:
    """Who sees what, as Markdown."""
    head = ("", *(reader.value.replace("_", " ") for reader in Reader), "what it is")
    rows = ((field.value.replace("_", " "), *_seen(field), FIELD_WORDS[field]) for field in Field)
    return "\n".join((VISIBILITY, *_table(head, rows), AFTER_VISIBILITY))


def _seen(field: Field) -> Iterator[str]:
    return ("yes" if field in VISIBLE[reader] else NOTHING for reader in Reader)


def _reaches(columns: Mapping[str, Mapping[Action, Reach]]) -> Iterator[str]:
    """The actions that anybody in these columns may do, each with how far."""
    done = [action for action in Action if any(action in reaches for reaches in columns.values())]
    rows = ((action.value.replace("_", " "), *(_reach(reaches.get(action)) for reaches in columns.values())) for action in done)
    return _table(("", *columns), rows)


def _reach(reach: Reach | None) -> str:
    return reach.value if reach else NOTHING


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "access.md").write_text(access_page(), encoding="utf-8")
    (folder / "visibility.md").write_text(visibility_page(), encoding="utf-8")
