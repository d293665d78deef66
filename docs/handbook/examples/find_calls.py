"""An example of a carrier's own look-up: answers the agent's questions from an SQLite file. Usage: find_calls.py CALLS.db"""

import json
import sqlite3
import sys

COLUMNS = "record_id, call_ref, started_at, within_s, duration_s, called_in, called_out, calling_in, calling_out, source, next_hop"
COLUMNS += ", trunk_in, trunk_out, account, channel_in, channel_out, call_id, call_id_out, identity, diverted_from, release"


def answer(question: dict, calls: sqlite3.Connection) -> dict:
    calls.row_factory = sqlite3.Row
    if question["find"] == "health":
        found = calls.execute("SELECT count(*), min(started_at), max(started_at) FROM calls").fetchone()
        return {"records": found[0], "first_started_at": found[1], "last_started_at": found[2], "size_bytes": 4096}
    if question["find"] == "call_id":
        where, values = "? IN (call_id, call_id_out)", [question["call_id"]]
    elif question["find"] == "called":
        # Starts lie here as ISO texts in UTC. A day to spare: some starts are known to a minute only, and the agent looks again.
        near = "started_at BETWEEN datetime(?, '-1 day') AND datetime(?, '+1 day')"
        where, values = f"(called_in LIKE ? OR called_out LIKE ?) AND {near}", [f"%{question['ends_with']}%"] * 2
        values += [question["since"], question["until"]]
    elif question["find"] == "calling":
        one = "calling_in LIKE ? OR calling_out LIKE ?"
        where = f"({' OR '.join([one] * len(question['end_with']))}) AND started_at BETWEEN datetime(?, '-1 day') AND datetime(?, '+1 day')"
        values = [f"%{digits}%" for digits in question["end_with"] for _ in range(2)] + [question["since"], question["until"]]
    elif question["find"] == "origid":  # stands inside the header's base64: every header is given, and the agent looks
        where, values = "identity <> ''", []
    else:
        sys.exit(f"unknown question {question['find']!r}")
    return {"records": [dict(row) for row in calls.execute(f"SELECT {COLUMNS} FROM calls WHERE {where}", values)]}


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin), sqlite3.connect(sys.argv[1])), sys.stdout)
