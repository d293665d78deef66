"""Who stayed silent through every reminder is confirmed as non-responsive, of several tracebacks at once; and somebody has looked."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from star57 import clock
from star57.cli import main
from star57.hub.domain.access import CLOCK
from star57.hub.usecases.pass_deadline import tick
from tests.databases import connected, copy_sqlite
from tests.served import Hub, people_and_keys, serving
from tests.surfaces.api.calls import hop_of, opened

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
LONG_AFTER = timedelta(days=40)


@pytest.fixture
def silent(sqlite_template: Path, tmp_path: Path, django_db_blocker: Any) -> Iterator[tuple[Hub, list[str]]]:
    """A hub forty days on, and two tracebacks whose provider received the request and never answered."""
    url = copy_sqlite(sqlite_template, tmp_path)
    with django_db_blocker.unblock(), connected(url):
        keys = people_and_keys()
        with serving(url, keys) as hub:
            tracebacks = [opened(hub), opened(hub)]
            for each in tracebacks:
                assert hub.call("TERM", "GET", f"/requests/{hop_of(hub, each, 'TERM')}").status_code == 200
        for day in range(LONG_AFTER.days):
            tick(actor=CLOCK, now=clock.now() + timedelta(days=day), limit=10)
        with serving(url, keys, clock_offset_s=LONG_AFTER.total_seconds()) as hub:
            yield hub, tracebacks


def test_all_who_lapsed_are_confirmed_and_a_second_time_there_is_nothing_to_confirm(
    silent: tuple[Hub, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hub, tracebacks = silent
    monkeypatch.setenv("STAR57_HUB", hub.address)
    monkeypatch.setenv("STAR57_KEY", hub.keys["CONSORTIUM"])
    confirm = ["trace", "non-response", *tracebacks, "--reason", "No answer by telephone either"]
    assert main(confirm) == 0
    assert capsys.readouterr().out.splitlines() == [f"{each}: confirmed" for each in tracebacks]
    for each in tracebacks:
        (hop,) = hub.call("CONSORTIUM", "GET", f"/tracebacks/{each}").json()["hops"]
        assert hop["status"] == "non_responsive"
    assert main(confirm) == 1
    assert capsys.readouterr().out.count("there is nothing to confirm") == 2


def test_a_reopened_traceback_is_looked_at_once(silent: tuple[Hub, list[str]]) -> None:
    hub, (traceback, _) = silent
    for step, code in (("withdrawal", 200), ("reopening", 200), ("review", 200), ("review", 409)):
        reply = hub.call("CONSORTIUM", "POST", f"/tracebacks/{traceback}/{step}", json={"reason": "They moved their desk."})
        assert reply.status_code == code, (step, reply.text)
