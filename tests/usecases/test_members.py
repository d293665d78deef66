"""Who belongs to an organisation: invited, accepted once, changed, suspended, removed; and never without an admin."""

from datetime import timedelta

import pytest

from star57.hub.domain.access import Action, Actor, Role
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, Refused, WrongState
from star57.hub.reads.actors import actor_of_person, capacities_of
from star57.hub.reads.invitations import open_invitation
from star57.hub.reads.mails import mail_view
from star57.hub.records.models import Invitation, JournalEntry, Membership, Person, Sealed
from star57.hub.usecases.accept_invitation import accept_as_member, accept_as_newcomer
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.invite_person import invite_person, withdraw_invitation
from star57.hub.usecases.manage_members import change_role, lift_suspension, remove_member, suspend_member
from tests.usecases.cast import MONDAY, STAFF

PASSWORD = "a long enough pass phrase"
DAY = timedelta(days=1)


def member(organisation: str, role: Role, name: str) -> Actor:
    """Somebody entered at the console, as they act."""
    email = f"{name.lower()}@{organisation.lower()}.example"
    add_person(actor=STAFF, organisation=organisation, email=email, name=name, role=role, time_zone="", password=PASSWORD, now=MONDAY)
    return acting(email)


def acting(email: str, acts_for: str | None = None) -> Actor:
    found = actor_of_person(Person.objects.get(email=email).pk, acts_for)
    assert found
    return found


def membership(actor: Actor) -> str:
    return str(Membership.objects.get(person__public_id=actor.id, organisation__public_id=actor.organisation).public_id)


@pytest.fixture
def ana(stage) -> Actor:
    return member("O-TRAN1", Role.ADMIN, "Ana")


def invited(ana: Actor, email: str = "bo@harbor.example", role: Role = Role.ENGINEER) -> str:
    return invite_person(actor=ana, organisation="O-TRAN1", email=email, role=role, now=MONDAY).token


def test_an_invitation_makes_a_newcomer_a_member(ana):
    token = invited(ana)
    accept_as_newcomer(token=token, name="Bo Lind", password=PASSWORD, time_zone="America/Chicago", now=MONDAY + DAY)
    bo = acting("bo@harbor.example")
    assert (bo.organisation, bo.reach(Action.PREPARE_ANSWER)) == ("O-TRAN1", ana.reach(Action.PREPARE_ANSWER))
    assert bo.reach(Action.ANSWER_REQUEST) is None


def test_it_is_used_once_and_looking_uses_nothing_up(ana):
    token = invited(ana)
    for _ in range(3):
        seen = open_invitation(token, MONDAY)
        assert seen
        assert (seen.organisation_name, seen.role, seen.invited_by, seen.is_known) == ("Harbor Voice", Role.ENGINEER, "Ana", False)
    accept_as_newcomer(token=token, name="Bo", password=PASSWORD, time_zone="", now=MONDAY)
    assert open_invitation(token, MONDAY) is None
    with pytest.raises(NotFound):
        accept_as_newcomer(token=token, name="Bo", password=PASSWORD, time_zone="", now=MONDAY)


def test_only_a_hash_of_the_secret_is_kept(ana):
    token = invited(ana)
    assert token not in str(list(Invitation.objects.values())) + str(list(Sealed.objects.values())) + str(
        list(JournalEntry.objects.values())
    )


@pytest.mark.parametrize("spoil", ["expired", "withdrawn", "invited again", "never there"])
def test_what_cannot_be_accepted_all_looks_alike(ana, spoil):
    token, when = invited(ana), MONDAY
    if spoil == "expired":
        when = MONDAY + 7 * DAY
    elif spoil == "withdrawn":
        withdraw_invitation(actor=ana, invitation=Invitation.objects.get().public_id, now=MONDAY)
    elif spoil == "invited again":
        assert open_invitation(invited(ana), MONDAY)
    else:
        token = "never"
    with pytest.raises(NotFound, match="does not exist, was used or withdrawn"):
        accept_as_newcomer(token=token, name="Bo", password=PASSWORD, time_zone="", now=when)


def test_a_known_address_is_invited_like_an_unknown_one_and_joins_with_its_own_account(ana):
    cy = member("O-TERM", Role.RESPONDER, "Cy")
    known = invite_person(actor=ana, organisation="O-TRAN1", email="cy@o-term.example", role=Role.READER, now=MONDAY)
    unknown = invite_person(actor=ana, organisation="O-TRAN1", email="xy@o-term.example", role=Role.READER, now=MONDAY)
    assert [(type(each.token), len(each.token), each.expires_at) for each in (known, unknown)] == [(str, 43, MONDAY + 7 * DAY)] * 2
    with pytest.raises(WrongState, match="Sign in"):
        accept_as_newcomer(token=known.token, name="Mallory", password=PASSWORD, time_zone="", now=MONDAY)
    pk = Person.objects.get(public_id=cy.id).pk
    with pytest.raises(WrongState, match="another address"):
        accept_as_member(token=unknown.token, person_pk=pk, now=MONDAY)
    assert accept_as_member(token=known.token, person_pk=pk, now=MONDAY) == "O-TRAN1"
    assert [(each.organisation, each.role) for each in capacities_of(pk)] == [("O-TERM", Role.RESPONDER), ("O-TRAN1", Role.READER)]
    assert acting("cy@o-term.example").organisation == "O-TERM"
    assert acting("cy@o-term.example", "O-TRAN1").reach(Action.ANSWER_REQUEST) is None
    assert acting("cy@o-term.example", "O-TRAN2").organisation == "O-TERM"


def test_a_suspended_member_is_out_at_once_and_in_again_when_lifted(ana):
    bo = member("O-TRAN1", Role.RESPONDER, "Bo")
    suspend_member(actor=ana, membership=membership(bo), now=MONDAY)
    suspend_member(actor=ana, membership=membership(bo), now=MONDAY)
    assert actor_of_person(Person.objects.get(public_id=bo.id).pk) is None
    lift_suspension(actor=ana, membership=membership(bo), now=MONDAY)
    assert acting("bo@o-tran1.example").reach(Action.ANSWER_REQUEST)


def test_a_removed_member_returns_only_by_another_invitation(ana):
    bo = member("O-TRAN1", Role.RESPONDER, "Bo")
    which = membership(bo)
    remove_member(actor=ana, membership=which, now=MONDAY)
    with pytest.raises(NotFound):
        lift_suspension(actor=ana, membership=which, now=MONDAY)
    token = invited(ana, "bo@o-tran1.example", Role.READER)
    accept_as_member(token=token, person_pk=Person.objects.get(public_id=bo.id).pk, now=MONDAY)
    assert membership(bo) == which
    assert acting("bo@o-tran1.example").reach(Action.ANSWER_REQUEST) is None
    facts = JournalEntry.objects.filter(subject_id=which).order_by("version").values_list("fact", flat=True)
    assert list(facts) == ["member_added", "member_removed", "member_returned"]


@pytest.mark.parametrize("deed", ["demote", "suspend", "remove"])
def test_the_last_admin_cannot_leave(ana, deed):
    def leave(who: Actor, actor: Actor) -> None:
        if deed == "demote":
            change_role(actor=actor, membership=membership(who), role=Role.READER, now=MONDAY)
        else:
            {"suspend": suspend_member, "remove": remove_member}[deed](actor=actor, membership=membership(who), now=MONDAY)

    for actor in (ana, STAFF):
        with pytest.raises(WrongState, match="last admin"):
            leave(ana, actor)
    eve = member("O-TRAN1", Role.ADMIN, "Eve")
    leave(ana, eve)
    with pytest.raises(WrongState, match="last admin"):
        leave(eve, STAFF)


def test_a_member_is_told_apart_from_what_an_admin_may_not_see(ana):
    cy = member("O-TERM", Role.ADMIN, "Cy")
    for deed in (suspend_member, remove_member):
        with pytest.raises(NotFound):
            deed(actor=ana, membership=membership(cy), now=MONDAY)
    with pytest.raises(NotFound):
        invite_person(actor=ana, organisation="O-TERM", email="a@b.example", role=Role.READER, now=MONDAY)


@pytest.mark.parametrize("role", [Role.RESPONDER, Role.ENGINEER, Role.READER])
def test_who_is_no_admin_manages_nobody(ana, role):
    bo = member("O-TRAN1", role, "Bo")
    with pytest.raises(NotAllowed):
        invited(bo)
    with pytest.raises(NotAllowed):
        change_role(actor=bo, membership=membership(bo), role=Role.ADMIN, now=MONDAY)


@pytest.mark.parametrize(("email", "role"), [("nobody", Role.READER), ("a@b@c", Role.READER), ("a@b.example", Role.ANALYST)])
def test_an_unusable_invitation_names_its_field(ana, email, role):
    with pytest.raises(Invalid):
        invited(ana, email, role)


def test_entries_say_for_whom_somebody_acted(ana):
    invited(ana)
    assert '"acts_for":"O-TRAN1"' in JournalEntry.objects.get(fact="member_invited").body


def test_who_is_a_member_already_is_not_invited_again(ana):
    with pytest.raises(Refused, match="a member already"):
        invited(ana, "ana@o-tran1.example")


def test_a_mail_brings_the_link_and_the_database_alone_does_not_hold_it(ana, settings):
    settings.SMTP_HOST = "mail.example"
    token = invited(ana)
    mail = Invitation.objects.get().mail
    assert mail
    assert mail.address == "bo@harbor.example"
    (item,) = mail_view(mail, MONDAY).items
    assert (item.id, item.path) == ("Harbor Voice", f"/invitations/{token}/")
    assert token not in str(list(Invitation.objects.values()))


def test_a_hub_without_mail_lays_none_ready_to_leave_one_day(ana, settings):
    settings.SMTP_HOST = ""
    invited(ana)
    assert Invitation.objects.get().mail is None
