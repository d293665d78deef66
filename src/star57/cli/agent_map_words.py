"""What star57 agent map shows of a proposal: tables for people, one value for machines."""

from star57.agent.configuration_tables import toml_table
from star57.agent.mapping.findings import Question
from star57.agent.mapping.proposal import Proposal
from star57.cli.terminal import calm_table, console, say


def show(found: Proposal, table: dict[str, object]) -> None:
    if found.choices:
        lines = calm_table("field", "column", "rows", "because")
        for choice in found.choices:
            lines.add_row(choice.field, found.names[choice.field], choice.agree, choice.reason)
        console().print(lines, markup=False)
    for note in found.notes:
        say(f"- {note}")
    if found.preview:
        say(f"{found.read:,} of the first {found.looked_at:,} records read. The first:")
        lines = calm_table(f"start ({_zone_shown(found)})", "called", "calling", "seconds", "source", "next hop", "account or trunk")
        for one in found.preview:
            numbers = (one.called_in or one.called_out, one.calling_in or one.calling_out)
            lines.add_row(
                f"{one.started_at:%Y-%m-%d %H:%M:%S}",
                *numbers,
                f"{one.duration_s:g}",
                one.source,
                one.next_hop,
                one.account or one.trunk_in,
            )
        console().print(lines, markup=False)
    say(("" if found.is_sure else "# not sure yet: see below\n") + toml_table("records", table))
    for question in found.questions:
        say(f"unsure: {question.words}")
        for answer, meaning in question.answers.items():
            say(f"    {_option(question)}{answer}   {meaning}")
        if question.about == "time_zone":
            say("    --zone America/Chicago, or where the switch stands")


def _zone_shown(found: Proposal) -> str:
    return "as written" if any(question.about == "time_zone" for question in found.questions) else "UTC"


def _option(question: Question) -> str:
    return (
        "--date-order "
        if question.about == "date_order"
        else f"--column {question.about.removesuffix('_in').replace('started_at', 'start')}="
    )


def as_json_value(found: Proposal, table: dict[str, object]) -> dict[str, object]:
    return {
        "sure": found.is_sure,
        "records": table,
        "columns": [{"field": one.field, "column": one.column + 1, "reason": one.reason, "agree": one.agree} for one in found.choices],
        "questions": [{"about": one.about, "words": one.words, "answers": dict(one.answers)} for one in found.questions],
        "notes": list(found.notes),
        "read": found.read,
        "looked_at": found.looked_at,
        "preview": [
            {
                "started_at": one.started_at.isoformat(), "called": one.called_in or one.called_out,
                "calling": one.calling_in or one.calling_out, "duration_s": one.duration_s, "source": one.source,
                "next_hop": one.next_hop, "account": one.account, "trunk_in": one.trunk_in, "trunk_out": one.trunk_out,
                "call_id": one.call_id,
            }
            for one in found.preview
        ],
    }  # fmt: skip
