"""Accepting an invitation: who invites into what, then a name and a password, or the account one has. Opening the page uses nothing up."""

from collections.abc import Mapping

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import get_user_model, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from star57 import clock
from star57.hub.domain.access import Role
from star57.hub.domain.refusals import Invalid, Refused
from star57.hub.portal.accounts.proofs import own_key
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.forms.sign_in import JoinForm
from star57.hub.portal.refusal_words import in_words
from star57.hub.reads.invitations import InvitationView, open_invitation
from star57.hub.usecases.accept_invitation import accept_as_member, accept_as_newcomer
from star57.hub.usecases.choose_language import choose_language

ROLES: Mapping[Role, str | Promise] = {
    Role.ADMIN: gettext_lazy("Admin: looks after people, keys and contacts"),
    Role.ANALYST: gettext_lazy("Analyst: opens and follows tracebacks"),
    Role.RESPONDER: gettext_lazy("Responder: answers requests"),
    Role.ENGINEER: gettext_lazy("Engineer: finds calls and drafts answers"),
    Role.READER: gettext_lazy("Reader: reads and changes nothing"),
}


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """One page for all who hold a link; a wrong, used, withdrawn and expired one are answered alike."""
    found = open_invitation(token, clock.now())
    if found is None:
        return render(request, "account/invitation_over.html", status=404)
    if found.is_known:
        return _as_member(request, token, found)
    form = JoinForm(request.POST or None)
    if form.is_valid() and _is_good_password(form, found):
        try:
            return _join(request, token, form)
        except Invalid as refusal:
            note_refusal(form, refusal)
    return _shown(request, found, form=form)


def _as_member(request: HttpRequest, token: str, found: InvitationView) -> HttpResponse:
    is_theirs = request.user.is_authenticated and getattr(request.user, "email", "") == found.email
    if request.method == "POST" and is_theirs:
        try:
            accept_as_member(token=token, person_pk=own_key(request), now=clock.now())
        except Refused as refusal:
            messages.error(request, in_words(refusal))
        else:
            messages.success(request, _("You now also belong to %(name)s.") % {"name": found.organisation_name})
            return redirect("home")
    return _shown(request, found, is_theirs=is_theirs, sign_in=f"{reverse('sign-in')}?next={request.path}")


def _join(request: HttpRequest, token: str, form: JoinForm) -> HttpResponse:
    typed = form.cleaned_data
    pk = accept_as_newcomer(
        token=token, name=typed["name"], password=typed["password"], time_zone=request.POST.get("time_zone", ""), now=clock.now()
    )
    choose_language(pk, get_language() or "")
    person = get_user_model().objects.get(pk=pk)
    record_authentication(request, person, method="password")
    answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=reverse("home")))
    return answer


def _is_good_password(form: JoinForm, found: InvitationView) -> bool:
    person = get_user_model()(email=found.email, name=form.cleaned_data["name"])
    try:
        password_validation.validate_password(form.cleaned_data["password"], person)
    except ValidationError as wrong:
        form.add_error("password", wrong)
        return False
    return True


def _shown(request: HttpRequest, found: InvitationView, **shown: object) -> HttpResponse:
    answer = render(request, "account/invitation.html", {"invitation": found, "role_words": ROLES[found.role], **shown})
    answer["Cache-Control"] = "no-store"
    return answer
