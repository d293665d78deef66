"""Threads and contacts without a browser: who reads and writes, and what stays as it was typed."""

import re
from datetime import timedelta

from tests.surfaces.portal.test_organisation import house, house_database
from tests.surfaces.portal.test_pages import mine, text, visitor

__all__ = ["house", "house_database"]


def test_provider_and_staff_share_a_thread_and_a_stranger_finds_none(house):
    thread = mine(house) + "thread/"
    ana, chief = visitor(house, "admin"), visitor(house, "chief")
    assert "Nothing written yet" in text(ana.get(thread))
    assert ana.post(thread + "message/", {"text": "Which of our trunks do you mean?"}).status_code == 302
    assert "Which of our trunks do you mean?" in text(chief.get(thread))
    chief.post(thread + "message/", {"text": "The one of the request."})
    assert "The one of the request." in text(ana.get(thread))
    assert "1 message" not in text(ana.get(mine(house)))
    assert "2 messages" in text(ana.get(mine(house)))
    assert visitor(house, "consultant").get(thread).status_code == 404


def test_more_time_is_asked_for_and_decided_in_the_thread(house):
    thread = mine(house) + "thread/"
    ana, chief = visitor(house, "admin"), visitor(house, "chief")
    until = (house.now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")
    refused = ana.post(thread + "more-time/", {"until": until, "reason": "The switch moves."})
    assert refused.status_code == 422
    assert "The switch moves." in text(refused)
    later = (house.now + timedelta(days=5)).strftime("%Y-%m-%dT16:50:00")
    assert ana.post(thread + "more-time/", {"until": later, "reason": "The switch moves."}).status_code == 302
    assert "16:50 EST. Not decided yet." in text(chief.get(thread)), "by the clock of the office, as the due time beside it"
    assert f'value="{later}"' in text(chief.get(thread))
    assert chief.post(thread + "more-time/grant/", {"until": later, "reason": "Understood."}).status_code == 302
    assert re.search("More time granted until:</strong> [^.]+16:50 EST", text(ana.get(thread)))
    assert ana.post(thread + "more-time/grant/", {"until": later, "reason": "I grant it."}).status_code == 403


def test_an_admin_adds_tests_and_retires_contacts(house, settings):
    settings.SECOND_FACTOR_ASKED = False
    ana = visitor(house, "admin")
    page = "/organisation/contacts/"
    bad = ana.post(page + "new/", {"provider": "TRAN1", "kind": "requests", "address": "no address", "telephone": "", "name": "NOC"})
    assert bad.status_code == 422
    assert ana.post(page + "new/", {"provider": "TRAN1", "kind": "requests", "address": "noc@harbor.example"}).status_code == 302
    shown = text(ana.get(page))
    assert "noc@harbor.example" in shown
    assert "not tested yet" in shown
    assert (
        visitor(house, "engineer").post(page + "new/", {"provider": "TRAN1", "kind": "requests", "address": "x@y.example"}).status_code
        == 403
    )


def test_a_webhooks_secret_is_shown_once(house, settings):
    settings.SECOND_FACTOR_ASKED = False
    ana, page = visitor(house, "admin"), "/organisation/webhooks/"
    made = text(ana.post(page + "new/", {"address": "https://tickets.harbor.example/star57"}))
    assert "whsec_" in made
    shown = text(ana.get(page))
    assert "tickets.harbor.example" in shown
    assert "whsec_" not in shown
    assert ana.post(page + "new/", {"address": "ftp://x.example/"}).status_code == 422
    assert visitor(house, "engineer").get(page).status_code == 403
