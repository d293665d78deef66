"""Every route × everybody who might call it → the status it must answer. A route that is not in the grid fails."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from star57 import clock
from star57.hub.api.routes import api
from star57.hub.domain.access import OrganisationKind
from star57.hub.records.models import Contact, Webhook, WebhookDelivery
from star57.hub.usecases.manage_webhooks import add_webhook
from star57.hub.usecases.register_organisation import register_organisation
from tests.served import Hub
from tests.surfaces.api.calls import opening, response, traced
from tests.usecases.cast import MONDAY, STAFF, caller

TERM, TRAN1, TRAN2, ORIG = "TERM", "TRAN1", "TRAN2", "ORIG"
WHO = ("no key", "wrong key", "consortium", "auditor", "own", "downstream", "upstream", "stranger", "source")
"""The path is TERM, TRAN1, TRAN2; routes with an id ask for TRAN1's request: TERM lies downstream, TRAN2 upstream, ORIG nowhere."""
CALLERS = {"consortium": "CONSORTIUM", "auditor": "AUDITOR", "own": TRAN1, "downstream": TERM, "upstream": TRAN2, "stranger": ORIG}

GRID = """
                                             no   wrong  consor auditor own   down   up    strang source
POST /tracebacks                             401  401    201    403     403   403    403   403    401
POST /tracebacks/batch                       401  401    200    200     200   200    200   200    401
GET  /tracebacks                             401  401    200    200     403   403    403   403    401
GET  /tracebacks/{traceback_id}              401  401    200    200     404   404    404   404    401
POST /tracebacks/{traceback_id}/correction   401  401    200    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/withdrawal   401  401    200    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/reopening    401  401    409    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/assignment   401  401    200    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/tags         401  401    200    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/notes        401  401    200    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/reminder     401  401    200    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/review       401  401    409    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/non-response 401  401    409    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/merging      401  401    404    403     404   404    404   404    401
POST /tracebacks/{traceback_id}/unmerging    401  401    409    403     404   404    404   404    401
POST /hops/{hop_id}/decision                 401  401    200    403     403   404    404   404    401
POST /hops/{hop_id}/entered-answer           401  401    201    403     403   404    404   404    401
GET  /requests                               401  401    200    200     200   200    200   200    401
GET  /requests/{request_id}                  401  401    200    200     200   404    404   404    401
POST /requests/{request_id}/response         401  401    403    403     201   404    404   404    401
POST /requests/{request_id}/correction       401  401    403    403     409   404    404   404    401
POST /requests/{request_id}/dispute          401  401    403    403     201   404    404   404    401
POST /requests/{request_id}/confirmation     401  401    403    403     201   404    404   404    401
POST /responses                              401  401    200    200     200   200    200   200    401
POST /agent/state                            401  401    403    403     200   200    200   200    401
GET  /providers                              401  401    200    200     200   200    200   200    401
POST /providers                              401  401    201    403     403   403    403   403    401
GET  /requests/{request_id}/thread           401  401    200    404     200   404    404   404    401
POST /requests/{request_id}/messages         401  401    201    403     201   404    404   404    401
POST /requests/{request_id}/more-time        401  401    403    403     201   404    404   404    401
POST /hops/{hop_id}/more-time                401  401    200    403     403   404    404   404    401
GET  /contacts                               401  401    200    404     200   200    200   200    401
POST /contacts                               401  401    201    403     201   404    404   404    401
POST /contacts/{contact_id}/replacement      401  401    201    403     201   404    404   404    401
POST /contacts/{contact_id}/retirement       401  401    409    403     409   404    404   404    401
POST /contacts/{contact_id}/test             401  401    200    403     200   404    404   404    401
GET  /webhooks                               401  401    200    403     200   200    200   200    401
POST /webhooks                               401  401    201    403     201   201    201   201    401
POST /webhooks/{webhook_id}/rotation         401  401    404    403     201   404    404   404    401
POST /webhooks/{webhook_id}/ending           401  401    404    403     200   404    404   404    401
GET  /deliveries                             401  401    200    403     200   200    200   200    401
POST /deliveries/{delivery_id}/redelivery    401  401    404    403     200   404    404   404    401
"""
ROWS = {tuple(line.split()[:2]): [int(code) for code in line.split()[2:]] for line in GRID.strip().splitlines()[1:]}
CASES = [(method, path, who, code) for (method, path), codes in ROWS.items() for who, code in zip(WHO, codes, strict=True)]

BODIES: dict[tuple[str, str], Callable[[str], Any]] = {
    ("POST", "/tracebacks"): lambda _hop: opening(),
    ("POST", "/tracebacks/{traceback_id}/correction"): lambda _hop: {"call": _call(), "reason": "A digit was wrong."},
    ("POST", "/tracebacks/{traceback_id}/withdrawal"): lambda _hop: {"reason": "Handed in twice."},
    ("POST", "/tracebacks/{traceback_id}/reopening"): lambda _hop: {"reason": "It was not."},
    ("POST", "/tracebacks/{traceback_id}/assignment"): lambda _hop: {"person": None},
    ("POST", "/tracebacks/{traceback_id}/tags"): lambda _hop: {"add": ["bank"]},
    ("POST", "/tracebacks/{traceback_id}/notes"): lambda _hop: {"text": "Their clock is slow."},
    ("POST", "/tracebacks/{traceback_id}/reminder"): lambda _hop: {},
    ("POST", "/tracebacks/{traceback_id}/review"): lambda _hop: {"reason": "Nothing to say."},
    ("POST", "/tracebacks/{traceback_id}/non-response"): lambda _hop: {"reason": "Nobody answers the telephone either."},
    ("POST", "/tracebacks/{traceback_id}/merging"): lambda _hop: {"kept": "T-NONE", "reason": "The same call."},
    ("POST", "/tracebacks/{traceback_id}/unmerging"): lambda _hop: {"reason": "It is not."},
    ("POST", "/hops/{hop_id}/decision"): lambda _hop: {"decision": "withdraw", "reason": "Handed in twice."},
    ("POST", "/hops/{hop_id}/entered-answer"): lambda _hop: {
        "response": response(caller()), "said_by": "Ada", "said_at": clock.now().isoformat(), "how": "telephone",
    },
    ("POST", "/providers"): lambda _hop: {"name": "Nobody Knows Telecom", "country": "US", "contact": "trace@nobody.example"},
    ("POST", "/requests/{request_id}/response"): lambda _hop: response(caller()),
    ("POST", "/requests/{request_id}/correction"): lambda _hop: {"version": "1", "reason": "We erred.", "response": response(caller())},
    ("POST", "/requests/{request_id}/dispute"): lambda _hop: {"version": "1", "reason": "No trunk of ours leads there."},
    ("POST", "/requests/{request_id}/confirmation"): lambda _hop: {"version": "1"},
    ("POST", "/agent/state"): lambda _hop: {
        "version": "1", "agent_version": "0.1", "records": 0, "first_started_at": None, "last_started_at": None, "waiting": 0,
    },
    ("POST", "/requests/{request_id}/messages"): lambda _hop: {"text": "The records come tomorrow."},
    ("POST", "/requests/{request_id}/more-time"): lambda _hop: {"until": _tomorrow(), "reason": "The switch is being replaced."},
    ("POST", "/hops/{hop_id}/more-time"): lambda _hop: {"until": None, "reason": "The records were there on Monday."},
    ("POST", "/contacts"): lambda _hop: {"provider": TRAN1, "kind": "abuse", "telephone": "+1 202 555 0114"},
    ("POST", "/contacts/{contact_id}/replacement"): lambda _hop: {"kind": "requests", "address": "desk@tran1.example"},
    ("POST", "/webhooks"): lambda _hop: {"address": "https://carrier.example/star57"},
    ("POST", "/responses"): lambda hop: {"responses": [{"request": hop, "response": response(caller())}]},
}  # fmt: skip
ALIKE = re.compile("{(traceback|hop|request)_id}")


def _call() -> dict[str, Any]:
    return {name: value for name, value in opening().items() if name not in {"terminating", "campaign"}}


def _tomorrow() -> str:
    return (clock.now() + timedelta(days=1)).isoformat()


def _ids(traceback: str, hop: str) -> dict[str, str]:
    """What stands in an address: contact, webhook and delivery are TRAN1's."""
    webhook = Webhook.objects.filter(organisation__public_id="O-TRAN1", is_current=True).first()
    if webhook is None:
        actor = replace(STAFF, organisation="O-TRAN1")
        webhook = Webhook.objects.get(public_id=add_webhook(actor=actor, address="https://tran1.example/star57", now=clock.now()).id)
    delivery, _made = WebhookDelivery.objects.get_or_create(webhook=webhook, kind="request", body="{}", made_at=MONDAY, attempts=1)
    contact = Contact.objects.filter(provider__public_id=TRAN1, is_current=True).exclude(address="").latest("pk")
    found = {"contact_id": contact.public_id, "webhook_id": webhook.public_id, "delivery_id": delivery.public_id}
    return {"traceback_id": traceback, "hop_id": hop, "request_id": hop, **found}


@pytest.fixture(scope="module")
def case(hub: Hub) -> Callable[[], tuple[str, str]]:
    """A fresh traceback along TERM, TRAN1, TRAN2 whenever one was used up: its id and TRAN1's request, not answered."""
    kept: list[tuple[str, str]] = []

    def fresh() -> tuple[str, str]:
        if not kept:
            traceback, requests = traced(hub, TERM, TRAN1)
            kept.append((traceback, requests[TRAN1]))
        return kept[0]

    fresh.used = kept.clear  # type: ignore[attr-defined]
    return fresh


def _key(hub: Hub, who: str) -> str | None:
    if who == "source":
        return "s57_a-source-has-no-key"
    return {"no key": None, "wrong key": "s57_" + "x" * 43}.get(who, CALLERS.get(who))


@pytest.mark.parametrize(("method", "path", "who", "code"), CASES)
def test_each_route_answers_each_caller_as_the_grid_says(
    hub: Hub, case: Callable[[], tuple[str, str]], method: str, path: str, who: str, code: int
) -> None:
    traceback, hop = case()
    if path.endswith("/reminder"):  # whoever has not received a request cannot be reminded of it
        assert hub.call(TRAN1, "GET", f"/requests/{hop}").status_code == 200
    body = BODIES.get((method, path))
    parts = {"json": body(hop)} if body else {"content": b""} if method == "POST" else {}
    address = path.format(**_ids(traceback, hop))
    if path.endswith("more-time"):
        hub.call(TRAN1, "GET", f"/requests/{hop}")  # more time is about a clock that runs
    reply = hub.call(_key(hub, who), method, address, **parts)
    if code < 300 and method == "POST":
        case.used()  # type: ignore[attr-defined]
    assert reply.status_code == code, reply.text
    if code >= 400:
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["status"] == code


def test_no_route_is_missing_from_the_grid() -> None:
    schema = api.get_openapi_schema()
    routes = {(method.upper(), path.removeprefix("/api/v1")) for path, operations in schema["paths"].items() for method in operations}
    assert routes == set(ROWS)


def test_a_source_can_have_no_key(hub: Hub) -> None:
    from star57.hub.domain.access import Scope
    from star57.hub.domain.refusals import Invalid
    from tests.served import key_for

    register_organisation(actor=STAFF, kind=OrganisationKind.SOURCE, name="Analytics", public_id="SOURCE", now=MONDAY)
    with pytest.raises(Invalid):
        key_for("SOURCE", frozenset({Scope.TRACEBACKS_READ}))


@pytest.mark.parametrize("who", [TERM, TRAN2, ORIG, "AUDITOR", "CONSORTIUM"])
@pytest.mark.parametrize(("method", "path"), [key for key in BODIES if ALIKE.search(key[1])] + [("GET", "/requests/{request_id}")])
def test_anothers_and_none_look_alike_to_the_byte(hub: Hub, case: Callable[[], tuple[str, str]], method: str, path: str, who: str) -> None:
    traceback, hop = case()
    if who in {"AUDITOR", "CONSORTIUM"}:
        traceback, hop = "T-3333-3333-3333", "R-3333-3333-3333"
    told = []
    for ids in ((traceback, hop), ("T-2222-2222-2222", "R-2222-2222-2222")):
        body = BODIES.get((method, path))
        parts = {"json": body(hop)} if body else {}
        reply = hub.call(who, method, path.format(traceback_id=ids[0], hop_id=ids[1], request_id=ids[1]), **parts)
        assert reply.status_code == 404
        told.append((reply.text.replace(ids[0], "").replace(ids[1], ""), reply.headers["content-type"]))
    assert told[0] == told[1]
