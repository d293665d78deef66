"""What waits for a person: the list, one request beside the calls that may be it, and the decision, as a terminal makes it."""

from collections.abc import Callable

from starlette.responses import Response

from star57 import clock
from star57.agent.cases import AWAITS_PERSON, Case, ToSend
from star57.agent.host import is_running
from star57.agent.operator.visits import Visit
from star57.agent.review import NoLongerWaiting, NothingProposed, approve, case_of, case_waiting, choose, give_answer
from star57.agent.written_answer import NotAnAnswer, WrittenAnswer, answer_from
from star57.wire.answers import ActionTaken, CustomerKind

_WAYS = ("provider", "foreign", "customer", "not_ours", "no_record", "declined")


def show_waiting(visit: Visit) -> Response:
    ours = visit.office.configuration
    cases = sorted(visit.office.journal.waiting(), key=lambda case: (case.request.due_at is None, case.request.due_at, case.number))
    return visit.page("waiting.html", cases=cases, ours=ours, runs=is_running(ours.journal))


def show_request(visit: Visit) -> Response:
    return _request(visit, case_of(visit.office.journal, visit.request.path_params["id"]), "", 200)


def approve_request(visit: Visit) -> Response:
    """What is proposed, or the call chosen."""
    number = visit.form.get("candidate", "")

    def decide(case: Case) -> ToSend:
        journal, who, at = visit.office.journal, visit.session.who, clock.now()
        return choose(journal, case, int(number), by=who, at=at) if number.isdecimal() else approve(journal, case, by=who, at=at)

    return _decided(visit, decide)


def answer_request(visit: Visit) -> Response:
    """Otherwise than proposed."""

    def decide(case: Case) -> ToSend:
        answer = answer_from(_written(visit), case.request, visit.office.configuration.policy)
        comment = visit.form.get("comment") or None
        return give_answer(visit.office.journal, case, answer, comment=comment, by=visit.session.who, at=clock.now())

    return _decided(visit, decide)


def _decided(visit: Visit, decide: Callable[[Case], ToSend]) -> Response:
    """`seen` is when the case last changed as the form's page showed it: nobody signs what he did not see."""
    journal, request_id = visit.office.journal, visit.request.path_params["id"]
    try:
        case = case_waiting(journal, request_id)
        if case.changed_at.isoformat() != visit.form.get("seen"):
            return _request(visit, case, "It changed while you looked at it, and nothing was sent. This is how it stands now.", 409)
        decide(case)
    except NotAnAnswer as problem:
        return _request(visit, case_of(journal, request_id), f"Nothing was sent. {problem.words}", 422)
    except (NoLongerWaiting, NothingProposed) as problem:
        return _request(visit, case_of(journal, request_id), f"Nothing was sent. {problem}", 409)
    how = "the agent sends it now" if is_running(visit.office.configuration.journal) else "it leaves when the agent runs again"
    return visit.goes_to("/", f"{request_id} is decided; {how}.")


def _request(visit: Visit, case: Case, problem: str, status: int) -> Response:
    is_open = case.state in AWAITS_PERSON
    kinds, actions = tuple(CustomerKind), tuple(ActionTaken)
    return visit.page(
        "request.html",
        status=status,
        case=case,
        is_open=is_open,
        problem=problem,
        ours=visit.office.configuration,
        kinds=kinds,
        actions=actions,
    )


def _written(visit: Visit) -> WrittenAnswer:
    """Only the fields of the answer whose form was sent."""
    form, way = visit.form, visit.form.get("way", "")
    given = {name: form.get(name) or None if name == way else None for name in _WAYS if name != "no_record"}
    if way in given and given[way] is None and way != "declined":
        raise NotAnAnswer(way, "Write who it was.")
    kind, action = form.get("kind", ""), form.get("action", "")
    return WrittenAnswer(
        given["provider"], given["foreign"], given["customer"], given["not_ours"], way == "no_record", given["declined"],
        form.get("name") or None, (form.get("country") or "").upper() or None, form.get("contact") or None, form.get("address") or None,
        CustomerKind(kind) if kind in set(CustomerKind) else CustomerKind.CALLER,
        ActionTaken(action) if action in set(ActionTaken) else ActionTaken.NONE,
    )  # fmt: skip
