"""Campaigns looked for in newer records: by numbers the carrier itself saw, and never by those of calls it did not find."""

import json
from datetime import timedelta

import pytest

from star57.agent.campaign_watch import campaigns_in, sighted
from star57.agent.journal import Journal
from star57.agent.stores import open_store
from star57.agent.stores.contract import Span
from star57.wire.values import CampaignNote
from tests.agent.carrier import AT, CALLING, CUSTOMER, PROVIDER, TRUNKS, UNMAPPED, answered, configuration, fill, record, request, run_while
from tests.agent.hub_stand_in import hub_stand_in
from tests.agent.typed import Carrier

LATER = AT + timedelta(days=2)
ELSEWHERE = "+13035550177"  # of a call that another carrier was asked about


@pytest.fixture
def ours(tmp_path):
    """Asked about one call that it found, and one that it did not (with another calling number)."""
    with hub_stand_in() as hub:
        ours = configuration(tmp_path, hub.address)
        open_store(ours.store).declare_complete(Span(AT - timedelta(days=9), AT + timedelta(days=9)))
        fill(ours, record(PROVIDER))
        hub.ask(request())
        hub.ask(request("req_2", called="+16175550188", calling=ELSEWHERE, campaign=CampaignNote(name="Bank", why_suspicious="recorded")))
        run_while(ours, lambda: answered(hub, "req_1", "req_2"))
    return ours


def watched(ours):
    journal = Journal(ours.journal)
    try:
        return campaigns_in(journal.answers(100, after=0))
    finally:
        journal.close()


def test_only_calls_found_here_give_numbers_to_look_for(ours):
    (campaign,) = watched(ours)
    assert (campaign.name, list(campaign.numbers.values()), campaign.asked) == ("Car warranty", [CALLING], 1)


def test_its_calls_are_counted_by_the_way_they_came_in(ours):
    fill(ours, *(record(PROVIDER, at=LATER, called=f"+1617555018{last}", name=f"p{last}") for last in range(3)))
    fill(ours, record(UNMAPPED, at=LATER + timedelta(hours=1), called="+16175550191", name="u"))
    fill(ours, record(CUSTOMER, at=LATER, calling=ELSEWHERE, name="other"))
    (campaign,) = watched(ours)
    seen = sighted(campaign, open_store(ours.store), TRUNKS, Span(LATER, LATER + timedelta(days=1)))
    assert (seen.calls, seen.numbers, seen.first_at, seen.last_at) == (4, (CALLING,), LATER, LATER + timedelta(hours=1))
    assert [(way.way, way.upstream, way.calls) for way in seen.ways] == [("from 192.0.2.1", "prv_tran", 3), ("from 192.0.2.99", "", 1)]


def test_what_came_before_the_span_is_left_out(ours):
    (campaign,) = watched(ours)
    assert sighted(campaign, open_store(ours.store), TRUNKS, Span(LATER, LATER + timedelta(days=1))).calls == 0


def test_a_published_campaign_is_looked_for_by_the_numbers_of_its_list(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    carrier = Carrier(tmp_path)
    carrier.write("http://127.0.0.1:9", "auto")
    carrier.config.write_text(carrier.config.read_text() + '\n[[watch]]\ncampaign = "Winter warranty"\nnumbers = "published.txt"\n')
    (tmp_path / "published.txt").write_text(f"# as published\n{CALLING}  # seen most\n\n+13035550177\n")
    carrier.imports()
    capsys.readouterr()
    assert carrier("watch", "--since", "2026-11-20") == 0
    assert "Winter warranty (published): 1 call from 1 of 2 numbers since" in capsys.readouterr().out
    (tmp_path / "published.txt").write_text("+13035550177\nsee annex\n")
    assert carrier("watch") == 2
    assert "published.txt: line 2: 'see annex' is no telephone number" in " ".join(capsys.readouterr().err.split())


def test_it_is_typed(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    carrier = Carrier(tmp_path)
    with hub_stand_in() as hub:
        carrier.write(hub.address, "auto")
        assert carrier("watch") == 0
        assert "Nothing to look for yet" in capsys.readouterr().out
        carrier.imports()
        hub.ask(request())
        assert carrier("run", "--once") == 0
    capsys.readouterr()
    assert carrier("watch", "--since", "2026-11-20") == 0
    assert "Car warranty: 1 call from 1 of 1 numbers since" in capsys.readouterr().out
    assert carrier("watch", "--since", "2026-11-20", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["calls"], row["ways"][0]["upstream"]) == (1, "prv_tran")
