"""Canaries in every field that a provider must not see; nothing that another provider is ever given holds one."""

import json

import pytest

from star57.hub.records.models import Hop, Organisation, Provider, Traceback
from tests.served import Hub, key_for
from tests.surfaces.api.calls import hop_of, opening, response
from tests.usecases.cast import MONDAY, STAFF, enter_provider

PATH = ("CANTERM", "CANTRAN", "CANMID", "CANORIG")
"""Each provider's name holds a canary, and so does everything it says."""


def name_of(provider: str) -> str:
    return f"canary-name-{provider.lower()}"


@pytest.fixture(scope="module")
def canaries(hub: Hub) -> dict[str, str]:
    """A traceback full of secrets: each provider's request."""
    from star57.hub.domain.access import OrganisationKind
    from tests.served import WHOLE

    for provider in PATH:
        enter_provider(provider, name_of(provider), "US", "America/New_York", MONDAY)
        hub.keys[provider] = key_for(f"O-{provider}", WHOLE[OrganisationKind.PROVIDER])
    source = hub.call("CONSORTIUM", "POST", "/tracebacks", json=opening(terminating=PATH[0], call_id="canary-callid-term"))
    traceback = source.json()["id"]
    requests = {}
    for provider, named in zip(PATH, [*PATH[1:], None], strict=True):
        requests[provider] = hop_of(hub, traceback, provider)
        upstream = {"kind": "received_from_provider", "upstream": {"provider": named, "name": "x", "contact": f"canary-contact-{provider}"}}
        customer = {"name": "canary-customer", "kind": "caller", "address": "canary-address", "contact": "canary-customer-contact"}
        own = {"kind": "own_customer", "customer": customer, "action_taken": "none"}
        evidence = {"call_id": f"canary-callid-{provider}", "trunk": f"canary-trunk-{provider}", "source_address": f"canary-ip-{provider}"}
        said = {**response(upstream if named else own), "evidence": evidence, "comment": f"canary-comment-{provider}"}
        sent = hub.call(provider, "POST", f"/requests/{requests[provider]}/response", json=said)
        assert sent.status_code == 201, sent.text
    requests["traceback"] = traceback
    return requests


def told(hub: Hub, who: str, ids: dict[str, str]) -> str:
    """Everything that the API gives somebody about the traceback, whatever it asks."""
    texts = [hub.call(who, "GET", f"/requests?state={state}&limit=1000").text for state in ("new", "open", "all")]
    for each in ids.values():
        texts += [hub.call(who, "GET", f"/requests/{each}").text, hub.call(who, "GET", f"/tracebacks/{each}").text]
        for path, body in (("dispute", {"version": "1", "reason": "Not us."}), ("confirmation", {"version": "1"})):
            texts.append(hub.call(who, "POST", f"/requests/{each}/{path}", json=body).text)
        texts.append(
            hub.call(who, "POST", f"/requests/{each}/response", json=response({"kind": "declined", "reason": "No, we will not."})).text
        )
        texts.append(hub.call(who, "POST", f"/hops/{each}/decision", json={"decision": "withdraw", "reason": "Never."}).text)
    texts.append(hub.call(who, "GET", f"/tracebacks?number={Traceback.objects.get(public_id=ids['traceback']).called_number[:20]}").text)
    return "\n".join(texts)


ALL = {"customer", "address", "customer-contact"} | {
    f"{what}-{who}" for what in ("contact", "callid", "trunk", "ip", "comment") for who in PATH
}


@pytest.mark.parametrize("position", range(4))
def test_a_provider_is_told_of_its_neighbour_downstream_and_nothing_else(hub: Hub, canaries: dict[str, str], position: int) -> None:
    who, downstream = PATH[position], PATH[position - 1] if position else None
    text = told(hub, who, canaries)
    may_see = {"callid-term"} | ({f"callid-{downstream}"} if downstream else set())
    leaked = {each for each in ALL - may_see if f"canary-{each}" in text}
    assert leaked == set()
    names = {provider for provider in PATH if name_of(provider) in text or f'"{provider}"' in text}
    assert names == {who, downstream} - {None}


@pytest.mark.parametrize("who", ["TERM", "ORIG"])
def test_a_stranger_is_told_nothing_at_all(hub: Hub, canaries: dict[str, str], who: str) -> None:
    assert "canary" not in told(hub, who, canaries)


def test_a_request_holds_no_reporter_no_path_no_depth(hub: Hub, canaries: dict[str, str]) -> None:
    request = hub.call("CANORIG", "GET", f"/requests/{canaries['CANORIG']}").json()
    assert set(request) == {
        "version", "id", "provider", "state", "asked_at", "due_at", "rule", "facts_version", "call", "campaign",
        "known_already", "missing", "direction",
    }  # fmt: skip
    text = json.dumps(request)
    assert canaries["traceback"] not in text
    for other in PATH[:3]:
        assert canaries[other] not in text
    source = Organisation.objects.get(public_id="CONSORTIUM")
    assert source.name not in text
    assert Hop.objects.filter(provider=Provider.objects.get(public_id="CANORIG")).count() == 1
    assert STAFF.name not in text


def test_an_auditor_is_not_told_who_the_customer_is(hub: Hub, canaries: dict[str, str]) -> None:
    text = hub.call("AUDITOR", "GET", f"/tracebacks/{canaries['traceback']}").text
    assert name_of("CANORIG") in text
    assert not {each for each in ("customer", "address", "customer-contact", "comment-CANORIG") if f"canary-{each}" in text}


def test_staff_are_told_all_that_the_providers_said(hub: Hub, canaries: dict[str, str]) -> None:
    text = hub.call("CONSORTIUM", "GET", f"/tracebacks/{canaries['traceback']}").text
    assert {each for each in ("customer", "address", "trunk-CANMID") if f"canary-{each}" in text} == {"customer", "address", "trunk-CANMID"}
