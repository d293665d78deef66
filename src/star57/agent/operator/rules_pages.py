"""What leaves by itself: shown as the agent reads it, and changed in the agent's own file."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from star57.agent.auto_file import Change, NoSuchRow, change_file, policy_set, row_added, row_raised, row_removed, row_replaced
from star57.agent.auto_rules import AutoRule, Mode
from star57.agent.config_file import ChangedMeanwhile, mark_of, text_of
from star57.agent.operator.visits import Visit
from star57.agent.toml_tables import BadConfiguration


def show_rules(visit: Visit) -> Response:
    return _rules(visit, "", 200)


def change_rules(visit: Visit) -> Response:
    make = _CHANGES.get(visit.form.get("do", ""))
    if make is None:
        return _rules(visit, "There is no such change.", 422)
    try:
        change_file(visit.office.config, make(visit.form), mark=visit.form.get("mark", ""))
    except (BadConfiguration, ChangedMeanwhile, NoSuchRow) as problem:
        return _rules(visit, f"Nothing was saved. {problem}", 409)
    except OSError as problem:
        words = problem.strerror or problem
        return _rules(visit, f"Nothing was saved: {visit.office.config} cannot be written from here ({words}). Change it by hand.", 409)
    return visit.goes_to("/rules", f"Saved in {visit.office.config}. A running agent goes by it from its next request on.")


def _rules(visit: Visit, problem: str, status: int) -> Response:
    text = text_of(visit.office.config)
    return visit.page(
        "rules.html", status=status, problem=problem, ours=visit.office.configuration, mark=mark_of(text), file=visit.office.config
    )


def _rule_in(form: Mapping[str, str]) -> AutoRule:
    """One glob a line."""
    campaigns, trunks = (tuple(filter(None, map(str.strip, form.get(name, "").splitlines()))) for name in ("campaigns", "trunks"))
    return AutoRule(campaigns, trunks, _mode_in(form))


def _mode_in(form: Mapping[str, str]) -> Mode:
    """Whatever is not plainly "auto" stays with a person."""
    return Mode.AUTO if form.get("policy") == Mode.AUTO else Mode.REVIEW


def _row_in(form: Mapping[str, str]) -> int:
    row = form.get("row", "")
    return int(row) if row.isdecimal() else 0


_CHANGES: Mapping[str, Callable[[Mapping[str, str]], Change]] = {
    "policy": lambda form: policy_set(_mode_in(form)),
    "add": lambda form: row_added(_rule_in(form)),
    "replace": lambda form: row_replaced(_row_in(form), _rule_in(form)),
    "raise": lambda form: row_raised(_row_in(form)),
    "remove": lambda form: row_removed(_row_in(form)),
}
