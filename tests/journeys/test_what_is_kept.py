"""Nothing that was typed is lost: an ended session comes back to the same draft, and two who sign at once see both texts."""

import pytest

from tests.journeys.town import mailbox
from tests.journeys.town_cast import Cast

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180), pytest.mark.parametrize("cast", ["desk", "phone"], indirect=True)]
CEDAR, HARBOR, MERIDIAN = "Cedar Valley Telephone", "Harbor Voice", "Meridian Long Distance"


def test_an_ended_session_comes_back_to_the_same_draft(cast: Cast) -> None:
    cast.analyst().opens_a_traceback("Car warranty", "+16175550172")
    cast.town.time_passes(minutes=3)
    cedar = cast.responder(CEDAR).follows_the_mail(mailbox("TERM"))
    cedar.chooses("Another provider handed it to us").writes("Which provider?", HARBOR).reads("Draft saved.")
    address = cedar.page.url
    cedar.writes("Its contact, if it may be new to us", "noc@harbor.example")
    cast.town.time_passes(minutes=61)
    cedar.presses("Read it back").signs_in()
    cedar.reads("What you typed before is here again. It has not been sent.").sees_it_whole()
    assert cedar.page.url == address
    assert cedar.page.get_by_label("Which provider?", exact=True).input_value() == HARBOR
    assert cedar.page.get_by_label("Its contact, if it may be new to us", exact=True).input_value() == "noc@harbor.example"
    cedar.presses("Read it back").reads("This will stand in the record").presses("Sign it").reads("It stands in the record")


def test_a_session_that_ended_unnoticed_still_has_the_saved_draft(cast: Cast) -> None:
    cast.analyst().opens_a_traceback("Car warranty", "+16175550172")
    cedar = cast.responder(CEDAR)
    cedar.opens("/requests/").follows("Car warranty").reads("Who handed")
    address = cedar.page.url
    cedar.chooses("Another provider handed it to us").writes("Which provider?", HARBOR).reads("Draft saved.")
    cast.town.time_passes(hours=14)
    cedar.page.goto(address)
    cedar.signs_in().reads("is filled in below")
    assert cedar.page.url == address
    assert cedar.page.get_by_label("Which provider?", exact=True).input_value() == HARBOR


def test_of_two_who_sign_at_once_the_later_sees_both_texts(cast: Cast) -> None:
    cast.analyst().opens_a_traceback("Car warranty", "+16175550172")
    first, second = cast.responder(CEDAR), cast.colleague(CEDAR)
    for person, provider in ((first, HARBOR), (second, MERIDIAN)):
        person.opens("/requests/").follows("Car warranty").chooses("Another provider handed it to us")
        person.writes("Which provider?", provider).presses("Read it back").reads("This will stand in the record")
    first.presses("Sign it").reads("It stands in the record")
    second.presses("Sign it").reads("Your text and the record differ").sees_it_whole()
    second.reads(f"received this call from {HARBOR}", f"received this call from {MERIDIAN}", "signed by a person")
    second.presses("Replace the first by a correction").reads("Correct your answer")
    assert second.page.get_by_label("Which provider?", exact=True).input_value() == MERIDIAN


def test_of_two_who_correct_at_once_the_later_sees_both_texts(cast: Cast) -> None:
    cast.analyst().opens_a_traceback("Car warranty", "+16175550172")
    first, second = cast.responder(CEDAR), cast.colleague(CEDAR)
    first.opens("/requests/").follows("Car warranty").chooses("Another provider handed it to us")
    first.writes("Which provider?", "Summit Carrier").presses("Read it back").presses("Sign it").reads("It stands in the record")
    for person, provider in ((first, HARBOR), (second, MERIDIAN)):
        person.opens("/requests/?state=answered").follows("Car warranty").follows("Correct it")
        person.chooses("Another provider handed it to us").writes("Which provider?", provider)
        person.writes("Why the first answer was wrong", "We looked at another trunk.")
        person.presses("Read it back").reads("This will stand in the record")
    first.presses("Sign it").reads("It stands in the record")
    second.presses("Sign it").reads("Your text and the record differ", "was replaced meanwhile").sees_it_whole()
    second.reads(f"received this call from {HARBOR}", f"received this call from {MERIDIAN}")
    second.presses("Replace the first by a correction").reads("Correct your answer")
    assert second.page.get_by_label("Which provider?", exact=True).input_value() == MERIDIAN
    second.presses("Read it back").presses("Sign it").reads("It stands in the record")
