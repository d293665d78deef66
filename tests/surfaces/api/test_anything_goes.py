"""Whatever is sent that the description allows or forbids, by whatever key: the answer is one that the description tells, never a 500."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from star57.hub.domain.access import KEYS, Actor, ActorKind, OrganisationKind, Role, person_reaches
from star57.hub.usecases.authorise_organisation import authorise_organisation
from star57.hub.usecases.register_organisation import register_organisation
from tests.depth import how_many
from tests.served import WHOLE, Hub, key_for
from tests.surfaces.api.calls import hop_of, opened
from tests.usecases.cast import MONDAY, STAFF


@schemathesis.serializer("application/x-ndjson")
def as_it_is(_context: Any, value: Any) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else repr(value).encode("utf-8", "replace")


IDS = ("traceback_id", "hop_id", "request_id")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ORGANISATIONS = {OrganisationKind.CONSORTIUM: "CONSORTIUM", OrganisationKind.AUDITOR: "AUDITOR", OrganisationKind.PROVIDER: "O-TERM"}
NARROW = {f"{kind.value} {scope.value}": (ORGANISATIONS[kind], scope) for kind, scope in KEYS}
CONSULTANT, NOBODY, EVERYTHING = "consultant", "nobody", "everything of the consortium's"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def keys(hub: Hub) -> dict[str, str | None]:
    """A key with each scope that there is, one with all of them, a consultant's, and none."""
    found: dict[str, str | None] = {who: key_for(owner, frozenset({scope})) for who, (owner, scope) in NARROW.items()}
    everything = frozenset(scope for kind, scope in KEYS if kind is OrganisationKind.CONSORTIUM)
    return {**found, NOBODY: None, EVERYTHING: key_for("CONSORTIUM", everything), CONSULTANT: _consultants_key()}


def _consultants_key() -> str:
    register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name="Clearpath Compliance", public_id="O-CLEAR", now=MONDAY)
    reaches = person_reaches(OrganisationKind.PROVIDER, Role.ADMIN)
    admin = Actor(ActorKind.PERSON, "U-TERM", "Admin at TERM", "O-TERM", OrganisationKind.PROVIDER, reaches)
    authorise_organisation(actor=admin, provider="TERM", organisation="O-CLEAR", now=MONDAY)
    return key_for("O-CLEAR", WHOLE[OrganisationKind.PROVIDER])


@pytest.mark.parametrize("who", ["CONSORTIUM", "TERM"])
def test_nothing_that_is_sent_is_our_fault(each_hub: Hub, who: str) -> None:
    _send_to_every_route(each_hub, each_hub.keys[who], how_many(short=15, full=1000))


@pytest.mark.parametrize("who", [*NARROW, EVERYTHING, CONSULTANT, NOBODY])
def test_no_key_of_any_kind_is_answered_but_as_described(hub: Hub, keys: dict[str, str | None], who: str) -> None:
    _send_to_every_route(hub, keys[who], how_many(short=6, full=500))


def _send_to_every_route(hub: Hub, key: str | None, count: int) -> None:
    schema = schemathesis.openapi.from_url(f"{hub.address}/api/v1/openapi.json")
    traceback = opened(hub)
    known = {"traceback_id": traceback, "hop_id": hop_of(hub, traceback, "TERM")}
    known["request_id"] = known["hop_id"]
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    operations: list[Any] = list(schema.get_all_operations())
    for operation in operations:
        _send_many(hub, operation.ok(), known, headers, count)


def _signed(request: Any, headers: dict[str, str]) -> Any:
    """With the key, last of all: what is generated may have left it out."""
    request.headers.update(headers)
    return request


def _send_many(hub: Hub, operation: Any, known: dict[str, str], headers: dict[str, str], count: int) -> None:
    modes = schemathesis.GenerationMode
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in (modes.POSITIVE, modes.NEGATIVE)))

    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=cases, is_known=st.booleans())
    def send(case: Any, is_known: bool) -> None:
        if is_known:
            case.path_parameters = {**case.path_parameters, **{name: known[name] for name in IDS if name in case.path_parameters}}
        if "wait" in (case.query or {}):
            case.query = {name: value for name, value in case.query.items() if name != "wait"}
        try:
            reply = case.call(base_url=hub.address, auth=lambda request: _signed(request, headers), timeout=30)
        except (httpx.InvalidURL, ValueError, UnicodeError):
            return  # no client can send it
        assert not headers or reply.status_code != 401, "the key was not heard"
        case.validate_response(reply, checks=CHECKS)

    send()
