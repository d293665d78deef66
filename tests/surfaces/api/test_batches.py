"""Batches: every line stands by itself, and a batch that is sent again does nothing twice."""

import json

import pytest

from star57.hub.records.models import Traceback
from tests.served import Hub
from tests.surfaces.api.calls import opening, response, traced
from tests.usecases.cast import caller, upstream

NDJSON = {"Content-Type": "application/x-ndjson"}
WRONG_NUMBER = json.dumps(opening(called_number="12")).encode()
BAD = (b"{", b"[]", b"null", b'{"a": NaN}', b"\xff", WRONG_NUMBER, b'"\\ud800"', b'{"called_number"')


def lines_of(count: int, bad_every: int) -> list[bytes]:
    """So many lines, some of them bad, each in another way. A good one holds what some take for the end of a line."""
    campaign = {"name": "Numbers\u2028in a row", "why_suspicious": "One of many."}
    good = json.dumps(opening(campaign=campaign), ensure_ascii=False).encode()
    return [BAD[index // bad_every % len(BAD)] if index % bad_every == bad_every - 1 else good for index in range(count)]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("count", "bad_every"), [(80, 10), pytest.param(2000, 100, marks=pytest.mark.slow)])
def test_many_lines_with_bad_ones_among_them(hub: Hub, count: int, bad_every: int) -> None:
    lines, headers = lines_of(count, bad_every), {**NDJSON, "Idempotency-Key": f"batch-of-{count}"}
    before = Traceback.objects.count()
    body = b"\n\n".join(lines)
    reply = hub.call("CONSORTIUM", "POST", "/tracebacks/batch", content=body, headers=headers, timeout=300)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/x-ndjson")
    rows = [json.loads(line) for line in reply.text.split("\n") if line]
    assert [row["line"] for row in rows] == [*range(1, 2 * count, 2)]
    refused = [row for row in rows if row["status"] != 201]
    assert [(row["line"] + 1) // 2 for row in refused] == [*range(bad_every, count + 1, bad_every)]
    assert {row["status"] for row in refused} == {422}
    assert all(row["problem"]["detail"] for row in refused)
    good = count - count // bad_every
    assert Traceback.objects.count() - before == good
    again = hub.call("CONSORTIUM", "POST", "/tracebacks/batch", content=body, headers=headers, timeout=300)
    assert again.text == reply.text
    assert Traceback.objects.count() - before == good


def test_another_batch_under_the_key_is_refused(hub: Hub) -> None:
    headers = {**NDJSON, "Idempotency-Key": "batch-2"}
    line = json.dumps(opening()).encode()
    hub.call("CONSORTIUM", "POST", "/tracebacks/batch", content=line, headers=headers)
    reply = hub.call("CONSORTIUM", "POST", "/tracebacks/batch", content=line + b"\n" + line, headers=headers)
    assert (reply.status_code, reply.json()["field"]) == (422, "Idempotency-Key")


def test_several_answers_at_once_are_answered_one_by_one(hub: Hub) -> None:
    requests = [traced(hub, "TERM")[1]["TERM"] for _ in range(3)]
    sent = [
        {"request": requests[0], "response": response(caller())},
        {"request": requests[0], "response": response(upstream("TRAN1"))},
        {"request": requests[1], "response": response(upstream("TERM"))},
        {"request": "R-2222-2222-2222", "response": response(caller())},
        {"request": requests[2], "response": {"version": "9"}},
        {"request": requests[2], "response": response(upstream("TRAN1"))},
        {},
    ]
    replies = [hub.call("TERM", "POST", "/responses", json={"responses": sent}, headers={"Idempotency-Key": "answers-1"}) for _ in "12"]
    results = replies[0].json()["results"]
    names = [str(each.get("request", "")) for each in sent]
    assert [(each["request"], each["status"]) for each in results] == list(zip(names, [201, 409, 422, 404, 422, 201, 422], strict=True))
    assert results[0]["receipt"]["state"] == "answered"
    assert results[2]["problem"]["field"] == "answer.upstream.provider"
    assert replies[1].json() == replies[0].json()
