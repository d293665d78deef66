"""An organisation's people: members, their roles, invitations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action, Role
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.portal.forms.organisation import InviteForm, RoleForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.organisation_visits import OrganisationVisit, at_organisation
from star57.hub.portal.refusal_words import in_words
from star57.hub.reads import organisation as reads
from star57.hub.reads.organisation import MemberRow
from star57.hub.reads.words import ROLE_NAMES
from star57.hub.usecases import invite_person, manage_members
from star57.hub.usecases.permission import permit


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done about a member: its words, its use case, whether it asks for a role."""

    words: str | Promise
    about: str | Promise
    carry_out: Callable[..., None]
    asks_role: bool


DEEDS: Mapping[str, Deed] = {
    "role": Deed(
        gettext_lazy("Change role"), gettext_lazy("The new role counts from the next page they open."), manage_members.change_role, True
    ),
    "suspension": Deed(
        gettext_lazy("Suspend"),
        gettext_lazy("They are shut out at once, on every page, until you lift it."),
        manage_members.suspend_member,
        False,
    ),
    "lifting": Deed(
        gettext_lazy("Lift the suspension"), gettext_lazy("They are let in again at once."), manage_members.lift_suspension, False
    ),
    "removal": Deed(
        gettext_lazy("Remove"),
        gettext_lazy(
            "They no longer belong to this organisation. What they did stays in the record. To return they need another invitation."
        ),
        manage_members.remove_member,
        False,
    ),
}


@require_safe
@at_organisation
def people(visit: OrganisationVisit) -> HttpResponse:
    """Everybody who belongs here; for an admin, the invitations and the form for another."""
    return _people(visit, InviteForm(kind=visit.organisation.kind), 200)


@at_organisation
def invite(visit: OrganisationVisit) -> HttpResponse:
    """Invite an address. The link is shown once, to be passed on by hand if no mail arrives."""
    permit(visit.actor, Action.MANAGE_MEMBERS)
    form = InviteForm(visit.request.POST or None, kind=visit.organisation.kind)
    if not form.is_valid():
        return _people(visit, form, 422 if form.is_bound else 200)
    typed = form.cleaned_data
    try:
        made = invite_person.invite_person(
            actor=visit.actor, organisation=visit.organisation.id, email=typed["email"], role=Role(typed["role"]), now=visit.now
        )
    except (Invalid, WrongState) as refusal:
        form.add_error("email", in_words(refusal))
        return _people(visit, form, 422)
    link = visit.request.build_absolute_uri(reverse("invitation", args=[made.token]))
    return visit.show("organisation/invited.html", email=typed["email"], link=link, expires_at=made.expires_at)


@at_organisation
def withdraw(visit: OrganisationVisit, invitation: str) -> HttpResponse:
    """Make an invitation worthless."""
    if visit.request.method == "POST":
        invite_person.withdraw_invitation(actor=visit.actor, invitation=invitation, now=visit.now)
        messages.success(visit.request, _("The invitation is withdrawn."))
    return redirect(visit.address("organisation"))


@at_organisation
def member(visit: OrganisationVisit, membership: str, deed: str) -> HttpResponse:
    """Ask, then do it."""
    who = _member(visit, membership)
    permit(visit.actor, Action.MANAGE_MEMBERS)
    if deed not in DEEDS:
        raise NotFound("There is no such step.")
    chosen = DEEDS[deed]
    form = (
        RoleForm(visit.request.POST or None, kind=visit.organisation.kind, initial={"role": who.role}) if chosen.asks_role else forms.Form()
    )
    if visit.request.method == "POST" and (not chosen.asks_role or form.is_valid()):
        more: dict[str, Any] = {"role": Role(form.cleaned_data["role"])} if chosen.asks_role else {}
        try:
            chosen.carry_out(actor=visit.actor, membership=membership, now=visit.now, **more)
        except Invalid as refusal:
            note_refusal(form, refusal)
        except WrongState as refusal:
            form.add_error(None, in_words(refusal)) if form.is_bound else messages.error(visit.request, in_words(refusal))
        else:
            messages.success(visit.request, _("Done: %(name)s.") % {"name": who.name})
            return redirect(visit.address("organisation"))
    status = 422 if visit.request.method == "POST" else 200
    return visit.show("organisation/member.html", form=form, member=who, deed=chosen, title=chosen.words, status=status)


def _people(visit: OrganisationVisit, form: InviteForm, status: int) -> HttpResponse:
    manages = visit.actor.reach(Action.MANAGE_MEMBERS) is not None
    which = visit.organisation.id
    found = reads.members(actor=visit.actor, organisation=which)
    invitations = reads.open_invitations(actor=visit.actor, organisation=which, now=visit.now) if manages else ()
    return visit.show(
        "organisation/people.html",
        status=status,
        members=[(each, ROLE_NAMES[each.role]) for each in found],
        invitations=[(each, ROLE_NAMES[each.role]) for each in invitations],
        form=form if manages else None,
        manages=manages,
        tab="people",
    )


def _member(visit: OrganisationVisit, membership: str) -> MemberRow:
    found = next((each for each in reads.members(actor=visit.actor, organisation=visit.organisation.id) if each.id == membership), None)
    if found is None:
        raise NotFound("There is no such member.")
    return found
