"""`star57 trace` and `star57 request`, as staff and a carrier without an agent type them against a served hub."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from star57 import clock
from star57.cli import main
from tests.served import Hub
from tests.surfaces.api.calls import hop_of, opened, response, traced
from tests.usecases.cast import caller, upstream

pytestmark = pytest.mark.slow

Typed = Callable[..., str]
YESTERDAY = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
OPEN = ("--called", "+16175550172", "--calling", "+12025550143", "--at", YESTERDAY, "--terminating", "TERM")
SEARCHED = ("--since", YESTERDAY[:-6] + "00:00Z", "--until", YESTERDAY[:-6] + "59:59+00:00")


@pytest.fixture
def typed(hub: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types a command as somebody; gives standard output, or standard error where another exit code is expected."""
    monkeypatch.setenv("STAR57_HUB", hub.address)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(who: str, *words: str, code: int = 0) -> str:
        monkeypatch.setenv("STAR57_KEY", hub.keys[who])
        ended = main(list(words))
        told = capsys.readouterr()
        assert ended == code, told
        if code:
            assert told.err.count("\n") == 1
            return told.err
        return told.out

    return run


def shown(typed: Typed, traceback: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(typed("CONSORTIUM", "trace", "show", traceback, "--json"))
    return found


@pytest.mark.parametrize(
    ("options", "status", "outcome"),
    [
        (("--provider", "TRAN1"), "upstream_named", None),
        (("--provider", "Nobody Knows Telecom"), "upstream_named", None),
        (("--foreign", "Lagos Wire", "--country", "NG"), "foreign_upstream_named", "point_of_entry_identified"),
        (("--customer", "Brightpath Marketing LLC", "--action", "warned"), "customer_named", "originator_identified"),
        (("--reseller", "Corner Resale Inc."), "reseller_named", None),
        (("--not-ours", "TRAN1"), "other_server_named", None),
        (("--no-record", "SBC east, SBC west", *SEARCHED), "no_record", "no_record"),
        (("--no-record", "SBC east", *SEARCHED, "--expired"), "no_record", "no_record"),
        (("--decline", "A court has sealed the records of this customer."), "declined", "declined"),
    ],
)
def test_every_kind_of_answer_can_be_typed(hub: Hub, typed: Typed, options: tuple[str, ...], status: str, outcome: str | None) -> None:
    traceback = opened(hub)
    request = hop_of(hub, traceback, "TERM")
    assert request in typed("TERM", "request", "list", "--json")
    assert f"{request}: " in typed("TERM", "request", "answer", request, *options)
    found = shown(typed, traceback)
    assert (found["hops"][0]["status"], found["outcome"]) == (status, outcome)
    assert found["hops"][0]["answers"][0]["words"] in typed("CONSORTIUM", "trace", "show", traceback)


def test_a_second_answer_is_refused_and_a_correction_is_not(hub: Hub, typed: Typed) -> None:
    request = hop_of(hub, opened(hub), "TERM")
    typed("TERM", "request", "answer", request, "--customer", "Brightpath Marketing LLC")
    assert "the hub refuses (409)" in typed("TERM", "request", "answer", request, "--provider", "TRAN1", code=1)
    said = typed("TERM", "request", "answer", request, "--provider", "TRAN1", "--correct", "We read the wrong record.")
    assert "upstream named" in said
    assert json.loads(typed("TERM", "request", "show", request))["state"] == "answered"


def test_a_claim_is_disputed_or_confirmed_and_staff_decide(hub: Hub, typed: Typed) -> None:
    traceback, requests = traced(hub, "TERM", "TRAN1")
    assert "confirmed" in typed("TRAN1", "request", "confirm", requests["TRAN1"])
    other, requests = traced(hub, "TERM", "TRAN1")
    typed("TRAN1", "request", "dispute", requests["TRAN1"], "--reason", "We have no interconnection with them.")
    assert traceback in typed("CONSORTIUM", "trace", "list")
    assert other in typed("CONSORTIUM", "trace", "list", "--needs-person")
    typed("CONSORTIUM", "trace", "decide", requests["TRAN1"], "uphold_dispute", "--reason", "The records bear it out.")
    found = shown(typed, other)
    assert [hop["status"] for hop in found["hops"]] == ["sent_back", "withdrawn"]


def test_what_has_not_lapsed_is_not_confirmed_as_silent_and_each_is_told(hub: Hub, typed: Typed, capsys: Any) -> None:
    first, second = opened(hub), opened(hub)
    hub_refuses = "No escalation has lapsed here"
    assert main(["trace", "non-response", first, second, "T-NONE", "--reason", "No answer by telephone either"]) == 2
    typed("CONSORTIUM", "trace", "show", first)  # from here on with a key
    assert main(["trace", "non-response", first, second, "T-NONE", "--reason", "No answer by telephone either"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == [first, second, "T-NONE"]
    assert [hub_refuses in line for line in told] == [True, True, False]


def test_staff_send_back_identify_withdraw_and_reopen(hub: Hub, typed: Typed) -> None:
    traceback = opened(hub)
    request = hop_of(hub, traceback, "TERM")
    typed("TERM", "request", "answer", request, "--provider", "Nobody Knows Telecom")
    unknown = shown(typed, traceback)["hops"][1]
    assert (unknown["status"], unknown["waits_for"]) == ("unidentified", "staff")
    typed("CONSORTIUM", "trace", "decide", unknown["id"], "identify", "--provider", "TRAN1")
    assert shown(typed, traceback)["hops"][1]["provider"] == "TRAN1"
    typed("CONSORTIUM", "trace", "decide", request, "send_back", "--reason", "The trunk is missing.")
    assert json.loads(typed("TERM", "request", "show", request))["missing"] == "The trunk is missing."
    typed("CONSORTIUM", "trace", "withdraw", traceback, "--reason", "Opened twice")
    assert shown(typed, traceback)["status"] == "withdrawn"
    typed("CONSORTIUM", "trace", "reopen", traceback, "--reason", "Withdrawn by mistake")
    assert shown(typed, traceback)["status"] == "open"


def test_an_outage_is_credited_to_one_clock(hub: Hub, typed: Typed) -> None:
    request = hop_of(hub, opened(hub), "TERM")
    typed("TERM", "request", "show", request)
    now, decide = clock.now(), ("trace", "decide", request, "credit_outage")
    assert "began_at: Say from when until when" in typed("CONSORTIUM", *decide, code=2)
    span = ("--since", (now - timedelta(days=20)).isoformat(), "--until", (now - timedelta(days=19)).isoformat())
    assert "The clock did not run in that time" in typed("CONSORTIUM", *decide, *span, code=1)
    ahead = ("--since", now.isoformat(), "--until", (now + timedelta(days=9)).isoformat())
    assert "not in the future" in typed("CONSORTIUM", *decide, *ahead, code=2)


def test_corrected_facts_keep_what_is_not_said_anew(hub: Hub, typed: Typed) -> None:
    traceback = opened(hub, call_id="a84b4c76e66710", origid="123e4567-e89b-12d3-a456-426655440000")
    assert "call facts version 2" in typed("CONSORTIUM", "trace", "correct", traceback, "--within", "5", "--reason", "The exact log line")
    found = shown(typed, traceback)
    assert (found["uncertainty_s"], found["called_number"]) == (5, "+16175550172")
    assert (found["call_id"], found["origid"]) == ("a84b4c76e66710", "123e4567-e89b-12d3-a456-426655440000")
    asked = json.loads(typed("TERM", "request", "show", hop_of(hub, traceback, "TERM")))
    assert (asked["facts_version"], asked["call"]["call_id"]) == (2, "a84b4c76e66710")


def test_an_answer_given_by_mail_is_entered_with_the_mail_and_read_again(hub: Hub, typed: Typed, tmp_path: Path) -> None:
    traceback = opened(hub)
    request = hop_of(hub, traceback, "TERM")
    (tmp_path / "answer.json").write_text(json.dumps({**response(upstream("TRAN1")), "made_by": "person"}))
    (tmp_path / "mail.eml").write_bytes("From: zoë@cedar.example\n\nIt came from Harbor Voice.".encode("latin-1"))
    at = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    how = ("--said-by", "Zoë Hill", "--said-at", at, "--how", "reply_mail", "--file", str(tmp_path / "answer.json"))
    assert "Attach the mail" in typed("CONSORTIUM", "trace", "enter", request, *how, code=2)
    assert "upstream named" in typed("CONSORTIUM", "trace", "enter", request, *how, "--mail", str(tmp_path / "mail.eml"))
    given = shown(typed, traceback)["hops"][0]["answers"][0]
    assert given["said"] == {"by": "Zoë Hill", "at": at, "mail": "From: zoë@cedar.example\n\nIt came from Harbor Voice."}
    assert "(Zoë Hill, by reply mail, " in typed("CONSORTIUM", "trace", "show", traceback)
    typed("TERM", "request", "answer", request, "--customer", "Brightpath Marketing LLC", "--correct", "That mail was about another call.")
    assert shown(typed, traceback)["outcome"] == "originator_identified"


def test_one_is_opened_and_followed_to_its_end_and_many_at_once(hub: Hub, typed: Typed, tmp_path: Path) -> None:
    traceback = json.loads(typed("CONSORTIUM", "trace", "open", *OPEN, "--json"))["id"]
    hub.call("TERM", "POST", f"/requests/{hop_of(hub, traceback, 'TERM')}/response", json=response(caller()))
    told = typed("CONSORTIUM", "trace", "follow", traceback)
    assert "ends: customer: Brightpath Marketing LLC" in told
    call = {"called_number": "+16175550172", "calling_number": None, "call_at": YESTERDAY, "terminating": "TERM"}
    campaign = {"campaign": {"name": "Many", "why_suspicious": "Reported."}}
    file = tmp_path / "calls.ndjson"
    file.write_text("".join(json.dumps({**call, **campaign}) + "\n" for _ in range(3)))
    lines = [json.loads(line) for line in typed("CONSORTIUM", "trace", "batch", str(file)).splitlines()]
    assert [line["status"] for line in lines] == [201] * 3
    requests = [hop_of(hub, line["id"], "TERM") for line in lines]
    answers = tmp_path / "answers.ndjson"
    answers.write_text("".join(json.dumps({"request": each, "response": response(caller())}) + "\n" for each in requests))
    receipts = [json.loads(line)["receipt"] for line in typed("TERM", "request", "batch", str(answers)).splitlines()]
    assert [receipt["request"] for receipt in receipts] == requests


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("trace", "open", *OPEN[:1], "12", *OPEN[2:]), 2, "the hub refuses (422): called_number: "),
        (("trace", "open", *OPEN[:5], "yesterday", *OPEN[6:]), 2, "the hub refuses (422): call_at: "),
        (("trace", "open", *OPEN[:-1], "NOBODY"), 2, "the hub refuses (422): "),
        (("trace", "show", "T-NONE"), 1, "the hub refuses (404): "),
        (("trace", "decide", "R-NONE", "guess"), 2, "the hub refuses (422): decision: "),
        (("request", "answer", "R-NONE"), 2, "give exactly one of --provider, "),
        (("request", "answer", "R-NONE", "--no-record", "SBC"), 2, "--no-record: say which time you searched"),
        (("request", "answer", "R-NONE", "--file", "none.json"), 2, "cannot read none.json: No such file"),
    ],
)
def test_a_refusal_is_one_line_that_names_the_field(typed: Typed, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in typed("CONSORTIUM", *words, code=code)


def test_a_hub_that_is_down_and_a_key_that_is_none_are_said(typed: Typed, monkeypatch: pytest.MonkeyPatch, hub: Hub) -> None:
    monkeypatch.setitem(hub.keys, "NOBODY", "s57_nobody")
    assert "the hub refuses (401): Send a valid key" in typed("NOBODY", "trace", "list", code=1)
    monkeypatch.setenv("STAR57_HUB", "http://127.0.0.1:9")
    assert "the hub at http://127.0.0.1:9 does not answer: " in typed("CONSORTIUM", "trace", "list", code=1)
    monkeypatch.delenv("STAR57_HUB")
    assert "set STAR57_HUB to the hub's address" in typed("CONSORTIUM", "trace", "list", code=2)
