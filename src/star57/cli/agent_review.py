"""star57 agent review: what waits for a person, and the person's answer."""

import getpass
import json
from typing import Annotated, Any

import typer

from star57 import clock
from star57.agent.cases import Case, CaseState, ToSend
from star57.agent.host import is_running
from star57.agent.review import approve, case_of, case_waiting, choose, give_answer, option_in, proposed_in, sentence
from star57.agent.written_answer import WrittenAnswer
from star57.cli.agent_options import Config, Json, configured, journal_of
from star57.cli.answer_options import typed_answer
from star57.cli.failures import Failed
from star57.cli.terminal import calm_table, console, print_json, say, shown
from star57.numbers import national
from star57.wire.answers import ActionTaken, Answer, CustomerKind

app = typer.Typer(
    help="Requests that wait for a person. List, show, approve, answer.",
    epilog="Example: star57 agent review list -c agent.toml",
    no_args_is_help=True,
    rich_markup_mode=None,
)
RequestId = Annotated[str, typer.Argument(help="the request's id, as `review list` shows it", metavar="REQUEST")]
By = Annotated[str | None, typer.Option(help="who decides; left out: your login name")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="do not ask before deciding")]


@app.command("list", epilog="Example: star57 agent review list -c agent.toml --json")
def list_waiting(config: Config, as_json: Json = False) -> int:
    """What waits, the oldest question first."""
    configuration = configured(config)
    with journal_of(configuration) as journal:
        cases = journal.waiting()
    if as_json:
        print_json([_as_json(case) for case in cases])
        return 0
    if not cases:
        say("Nothing waits for a person.")
        return 0
    table = calm_table("request", "due", "called", "calling", "proposed", "why it waits")
    for case in cases:
        call, due = case.request.call, case.request.due_at
        proposed = sentence(case.proposed.answer, "we") if case.proposed else "nothing"
        due_words = shown(due, configuration.time_zone) if due else "clock not started"
        table.add_row(case.request.id, due_words, call.called_number, call.calling_number or "withheld", proposed, case.reason)
    console().print(table, markup=False)
    return 0


@app.command("show", epilog="Example: star57 agent review show -c agent.toml R-7QK2-M4XP-9R3C")
def show_one(config: Config, request_id: RequestId, as_json: Json = False) -> int:
    """One request, and the calls in our records that may be it."""
    configuration = configured(config)
    with journal_of(configuration) as journal:
        case = case_of(journal, request_id)
    if as_json:
        print_json(_as_json(case))
    else:
        _show(case, configuration.time_zone)
    return 0


@app.command("approve", epilog="Example: star57 agent review approve -c agent.toml R-7QK2-M4XP-9R3C --candidate 2")
def approve_one(
    config: Config,
    request_id: RequestId,
    candidate: Annotated[int | None, typer.Option(help="choose this call of `review show` instead of what is proposed")] = None,
    by: By = None,
    yes: Yes = False,
) -> int:
    """Send the answer proposed, or what the chosen call's record says."""
    configuration = configured(config)
    with journal_of(configuration) as journal:
        case = case_waiting(journal, request_id)
        response = proposed_in(case) if candidate is None else option_in(case, candidate)
        _confirmed(response.answer, case, yes=yes)
        who, at = by or getpass.getuser(), clock.now()
        sent = approve(journal, case, by=who, at=at) if candidate is None else choose(journal, case, candidate, by=who, at=at)
    _told(sent, is_taken_up=is_running(configuration.journal))
    return 0


@app.command("answer", epilog="Example: star57 agent review answer -c agent.toml R-7QK2-M4XP-9R3C --provider prv_harbor")
def answer_one(
    config: Config,
    request_id: RequestId,
    provider: Annotated[str | None, typer.Option(help="received from this provider: registry id, or its name")] = None,
    foreign: Annotated[str | None, typer.Option(help="received from abroad, from this provider; with --country")] = None,
    customer: Annotated[str | None, typer.Option(help="our own customer of this name placed it")] = None,
    not_ours: Annotated[str | None, typer.Option(help="the number was not ours: registry id or name of who served it")] = None,
    no_record: Annotated[bool, typer.Option("--no-record", help="no record found in what was searched")] = False,
    declined: Annotated[str | None, typer.Option(help="decline, for this reason")] = None,
    name: Annotated[str | None, typer.Option(help="name of the provider named by its id")] = None,
    country: Annotated[str | None, typer.Option(help="country of a foreign provider, such as PH")] = None,
    contact: Annotated[str | None, typer.Option(help="contact of the provider or customer")] = None,
    address: Annotated[str | None, typer.Option(help="the customer's address")] = None,
    kind: Annotated[CustomerKind, typer.Option(help="the customer is the caller, or resells to it")] = CustomerKind.CALLER,
    action: Annotated[ActionTaken, typer.Option(help="what was done about the customer")] = ActionTaken.NONE,
    comment: Annotated[str | None, typer.Option(help="a remark for the hub's staff")] = None,
    by: By = None,
    yes: Yes = False,
) -> int:
    """Answer otherwise than proposed. Give exactly one of --provider, --foreign, --customer, --not-ours, --no-record, --declined."""
    configuration = configured(config)
    options = WrittenAnswer(
        provider, foreign, customer, not_ours, no_record, declined, name, country, contact, address, kind, action
    )  # fmt: skip
    with journal_of(configuration) as journal:
        case = case_waiting(journal, request_id)
        answer = typed_answer(options, case.request, configuration.policy)
        _confirmed(answer, case, yes=yes)
        sent = give_answer(journal, case, answer, comment=comment, by=by or getpass.getuser(), at=clock.now())
    _told(sent, is_taken_up=is_running(configuration.journal))
    return 0


def _confirmed(answer: Answer, case: Case, *, yes: bool) -> None:
    """The sentence that will stand in the record, before it is signed."""
    say(sentence(answer, case.request.provider.name))
    if not yes and not typer.confirm("Send this?"):
        raise Failed("not sent; it still waits")


def _told(sent: ToSend, *, is_taken_up: bool) -> None:
    how = "the running agent sends it now" if is_taken_up else "it leaves with the next `star57 agent run` (or `run --once`)"
    say(f"{sent.request_id}: decided; {how}")


def _show(case: Case, zone: str) -> None:
    request, call = case.request, case.request.call
    say(f"{request.id}  {case.state.value}: {case.reason}")
    say(f"asks      {request.provider.name}, under {request.rule}" + (f", due {shown(request.due_at, zone)}" if request.due_at else ""))
    say(f"called    {_number(call.called_number)}")
    say(f"calling   {_number(call.calling_number) if call.calling_number else 'withheld'}")
    say(f"began     {shown(call.call_at, zone)}, within {call.uncertainty_s:g} s")
    say(f"handed to {call.handed_to.name if call.handed_to else 'nobody: the called number was served here'}")
    say(f"campaign  {request.campaign.name}: {request.campaign.why_suspicious}")
    for words in (*request.known_already, *([f"missing: {request.missing}"] if request.missing else [])):
        say(f"known     {words}")
    table = calm_table("", "began (UTC)", "came from", "why", "record")
    for count, option in enumerate(case.options, start=1):
        table.add_row(str(count), option.started_at[:19], option.came_from, "\n".join(option.reasons), "\n".join(option.origins))
    if case.options:
        console().print(table, markup=False)
    say(f"proposed  {sentence(case.proposed.answer, request.provider.name) if case.proposed else 'nothing'}")


def _number(e164: str) -> str:
    return f"{e164}  {national(e164)}"


def _as_json(case: Case) -> dict[str, Any]:
    return {
        "request": case.request,
        "state": case.state.value,
        "waits_for": case.waits_for.value if case.waits_for else None,
        "reason": case.reason,
        "proposed": case.proposed,
        "candidates": [
            {"number": count, "started_at": option.started_at, "came_from": option.came_from, "reasons": option.reasons,
             "records": option.origins, "response": json.loads(option.response) if option.response else None}
            for count, option in enumerate(case.options, start=1)
        ],
        "needs_person": case.state in (CaseState.PROPOSED, CaseState.REFUSED),
    }  # fmt: skip
