"""Whatever is sent that the description allows or forbids, the hub answers for it: never a 500, and problems are documents."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.depth import how_many
from tests.served import Hub
from tests.surfaces.api.calls import hop_of, opened


@schemathesis.serializer("application/x-ndjson")
def as_it_is(_context: Any, value: Any) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else repr(value).encode("utf-8", "replace")


IDS = ("traceback_id", "hop_id", "request_id")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", ["CONSORTIUM", "TERM"])
def test_nothing_that_is_sent_is_our_fault(each_hub: Hub, who: str) -> None:
    schema = schemathesis.openapi.from_url(f"{each_hub.address}/api/v1/openapi.json")
    traceback = opened(each_hub)
    known = {"traceback_id": traceback, "hop_id": hop_of(each_hub, traceback, "TERM")}
    known["request_id"] = known["hop_id"]
    headers = {"Authorization": f"Bearer {each_hub.keys[who]}"}
    operations: list[Any] = list(schema.get_all_operations())
    for operation in operations:
        _send_many(each_hub, operation.ok(), known, headers)


def _send_many(hub: Hub, operation: Any, known: dict[str, str], headers: dict[str, str]) -> None:
    modes = schemathesis.GenerationMode
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in (modes.POSITIVE, modes.NEGATIVE)))

    @settings(
        max_examples=how_many(short=25, full=1000), deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases, is_known=st.booleans())
    def send(case: Any, is_known: bool) -> None:
        if is_known:
            case.path_parameters = {**case.path_parameters, **{name: known[name] for name in IDS if name in case.path_parameters}}
        if "wait" in (case.query or {}):
            case.query = {name: value for name, value in case.query.items() if name != "wait"}
        try:
            reply = case.call(base_url=hub.address, headers=headers, timeout=30)
        except (httpx.InvalidURL, ValueError, UnicodeError):
            return  # no client can send it
        assert reply.status_code < 500, (case.as_curl_command(), reply.text)
        if reply.status_code >= 400 and reply.status_code not in {404, 405}:
            assert reply.headers["content-type"][0].startswith("application/problem+json"), (case.as_curl_command(), reply.text)

    send()
