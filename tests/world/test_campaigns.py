"""Every call of the built-in world belongs to a campaign that a reader can picture; other worlds' calls are the demo's own."""

from star57.world.builtin_world import BUILTIN_CALLS, BUILTIN_WORLD
from star57.world.callsfile import read_calls
from star57.world.campaigns import UNNAMED, campaign_of
from star57.world.worldfile import read_world


def test_every_built_in_call_has_a_campaign_with_a_transcript():
    calls = read_calls(BUILTIN_CALLS, providers=read_world(BUILTIN_WORLD).ids)
    campaigns = [campaign_of(call.called_number, is_builtin=True) for call in calls]
    assert len({campaign["name"] for campaign in campaigns}) == 3
    assert all(campaign["transcript"] for campaign in campaigns)


def test_another_world_is_told_no_stories():
    assert campaign_of("+12125550100", is_builtin=False) == UNNAMED
    assert campaign_of("+12125550199", is_builtin=True) == UNNAMED
