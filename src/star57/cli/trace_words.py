"""A traceback from the API in the terminal's words."""

from typing import Any

Json = dict[str, Any]


def hop_line(hop: Json) -> str:
    """One hop: who, what it turned out to be, what it said."""
    answer = next((answer for answer in reversed(hop["answers"]) if answer["stands"]), None)
    said = f"{answer['words']}{_said_elsewhere(answer)}" if answer else hop["status"].replace("_", " ")
    finding = f" ({hop['finding']})" if hop["finding"] else ""
    off = "" if hop["is_live"] else " · no longer named"
    return f"{hop['position']:>2}  {hop['id']}  {hop['name']}{finding}: {said}{off}"


def _said_elsewhere(answer: Json) -> str:
    """Who gave an answer that staff entered, how and when."""
    said = answer.get("said")
    return f" ({said['by']}, by {answer['given_how'].replace('_', ' ')}, {said['at']})" if said else ""


def end_line(end: Json) -> str:
    """How a branch ends."""
    place = f" ({end['country']})" if end["country"] else ""
    return f"    ends: {end['kind'].replace('_', ' ')}{': ' + end['name'] if end['name'] else ''}{place}"


def waited_for(found: Json) -> str:
    """Who must act next."""
    waiting = [hop for hop in found["hops"] if hop["waits_for"] != "nobody" and hop["is_live"]]
    return ", ".join(f"{hop['name']}: {hop['status'].replace('_', ' ')}" for hop in waiting)


def row_of(found: Json) -> tuple[str, ...]:
    """A row of the list."""
    status = (found["outcome"] or found["status"]).replace("_", " ")
    return found["id"], found["called_number"], found["calling_number"] or "withheld", str(len(found["hops"])), status, waited_for(found)


def described(found: Json) -> str:
    """The whole traceback in lines."""
    numbers = f"{found['calling_number'] or 'withheld'} → {found['called_number']}"
    head = f"{found['id']}  {numbers}  {found['call_at']} ± {found['uncertainty_s']:g} s"
    lines = [head, *(hop_line(hop) for hop in found["hops"]), *(end_line(end) for end in found["ends"] if end["kind"] != "question")]
    waiting = waited_for(found)
    lines.append(f"    {(found['outcome'] or found['status']).replace('_', ' ')}{f'; waits for {waiting}' if waiting else ''}")
    return "\n".join(lines)
