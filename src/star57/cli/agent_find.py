"""star57 agent find: looks a call up as a request would, and shows why each candidate fits."""

from datetime import datetime
from typing import Annotated, Any

import typer

from star57 import clock
from star57.agent.finding import find
from star57.agent.matching import CallSought, Candidate, Verdict, odd_year
from star57.agent.neighbour_clocks import NeighbourClocks
from star57.agent.unmapped import NOT_SHOWN
from star57.cli.agent_options import Config, Json, configured, instant, journal_of, store_of, told_plainly
from star57.cli.failures import REFUSED, Misused
from star57.cli.terminal import calm_table, console, print_json, say, shown
from star57.numbers import NotANumber, is_withheld, parse_e164

EXAMPLE = "Example: star57 agent find -c agent.toml --called +16175550172 --calling +12025550143 --at 2026-11-23T13:50:00Z"


def find_call(
    config: Config,
    called: Annotated[str, typer.Option(help="called number")],
    at: Annotated[str, typer.Option(help="when the call began: RFC 3339, or the office's own time")],
    calling: Annotated[str | None, typer.Option(help="calling number; left out: withheld")] = None,
    within: Annotated[float, typer.Option(help="seconds either side of --at", min=0, max=86_400)] = 120.0,
    handed_to: Annotated[str | None, typer.Option(help="provider the call was handed to; left out: it ended here")] = None,
    handed_at: Annotated[str | None, typer.Option(help="when the call began by that provider's own record")] = None,
    call_id: Annotated[str | None, typer.Option(help="SIP Call-ID seen downstream")] = None,
    origid: Annotated[str | None, typer.Option(help="origid of the PASSporT seen downstream")] = None,
    as_json: Json = False,
) -> int:
    """Look a call up in the store, as a request would. Nothing is sent."""
    configuration = configured(config)
    sought = CallSought(
        called_number=_number(called, "--called"),
        calling_number=None if calling is None or is_withheld(calling) else _number(calling, "--calling"),
        at=_asked_about(at, configuration.time_zone),
        uncertainty_s=within,
        handed_to=handed_to,
        call_id=call_id,
        origid=origid,
        handed_at=instant(handed_at, "--handed-at", configuration.time_zone) if handed_at else None,
    )
    with told_plainly(), journal_of(configuration) as journal:
        offset = NeighbourClocks(journal).offset(handed_to, clock.now())
        verdict = find(sought, store_of(configuration), configuration.trunks, offset)
    if as_json:
        print_json(_as_json(verdict))
    else:
        _show(verdict, configuration.time_zone)
    return 0 if verdict.candidates else REFUSED


def _asked_about(text: str, zone: str) -> datetime:
    at = instant(text, "--at", zone)
    if trouble := odd_year(at):
        raise Misused(f"--at {text!r} {trouble}")
    return at


def _number(text: str, option: str) -> str:
    try:
        return parse_e164(text)
    except NotANumber as problem:
        raise Misused(f"{option}: {problem}") from problem


def _show(verdict: Verdict, zone: str) -> None:
    say(verdict.summary())
    if not verdict.candidates:
        return
    table = calm_table("", "began", "came from", "why", "record")
    for count, one in enumerate(verdict.candidates, start=1):
        mark = f"{count} *" if one in verdict.confident else f"{count}"
        table.add_row(mark, _began(one, zone), _came_from(one), "\n".join(one.reasons), "\n".join(r.origin for r in one.records))
    console().print(table, markup=False)
    answer = verdict.answer
    say(f"* The answer would be: {answer}" if answer is not None else "* No answer would leave by itself: a person must decide.")


def _began(candidate: Candidate, zone: str) -> str:
    return shown(candidate.started_at.replace(microsecond=0), zone)


def _came_from(candidate: Candidate) -> str:
    return " or ".join(map(str, candidate.upstreams)) or f"{candidate.upstream_words or NOT_SHOWN} (no [[trunk]] for it)"


def _as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "decision": verdict.decision.value,
        "summary": verdict.summary(),
        "answer": str(verdict.answer) if verdict.answer is not None else None,
        "calls_seen": verdict.calls_seen,
        "candidates": [_candidate_as_json(one, is_confident=one in verdict.confident) for one in verdict.candidates],
        "searched": [{"since": _utc(span.since), "until": _utc(span.until)} for span in verdict.searched],
    }


def _candidate_as_json(one: Candidate, *, is_confident: bool) -> dict[str, Any]:
    return {
        "confident": is_confident,
        "started_at": _utc(one.started_at),
        "within_s": one.within_s,
        "off_s": one.off_s,
        "came_from": list(map(str, one.upstreams)),
        "ingress": one.upstream_words,
        "reasons": list(one.reasons),
        "records": [record.origin for record in one.records],
    }


def _utc(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
