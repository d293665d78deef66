"""star57 request ...: a carrier without an agent reads and answers what it is asked, through the hub's API."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from star57.cli.api_client import Hub
from star57.cli.failures import Misused
from star57.cli.request_answers import AnswerWords, answer_from
from star57.cli.terminal import calm_table, console, print_json, say, shown
from star57.wire.answers import ActionTaken
from star57.wire.values import WIRE_VERSION

app = typer.Typer(
    help="Read and answer traceback requests without an agent. STAR57_HUB is the hub's address, STAR57_KEY a provider's API key.",
    epilog="Example: star57 request list, then star57 request answer R-7QK2-M4XP-9R3C --provider P-9R3C-7QK2-M4XP",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
RequestId = Annotated[str, typer.Argument(help="the request's id", metavar="REQUEST")]
Json = Annotated[bool, typer.Option("--json", help="one JSON value on standard output")]
Provider = Annotated[str | None, typer.Option(help="it came from this provider: its registry id, or its name if it has none")]
Foreign = Annotated[str | None, typer.Option(help="it came from abroad, from this foreign provider; give --country too")]
Customer = Annotated[str | None, typer.Option(help="it came from this customer of ours")]
Reseller = Annotated[str | None, typer.Option(help="it came from this customer of ours, who carries for others")]
NotOurs = Annotated[str | None, typer.Option(help="the called number was served by this provider: its registry id or name")]
NoRecord = Annotated[str | None, typer.Option(help="nothing found in these systems, separated by commas; give --since and --until")]
Expired = Annotated[bool, typer.Option("--expired", help="with --no-record: records of that time are no longer kept")]
Decline = Annotated[str | None, typer.Option(help="decline, for this reason; a contract's non-disclosure clause is none")]
Country = Annotated[str | None, typer.Option(help="ISO 3166 code of whom you name")]
Action = Annotated[ActionTaken, typer.Option(help="with --customer: what you did about it")]
Instant = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M:%S%z"], metavar="TIME", help="with --no-record: bounds of the time searched")
]
BatchFile = Annotated[Path, typer.Argument(help='a line each: {"request": "R-…", "response": a TracebackResponse}; - is standard input')]
AnswerFile = Annotated[Path | None, typer.Option(help="the whole answer as a wire TracebackResponse (JSON) instead of options")]


@app.command("list", epilog="Example: star57 request list --state open")
def list_requests(
    state: Annotated[str, typer.Option(help="open, new, answered or all")] = "open",
    wait: Annotated[float, typer.Option(min=0, max=60, help="seconds to wait when there is nothing")] = 0,
    as_json: Json = False,
) -> int:
    """What you are asked, the longest waiting first. Reading a new request starts its legal clock."""
    hub, found, cursor = Hub(), [], None
    while True:
        page = hub.get("/requests", state=state, wait=wait or None, cursor=cursor)
        found += page["requests"]
        cursor = page["next"]
        if not cursor:
            break
    if as_json:
        print_json(found)
        return 0
    table = calm_table("request", "called", "calling", "call at", "due", "state")
    for each in found:
        call = each["call"]
        due = shown(datetime.fromisoformat(each["due_at"]), "UTC") if each["due_at"] else "clock not started"
        numbers = (call["called_number"], call["calling_number"] or "withheld")
        table.add_row(each["id"], *numbers, call["call_at"], due, each["state"].replace("_", " "))
    console().print(table, markup=False) if found else say("You are asked nothing.")
    return 0


@app.command("show", epilog="Example: star57 request show R-7QK2-M4XP-9R3C")
def show(request: RequestId) -> int:
    """One request whole, as JSON."""
    print_json(Hub().get(f"/requests/{request}"))
    return 0


@app.command("answer", epilog="Example: star57 request answer R-… --customer 'Example Dialing Inc.' --action warned")
def answer(
    request: RequestId,
    provider: Provider = None,
    foreign: Foreign = None,
    customer: Customer = None,
    reseller: Reseller = None,
    not_ours: NotOurs = None,
    no_record: NoRecord = None,
    decline: Decline = None,
    country: Country = None,
    action: Action = ActionTaken.NONE,
    since: Instant = None,
    until: Instant = None,
    expired: Expired = False,
    file: AnswerFile = None,
    correct: Annotated[str | None, typer.Option(help="replace an earlier answer, for this reason")] = None,
    as_json: Json = False,
) -> int:
    """Answer a request; prints the receipt. Exit code 1 when it was answered before (your answer is kept beside the first)."""
    hub = Hub()
    words = AnswerWords(provider, foreign, customer, reseller, not_ours, no_record, decline, country, action, since, until, expired)
    response = _read(file) if file else _response(hub, request, words)
    if correct:
        body = {"version": WIRE_VERSION, "reason": correct, "response": response}
        return _receipt(hub.post(f"/requests/{request}/correction", body), as_json)
    return _receipt(hub.post(f"/requests/{request}/response", response), as_json)


def _response(hub: Hub, request: str, words: AnswerWords) -> dict[str, Any]:
    said = answer_from(words)
    facts_version = hub.get(f"/requests/{request}")["facts_version"]
    return {"version": WIRE_VERSION, "facts_version": facts_version, "answer": said, "made_by": "person"}


def _read(file: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Misused(f"cannot read {file}: {problem.strerror}") from None
    except ValueError as problem:
        raise Misused(f"{file} is no JSON: {problem}") from None
    return found


@app.command("batch", epilog="Example: star57 request batch answers.ndjson")
def batch(file: BatchFile) -> int:
    """Answer many requests; prints one JSON line for each. Exit code 1 when any was refused."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        items = [json.loads(line) for line in text.splitlines() if line.strip()]
    except OSError as problem:
        raise Misused(f"cannot read {file}: {problem.strerror}") from None
    except ValueError as problem:
        raise Misused(f"{file}: a line is no JSON: {problem}") from None
    results = Hub().post("/responses", {"responses": items})["results"]
    for each in results:
        print_json(each)
    return 1 if any(each["problem"] for each in results) else 0


@app.command("dispute", epilog='Example: star57 request dispute R-… --reason "We have no interconnection with them"')
def dispute(request: RequestId, reason: Annotated[str, typer.Option(help="why; it stands in the record")], as_json: Json = False) -> int:
    """Deny that you handed this call to the provider that names you."""
    return _receipt(Hub().post(f"/requests/{request}/dispute", {"version": WIRE_VERSION, "reason": reason}), as_json)


@app.command("confirm", epilog="Example: star57 request confirm R-7QK2-M4XP-9R3C")
def confirm(request: RequestId, as_json: Json = False) -> int:
    """Confirm that you handed this call to the provider that names you."""
    return _receipt(Hub().post(f"/requests/{request}/confirmation", {"version": WIRE_VERSION}), as_json)


def _receipt(receipt: dict[str, Any], as_json: bool) -> int:
    if as_json:
        print_json(receipt)
    else:
        say(f"{receipt['request']}: {receipt['fact'].replace('_', ' ')}, entry {receipt['entry']}, SHA-256 {receipt['entry_hash']}")
    return 0
