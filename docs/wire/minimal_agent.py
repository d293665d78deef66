"""A traceback agent in forty lines of plain Python: asks the hub, looks into one CSV file, answers what is certain.

STAR57_HUB=https://hub.example STAR57_KEY=s57_… python minimal_agent.py calls.csv
calls.csv has a head: time,called,calling,upstream,name (RFC 3339 with offset, E.164, registry id, legal name)
"""

import csv
import json
import os
import sys
import urllib.request
from datetime import datetime


def ask(path, body=None, **headers):
    headers |= {"Authorization": f"Bearer {os.environ['STAR57_KEY']}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{os.environ['STAR57_HUB']}/api/v1{path}", data, headers)
    with urllib.request.urlopen(request, timeout=90) as reply:
        return json.load(reply)


def upstreams(call, rows):
    at = datetime.fromisoformat(call["call_at"].replace("Z", "+00:00"))
    numbers = (call["called_number"], call["calling_number"] or "")
    near = [row for row in rows if abs((datetime.fromisoformat(row["time"]) - at).total_seconds()) <= call["uncertainty_s"]]
    return {(row["upstream"], row["name"]) for row in near if (row["called"], row["calling"]) == numbers}


def answer(request, rows):
    found = upstreams(request["call"], rows)
    if len(found) != 1 or request["state"] != "open":  # nothing, or two different ends, or sent back: never guess
        return print(request["id"], "needs a person:", len(found), "providers fit", flush=True)
    provider, name = found.pop()
    said = {"kind": "received_from_provider", "upstream": {"provider": provider, "name": name}}
    body = {"version": "1", "facts_version": request["facts_version"], "answer": said, "made_by": "agent"}
    once = {"Idempotency-Key": f"{request['id']}-{request['facts_version']}"}
    receipt = ask(f"/requests/{request['id']}/response", body, **once)
    return print(request["id"], receipt["fact"], receipt["entry_hash"], flush=True)


while True:
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for request in ask("/requests?state=open&limit=1000")["requests"]:
        answer(request, rows)
    ask("/requests?state=new&wait=50")  # held until there is something new; it then stands in state=open
