"""From a request that waits to a person's answer, typed."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from star57 import clock
from star57.agent.cases import CaseState
from star57.agent.journal import Journal
from tests.agent.carrier import request
from tests.agent.hub_stand_in import KEY, Reply, hub_stand_in, problem
from tests.agent.typed import Carrier, one_line


@pytest.fixture
def carrier(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    return Carrier(tmp_path)


def test_from_a_request_to_a_persons_answer(carrier, capsys):
    with hub_stand_in() as hub:
        carrier.write(hub.address)
        carrier.imports("192.0.2.2")
        hub.ask(request())
        assert carrier("run", "--once") == 0
        capsys.readouterr()
        assert carrier("review", "list") == 0
        assert "req_1" in capsys.readouterr().out
        assert carrier("review", "show", "req_1") == 0
        assert "customer Acme Dialing" in capsys.readouterr().out
        assert hub.posts == []
        assert carrier("review", "approve", "req_1", "--by", "ann", "--yes") == 0
        assert "its own customer Acme Dialing" in capsys.readouterr().out
        assert carrier("run", "--once", "--json") == 0
        assert json.loads(capsys.readouterr().out)["event"] == "answer_sent"
        assert carrier("review", "approve", "req_1", "--yes") == 1
        assert "does not wait" in one_line(capsys.readouterr().err)
    (response,) = hub.answers["req_1"]
    assert response.made_by.value == "person"
    assert "Acme Dialing" in response.model_dump_json()


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (("--provider", "prv_harbor", "--name", "Harbor Voice"), "received_from_provider"),
        (("--foreign", "Manila Tel", "--country", "PH"), "received_from_abroad"),
        (("--customer", "Bob", "--kind", "reseller", "--action", "warned"), "own_customer"),
        (("--not-ours", "Other Telephone"), "not_our_number"),
        (("--no-record",), "no_record_found"),
        (("--declined", "our counsel objects to it"), "declined"),
    ],
)
def test_a_person_may_answer_otherwise(carrier, options, kind):
    with hub_stand_in() as hub:
        carrier.write(hub.address)
        hub.ask(request())
        assert carrier("run", "--once") == 0
        assert carrier("review", "answer", "req_1", *options, "--yes") == 0
        assert carrier("run", "--once") == 0
    assert hub.answers["req_1"][0].answer.kind.value == kind


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "exactly one of"),
        (("--provider", "a", "--no-record"), "exactly one of"),
        (("--foreign", "Manila Tel"), "which country"),
        (("--declined", "no"), "--declined: reason"),
        (("--customer", "Bob", "--kind", "king"), "--kind"),
    ],
)
def test_an_answer_that_lacks_something_is_a_usage_error(carrier, capsys, options, said):
    with hub_stand_in() as hub:
        carrier.write(hub.address)
        hub.ask(request())
        carrier("run", "--once")
        capsys.readouterr()
        assert carrier("review", "answer", "req_1", *options, "--yes") == 2
        assert said in one_line(capsys.readouterr().err)
    assert hub.posts == []


def test_a_refusal_of_the_hub_comes_back_to_the_person(carrier, capsys):
    with hub_stand_in() as hub:
        carrier.write(hub.address, "auto")
        carrier.imports()
        hub.ask(request())
        hub.before_posts.append(problem(422, "invalid", "there is no provider prv_tran"))
        assert carrier("run", "--once") == 0
        assert "refused by the hub" in capsys.readouterr().out
        assert carrier("review", "list", "--json") == 0
        (case,) = json.loads(capsys.readouterr().out)
        assert (case["state"], case["needs_person"]) == ("refused", True)
        assert carrier("review", "answer", "req_1", "--provider", "Transit One Inc", "--yes") == 0
        assert carrier("run", "--once") == 0
    assert "Transit One Inc" in hub.answers["req_1"][0].model_dump_json()


def test_a_wrong_key_is_said_plainly(carrier, capsys):
    with hub_stand_in() as hub:
        carrier.write(hub.address)
        carrier.config.write_text(carrier.config.read_text().replace(KEY, "s57_wrong"))
        assert carrier("run", "--once") == 1
    told = one_line(capsys.readouterr().err)
    assert "does not accept the key" in told
    assert "s57_wrong" not in told


@pytest.mark.slow
def test_sigterm_ends_it_cleanly_with_nothing_lost(carrier):
    with hub_stand_in() as hub:
        carrier.write(hub.address, "auto")
        carrier.imports()
        hub.after_posts.extend([lambda _: Reply(503, {"code": "busy"})] * 1000)
        hub.ask(request())
        command = [
            sys.executable,
            "-c",
            "import sys; from star57.cli import main; sys.exit(main())",
            "agent",
            "run",
            "-c",
            str(carrier.config),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"NO_COLOR": "1"})
        began = clock.monotonic()
        while len(hub.posts) < 2:
            assert clock.monotonic() - began < 20
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        shown, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert shown.splitlines()[-1].startswith("stopped;")
    journal = Journal(carrier.folder / "agent-journal.sqlite3")
    assert journal.counts()[CaseState.DECIDED] == 1
    journal.close()
