"""One rule for "is this request mine": owned providers, those one is authorised for, nothing else. Tested at every door."""

import pytest

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind, Role, person_reaches
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, WrongState
from star57.hub.ledger import wakeups
from star57.hub.reads.requests import new_request_ids, request_view, requests_page
from star57.hub.records.models import Authorisation, JournalEntry, Provider
from star57.hub.usecases.authorise_organisation import authorise_organisation, revoke_authorisation
from star57.hub.usecases.correct_answer import correct_answer
from star57.hub.usecases.dispute_claim import confirm_claim
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.register_organisation import register_organisation
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.messages import Confirmation, Correction
from tests.usecases.cast import STAFF, caller, enter_provider, program_of, said, upstream


def person(organisation: str, role: Role = Role.RESPONDER) -> Actor:
    reaches = person_reaches(OrganisationKind.PROVIDER, role)
    return Actor(ActorKind.PERSON, f"U-{organisation}", "Kim", organisation, OrganisationKind.PROVIDER, reaches)


ADMIN, KIM = person("O-TRAN1", Role.ADMIN), person("O-CONSULT")


@pytest.fixture
def asked(stage):
    """TRAN1 is asked; a consultant and a stranger are entered; nobody is authorised."""
    register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name="Clearpath Consulting", public_id="O-CONSULT", now=stage.now)
    stage.open()
    stage.trace("TERM", "TRAN1")
    return stage


def authorise(stage, provider: str = "TRAN1") -> str:
    return authorise_organisation(actor=ADMIN, provider=provider, organisation="O-CONSULT", now=stage.now)


def doors(stage, actor: Actor) -> dict[str, bool]:
    """Which of all doors to TRAN1's request open for this actor; no door that is tried changes anything for the next."""
    request = stage.hop("TRAN1").public_id
    said_so = Correction(version="1", reason="another trunk", response=said(upstream("TRAN2")))
    tried = {
        "read": lambda: request_view(actor=actor, request=request),
        "receive": lambda: receive_request(actor=actor, request=request, how="portal", now=stage.now),
        "confirm": lambda: confirm_claim(actor=actor, request=request, confirmation=Confirmation(version="1"), now=stage.now),
        "correct": lambda: correct_answer(actor=actor, request=request, correction=said_so, how="portal", now=stage.now),
        "respond": lambda: respond_to_request(actor=actor, request=request, response=said(caller()), how="portal", now=stage.now),
    }
    found = {"new": request in new_request_ids(actor=actor, limit=9)}
    found["listed"] = any(each.id == request for each in requests_page(actor=actor, state="all", cursor=None, limit=9).rows)
    for name, door in tried.items():
        try:
            door()
        except NotFound:
            found[name] = False
        except WrongState:
            found[name] = True
        else:
            found[name] = True
    return found


@pytest.mark.parametrize(
    ("actor", "has", "opens"),
    [
        (person("O-TRAN1"), "nothing", True),
        (KIM, "authorisation", True),
        (KIM, "nothing", False),
        (KIM, "revoked", False),
        (KIM, "another's authorisation", False),
        (person("O-TRAN2"), "authorisation", False),
    ],
    ids=["own", "authorised", "stranger", "revoked", "authorised elsewhere", "third"],
)
def test_every_door_asks_the_same_rule(asked, actor, has, opens):
    if has in {"authorisation", "revoked"}:
        granted = authorise(asked)
        if has == "revoked":
            revoke_authorisation(actor=ADMIN, authorisation=granted, now=asked.now)
    elif has == "another's authorisation":
        authorise_organisation(actor=person("O-TRAN2", Role.ADMIN), provider="TRAN2", organisation="O-CONSULT", now=asked.now)
    assert set(doors(asked, actor).values()) == {opens}


def test_a_consultants_key_reaches_no_further_than_its_authorisation(asked):
    program = program_of("CONSULT")
    assert new_request_ids(actor=program, limit=9) == ()
    granted = authorise(asked)
    assert len(new_request_ids(actor=program, limit=9)) == 1
    revoke_authorisation(actor=ADMIN, authorisation=granted, now=asked.now)
    assert new_request_ids(actor=program, limit=9) == ()


def test_who_answers_for_a_provider_is_woken_for_it_and_no_longer_when_revoked(asked, monkeypatch):
    woken: list[str] = []
    monkeypatch.setattr(wakeups, "wake", woken.extend)
    granted = authorise(asked)
    asked.decide("withdraw_hop", asked.hop("TRAN1"), reason="to ask again")
    assert woken.count("requests:O-CONSULT") == 2
    revoke_authorisation(actor=ADMIN, authorisation=granted, now=asked.now)
    woken.clear()
    asked.decide("reopen_hop", asked.hop("TRAN1"), reason="to ask again")
    assert "requests:O-TRAN1" in woken
    assert "requests:O-CONSULT" not in woken


def test_a_consultants_answer_says_for_whom_it_was_given(asked):
    authorise(asked)
    request = asked.hop("TRAN1").public_id
    receive_request(actor=KIM, request=request, how="portal", now=asked.now)
    respond_to_request(actor=KIM, request=request, response=said(caller()), how="portal", now=asked.now).raised()
    body = JournalEntry.objects.get(subject_id=request, fact="customer_named").body
    assert '"acts_for":"O-CONSULT"' in body
    assert '"on_behalf_of":"TRAN1"' in body
    seen = request_view(actor=person("O-TRAN1"), request=request)
    assert seen.answers[-1].words.startswith("Harbor Voice states")
    assert seen.happenings[-1].actor == "Clearpath Consulting for Harbor Voice"  # nobody is called U-O-CONSULT


def test_only_the_providers_own_admin_grants_and_ends_it(asked):
    granted = authorise(asked)
    stranger = person("O-TRAN2", Role.ADMIN)
    for actor, refusal in ((stranger, NotFound), (person("O-CONSULT", Role.ADMIN), NotFound), (person("O-TRAN1"), NotAllowed)):
        with pytest.raises(refusal):
            authorise_organisation(actor=actor, provider="TRAN1", organisation="O-TERM", now=asked.now)
        with pytest.raises(refusal):
            revoke_authorisation(actor=actor, authorisation=granted, now=asked.now)


def test_granting_and_revoking_twice_changes_nothing(asked):
    granted = authorise(asked)
    assert authorise(asked) == granted
    for _ in range(2):
        revoke_authorisation(actor=ADMIN, authorisation=granted, now=asked.now)
    assert Authorisation.objects.get().version == 2
    assert authorise(asked) != granted


@pytest.mark.parametrize(("organisation", "refusal"), [("O-NOBODY", Invalid), ("CONSORTIUM", Invalid), ("O-TRAN1", WrongState)])
def test_what_cannot_answer_cannot_be_authorised(asked, organisation, refusal):
    with pytest.raises(refusal):
        authorise_organisation(actor=ADMIN, provider="TRAN1", organisation=organisation, now=asked.now)


def test_an_affiliate_is_owned_not_lent(asked):
    enter_provider("AFFIL", "Harbor Voice West", "US", "America/New_York")
    affiliate = Provider.objects.get(public_id="AFFIL")
    with pytest.raises(NotFound):
        authorise_organisation(actor=ADMIN, provider="AFFIL", organisation="O-CONSULT", now=asked.now)
    assert affiliate.organisation
    assert affiliate.organisation.public_id == "O-AFFIL"
