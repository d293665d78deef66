"""star57 agent run, status: the agent at work, and how it fares."""

import asyncio
import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from star57 import clock
from star57.agent.events import AnswerSent, Event, Searched
from star57.agent.host import alone_with, is_running, run_agent_once, run_until_signalled
from star57.agent.journal import Journal
from star57.cli.agent_options import Config, Json, configured, journal_of, store_of, told_plainly
from star57.cli.agent_sources import say_sources, sources_as_json, sources_of
from star57.cli.terminal import print_json, say, shown

RUN_EXAMPLE = "Example: star57 agent run -c agent.toml"
STATUS_EXAMPLE = "Example: star57 agent status -c agent.toml --json"


def run_agent(
    config: Config,
    once: Annotated[bool, typer.Option("--once", help="answer what is open, send what is decided, and end")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line for everything that happens")] = False,
) -> int:
    """Ask the hub, look calls up, send what is decided. Runs until Ctrl-C or SIGTERM; nothing is lost."""
    configuration = configured(config)
    on_event = _json_line if as_json else _line
    with told_plainly():
        store_of(configuration)
        with alone_with(configuration.journal):
            Journal(configuration.journal).close()
        if once:
            asyncio.run(run_agent_once(configuration, on_event=on_event))
            return 0
        if not as_json:
            mode = "answers by itself what policy allows" if configuration.policy.mode.value == "auto" else "a person approves every answer"
            say(f"agent for {', '.join(configuration.providers)} at {configuration.hub}: {mode}")
        asyncio.run(run_until_signalled([configuration], on_event=on_event))
    if not as_json:
        say("stopped; whatever was not yet sent is written down and leaves at the next start")
    return 0


def show_status(config: Config, as_json: Json = False) -> int:
    """Is it running, what is kept, what waits?"""
    configuration = configured(config)
    with told_plainly():
        health = store_of(configuration).health()
    with journal_of(configuration) as journal:
        counts, to_send, waiting = journal.counts(), len(journal.to_send()), len(journal.waiting())
    running = is_running(configuration.journal)
    sources = sources_of(configuration)
    if as_json:
        requests = {state.value: count for state, count in counts.items()}
        print_json(
            {
                "running": running,
                "store": asdict(health),
                "requests": requests,
                "to_send": to_send,
                "waiting_for_person": waiting,
                "sources": sources_as_json(sources),
            }
        )
        return 0
    say(f"agent     {'running' if running else 'not running'}, {configuration.policy.mode.value}, hub {configuration.hub}")
    zone = configuration.time_zone
    if health.first_started_at and health.last_started_at:
        covers = f"{shown(health.first_started_at, zone)} to {shown(health.last_started_at, zone)}"
        say(f"records   {health.records:,} ({health.size_bytes / 1e6:,.1f} MB), {covers}")
    else:
        say("records   none yet: star57 agent import, or star57 agent follow")
    say_sources(sources, zone)
    say("requests  " + ", ".join(f"{count} {state.value}" for state, count in counts.items()))
    say(f"waiting   {waiting} for a person (star57 agent review list), {to_send} answers on their way to the hub")
    return 0


def _line(event: Event) -> None:
    sys.stdout.write(f"{clock.now():%H:%M:%S} {event}\n")
    sys.stdout.flush()


def _json_line(event: Event) -> None:
    print_json({"at": clock.now(), "event": _name(event), "agent": event.agent, "words": str(event), **_figures(event)})


def _name(event: Event) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in type(event).__name__).lstrip("_")


def _figures(event: Event) -> dict[str, Any]:
    match event:
        case Searched():
            decision = event.verdict.decision.value if event.verdict else None
            by_itself = event.proposal.leaves_by_itself
            return {"request": event.request.id, "decision": decision, "by_itself": by_itself, "took_s": event.took_s}
        case AnswerSent():
            return {"request": event.request_id, "receipt": event.receipt, "took_s": event.took_s}
        case _:
            return {"request": getattr(event, "request_id", None)}
