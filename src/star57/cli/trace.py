"""star57 trace ...: open a traceback, follow it, decide what only staff can decide. Everything goes through the hub's API."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from star57.cli.api_client import Hub
from star57.cli.failures import Failed, Misused
from star57.cli.terminal import calm_table, console, print_json, say
from star57.cli.trace_words import described, hop_line, row_of

app = typer.Typer(
    help="Open a traceback and follow it. STAR57_HUB is the hub's address, STAR57_KEY (or STAR57_KEY_FILE) an API key.",
    epilog="Example: star57 trace open --called +12025550141 --calling +12025550191 --at 2026-11-22T13:49:17Z --terminating P-…",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
DECISIONS = (
    "send_back, identify, confirm_non_response, uphold_dispute, reject_dispute, overrule_loop, withdraw, reopen, "
    "replace_contact, note_bounce or credit_outage"
)
Json = Annotated[bool, typer.Option("--json", help="one JSON value on standard output")]
TracebackId = Annotated[str, typer.Argument(help="the traceback's id", metavar="TRACEBACK")]
HopId = Annotated[str, typer.Argument(help="the hop's id, the same as its request's", metavar="HOP")]
Reason = Annotated[str, typer.Option(help="why; it stands in the record")]


@app.command("open", epilog="Example: star57 trace open --called +12025550141 --at 2026-11-22T13:49:17Z --terminating P-… --follow")
def open_one(
    called: Annotated[str, typer.Option(help="called number")],
    at: Annotated[str, typer.Option(help="when the call began, RFC 3339 with offset")],
    terminating: Annotated[str, typer.Option(help="id of the provider that served the called number")],
    calling: Annotated[str | None, typer.Option(help="calling number; left out: withheld")] = None,
    within: Annotated[float, typer.Option(min=0, help="seconds by which the time may be off")] = 120,
    campaign: Annotated[str, typer.Option(help="the campaign's name")] = "Single call",
    why: Annotated[str, typer.Option(help="why the call is suspicious")] = "Reported as suspicious.",
    forward: Annotated[bool, typer.Option("--forward", help="trace forward: ask who is served by a call-back number")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="then follow it until it rests")] = False,
    as_json: Json = False,
) -> int:
    """Open one traceback."""
    hub = Hub()
    body = {
        "called_number": called,
        "calling_number": calling,
        "call_at": at,
        "uncertainty_s": within,
        "terminating": terminating,
        "campaign": {"name": campaign, "why_suspicious": why},
        "direction": "forward" if forward else "upstream",
    }
    opened = hub.post("/tracebacks", body)["id"]
    if follow:
        return _followed(hub, opened, as_json)
    if as_json:
        print_json({"id": opened})
    else:
        say(f"opened {opened}; next: star57 trace follow {opened}")
    return 0


@app.command("batch", epilog="Example: star57 trace batch calls.ndjson")
def open_many(
    file: Annotated[Path, typer.Argument(help="one JSON object a line, as POST /api/v1/tracebacks takes it; - is standard input")],
) -> int:
    """Open thousands; prints one JSON line for each. Exit code 1 when any line was refused."""
    try:
        lines = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as problem:
        raise Misused(f"cannot read {file}: {problem.strerror}") from None
    answered = Hub().post_lines("/tracebacks/batch", lines)
    sys.stdout.write(answered)
    return 1 if any(json.loads(line)["status"] != 201 for line in answered.splitlines()) else 0


@app.command("list", epilog="Example: star57 trace list --needs-person")
def list_all(
    status: Annotated[str, typer.Option(help="open, ended or withdrawn")] = "",
    outcome: Annotated[str, typer.Option(help="only this outcome")] = "",
    number: Annotated[str, typer.Option(help="called or calling number, E.164")] = "",
    needs_person: Annotated[bool, typer.Option("--needs-person", help="only what staff must decide")] = False,
    limit: Annotated[int, typer.Option(min=1, max=500, help="at most so many")] = 50,
    as_json: Json = False,
) -> int:
    """Tracebacks, the newest first."""
    wanted = True if needs_person else None
    found = Hub().get("/tracebacks", status=status, outcome=outcome, number=number, needs_person=wanted, limit=limit)
    if as_json:
        print_json(found["tracebacks"])
        return 0
    table = calm_table("traceback", "called", "calling", "hops", "status", "waits for")
    for each in found["tracebacks"]:
        table.add_row(*row_of(each))
    console().print(table, markup=False)
    return 0


@app.command("show", epilog="Example: star57 trace show T-7QK2-M4XP-9R3C")
def show(traceback: TracebackId, as_json: Json = False) -> int:
    """One traceback with its path."""
    found = Hub().get(f"/tracebacks/{traceback}")
    if as_json:
        print_json(found)
    else:
        say(described(found))
    return 0


@app.command("follow", epilog="Example: star57 trace follow T-7QK2-M4XP-9R3C")
def follow(traceback: TracebackId, as_json: Json = False) -> int:
    """Follow a traceback until it rests. It has ended then, or waits for a person; Ctrl-C ends the watching only."""
    return _followed(Hub(), traceback, as_json)


def _followed(hub: Hub, traceback: str, as_json: bool) -> int:
    told: set[tuple[str, str]] = set()
    found = hub.get(f"/tracebacks/{traceback}")
    while True:
        for hop in found["hops"]:
            if (hop["id"], hop["status"]) not in told:
                told.add((hop["id"], hop["status"]))
                if not as_json:
                    say(hop_line(hop))
        if found["status"] != "open" or found["needs_person"]:
            break
        found = hub.get(f"/tracebacks/{traceback}", wait=50, changed_since=found["updated_at"])
    if as_json:
        print_json(found)
    else:
        say(described(found))
    return 0


@app.command("withdraw", epilog='Example: star57 trace withdraw T-… --reason "Opened twice"')
def withdraw(traceback: TracebackId, reason: Reason) -> int:
    """Take a traceback and its open requests back."""
    Hub().post(f"/tracebacks/{traceback}/withdrawal", {"reason": reason})
    say(f"{traceback} is withdrawn")
    return 0


@app.command("reopen", epilog='Example: star57 trace reopen T-… --reason "Withdrawn by mistake"')
def reopen(traceback: TracebackId, reason: Reason) -> int:
    """Take a withdrawn traceback up again."""
    Hub().post(f"/tracebacks/{traceback}/reopening", {"reason": reason})
    say(f"{traceback} is open again")
    return 0


@app.command("non-response", epilog='Example: star57 trace non-response T-… T-… --reason "No answer by telephone either"')
def non_response(tracebacks: Annotated[list[str], typer.Argument(help="the tracebacks' ids", metavar="TRACEBACK…")], reason: Reason) -> int:
    """Confirm as non-responsive who stayed silent.

    In one traceback or many; each stands or falls by itself, and the exit code is 1 when one was refused.
    """
    hub, refused = Hub(), 0
    for traceback in dict.fromkeys(tracebacks):
        try:
            hub.post(f"/tracebacks/{traceback}/non-response", {"reason": reason})
        except Failed as problem:
            refused += 1
            say(f"{traceback}: {problem}")
        else:
            say(f"{traceback}: confirmed")
    return 1 if refused else 0


@app.command("correct", epilog='Example: star57 trace correct T-… --at 2026-11-22T12:49:17Z --reason "The complaint was an hour off"')
def correct(
    traceback: TracebackId,
    reason: Reason,
    called: Annotated[str | None, typer.Option(help="called number; left out: as it was")] = None,
    calling: Annotated[str | None, typer.Option(help='calling number; "withheld", or left out: as it was')] = None,
    at: Annotated[str | None, typer.Option(help="when the call began; left out: as it was")] = None,
    within: Annotated[float | None, typer.Option(min=0, help="seconds by which the time may be off; left out: as it was")] = None,
) -> int:
    """Correct the call facts. Every open request comes anew, and so does its clock."""
    hub = Hub()
    known = hub.get(f"/tracebacks/{traceback}")
    call: dict[str, Any] = {
        "called_number": called or known["called_number"],
        "calling_number": (None if calling == "withheld" else calling) if calling else known["calling_number"],
        "call_at": at or known["call_at"],
        "uncertainty_s": known["uncertainty_s"] if within is None else within,
        "call_id": known.get("call_id"),
        "origid": known.get("origid"),
    }
    changed = hub.post(f"/tracebacks/{traceback}/correction", {"call": call, "reason": reason})
    say(f"{traceback}: call facts version {changed['facts_version']}")
    return 0


@app.command("decide", epilog='Example: star57 trace decide R-… send_back --reason "The upstream provider\'s name is missing"')
def decide(
    hop: HopId,
    decision: Annotated[
        str,
        typer.Argument(help=DECISIONS, metavar="DECISION"),
    ],
    reason: Annotated[str, typer.Option(help="why; for send_back what is missing, for replace_contact the new contact")] = "",
    provider: Annotated[str | None, typer.Option(help="for identify: the registered provider that was meant")] = None,
    since: Annotated[str | None, typer.Option(help="for credit_outage: from when, RFC 3339 with offset")] = None,
    until: Annotated[str | None, typer.Option(help="for credit_outage: until when")] = None,
) -> int:
    """Decide about one hop what only staff can decide."""
    times = {name: at for name, at in (("began_at", since), ("ended_at", until)) if at}
    Hub().post(f"/hops/{hop}/decision", {"decision": decision, "reason": reason, "provider": provider, **times})
    say(f"{hop}: {decision.replace('_', ' ')} recorded")
    return 0


@app.command(
    "enter", epilog="Example: star57 trace enter R-… --file answer.json --said-by 'J. Doe' --said-at 2026-11-23T15:00:00Z --how telephone"
)
def enter(
    hop: HopId,
    file: Annotated[Path, typer.Option(help="the answer as a wire TracebackResponse (JSON)")],
    said_by: Annotated[str, typer.Option(help="who at the provider said it")],
    said_at: Annotated[str, typer.Option(help="when, RFC 3339 with offset")],
    how: Annotated[str, typer.Option(help="telephone, letter or reply_mail")],
    mail: Annotated[Path | None, typer.Option(help="for reply_mail: the mail's text")] = None,
    as_json: Json = False,
) -> int:
    """Enter an answer given elsewhere. It stands as the provider's, which sees it and can correct it."""
    try:
        response = json.loads(file.read_bytes())
        attachment = _text_of(mail.read_bytes()) if mail else ""
    except OSError as problem:
        raise Misused(f"cannot read {problem.filename}: {problem.strerror}") from None
    except ValueError as problem:
        raise Failed(f"{file} is no JSON: {problem}") from None
    body = {"response": response, "said_by": said_by, "said_at": said_at, "how": how, "attachment": attachment}
    receipt = Hub().post(f"/hops/{hop}/entered-answer", body)
    if as_json:
        print_json(receipt)
    else:
        say(f"{hop}: {receipt['fact'].replace('_', ' ')}, entry {receipt['entry']}, SHA-256 {receipt['entry_hash']}")
    return 0


def _text_of(mail: bytes) -> str:
    """A saved mail may hold bytes of any 8-bit character set: none is lost."""
    try:
        return mail.decode("utf-8-sig")
    except UnicodeDecodeError:
        return mail.decode("latin-1")
