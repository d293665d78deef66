"""The agent that docs/wire shows works against a served hub, and the hub says what the page says it says."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from star57 import clock
from star57.hub.records.models import Hop
from tests.databases import Database
from tests.docs.served_hub import AskedHub, enter_everybody, open_one, served

WIRE = Path(__file__).parents[2] / "docs/wire"
AGENT, PAGE = WIRE / "minimal_agent.py", WIRE / "README.md"
NOW = clock.now()  # the served hub's clock runs
CALL_AT = NOW - timedelta(hours=3)
CALLED, CALLING = "+16175550172", "+12025550143"


@pytest.fixture
def hub(own_sqlite: Database) -> Iterator[AskedHub]:
    with served(own_sqlite.url, enter_everybody(NOW)) as found:
        yield found


def wire(hub: AskedHub) -> httpx.Client:
    return httpx.Client(base_url=f"{hub.address}/api/v1", headers={"Authorization": f"Bearer {hub.key}"}, trust_env=False)


def records(folder: Path) -> Path:
    """Three calls; the last two fit one request equally and came from different ends."""
    rows = [
        (CALL_AT + timedelta(seconds=3), CALLED, CALLING, "TRAN1", "Harbor Voice"),
        (CALL_AT, "+16175550111", CALLING, "TRAN1", "Harbor Voice"),
        (CALL_AT, "+16175550111", CALLING, "P-5TNB-8W4E-KH6V", "Summit Ridge Carrier"),
    ]
    file = folder / "calls.csv"
    lines = ["time,called,calling,upstream,name", *(",".join([row[0].isoformat(), *row[1:]]) for row in rows)]
    file.write_text("\n".join(lines) + "\n")
    return file


def told(process: "subprocess.Popen[str]", lines: int) -> list[str]:
    """So many lines of what the agent prints."""
    assert process.stdout is not None
    return [process.stdout.readline() for _ in range(lines)]


@pytest.mark.slow
def test_the_minimal_agent_answers_what_is_certain_and_leaves_the_rest(hub: AskedHub, tmp_path: Path) -> None:
    open_one(CALLED, CALLING, CALL_AT, NOW)
    open_one("+16175550111", CALLING, CALL_AT, NOW + timedelta(seconds=1))
    environment = os.environ | {"STAR57_HUB": hub.address, "STAR57_KEY": hub.key}
    command = [sys.executable, "-W", "error", str(AGENT), str(records(tmp_path))]
    agent = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    watchdog = threading.Timer(30, agent.kill)
    watchdog.start()
    try:
        answered, left = told(agent, 2)
    finally:
        watchdog.cancel()
        agent.kill()
        agent.communicate()
    assert "upstream_named" in answered
    assert left.endswith("needs a person: 2 providers fit\n")
    assert sorted(Hop.objects.values_list("provider__public_id", "status")) == [
        ("TERM", "running"), ("TERM", "upstream_named"), ("TRAN1", "requested"),
    ]  # fmt: skip


@pytest.mark.slow
def test_the_hub_answers_as_the_page_says(hub: AskedHub) -> None:
    open_one(CALLED, CALLING, CALL_AT, NOW)
    with wire(hub) as client:
        began = clock.monotonic()
        request = client.get("/requests", params={"state": "new", "wait": 20}).json()["requests"][0]
        assert clock.monotonic() - began < 10
        assert request["due_at"] is not None
        assert client.get("/requests", params={"state": "new"}).json()["requests"] == []
        path, body = f"/requests/{request['id']}/response", answer_to(request)

        strange = client.post(path, json=body | {"version": "2"})
        assert (strange.status_code, strange.headers["content-type"]) == (422, "application/problem+json")
        assert strange.json()["detail"] == "version: wire version '2' is not known here; this side speaks '1'"

        nameless = client.post(path, json=body | {"answer": {"kind": "received_from_provider", "upstream": {}}})
        assert nameless.json() == json.loads(re.findall(r"```json\n(.*?)\n```", PAGE.read_text(), re.DOTALL)[0])
        unreadable = client.post(path, content=b"{", headers={"Content-Type": "application/json"})
        assert (unreadable.status_code, unreadable.json()["code"]) == (400, "unreadable")

        key = {"Idempotency-Key": "one-answer"}
        first = client.post(path, json=body | {"added_later": 1}, headers=key)
        again = client.post(path, json=body | {"added_later": 1}, headers=key)
        assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
        assert client.post(path, json=body, headers=key).status_code == 422
        assert client.post(path, json=body).status_code == 409
        assert client.get("/requests/R-2B9X-VT4H-K7QM").json()["detail"] == "There is no request R-2B9X-VT4H-K7QM, or it is not yours."
        assert client.post(path.replace("response", "dispute"), json={"version": "1", "reason": "Not ours."}).status_code == 409
        assert client.get("/openapi.json").status_code == client.get("/docs").status_code == 200
        assert client.get("/tracebacks").status_code == 403
        assert httpx.get(f"{hub.address}/api/v1/requests", trust_env=False).json()["code"] == "no_key"


def answer_to(request: dict[str, Any]) -> dict[str, Any]:
    said = {"kind": "received_from_provider", "upstream": {"provider": "TRAN1", "name": "Harbor Voice"}}
    return {"version": "1", "facts_version": request["facts_version"], "answer": said, "made_by": "agent"}
