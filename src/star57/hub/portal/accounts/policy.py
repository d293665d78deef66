"""Sends whoever has not yet proved enough for their role to where they can, before any page of work."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from star57.hub.domain.sign_in import is_met
from star57.hub.portal.accounts.proofs import own_key, proofs_of
from star57.hub.portal.kept_forms import keep_form, page_of
from star57.hub.reads.factors import factors_of, requirement_for


def missing_proof(request: HttpRequest) -> HttpResponse | None:
    """The way to a proof that is enough; None when this session has one. In demo mode none is asked, and every page says so."""
    if not settings.SECOND_FACTOR_ASKED:
        return None
    person = own_key(request)
    requirement = requirement_for(person)
    if is_met(requirement, proofs_of(request)):
        return None
    keep_form(request)
    can = factors_of(person).can_meet(requirement)
    return redirect(f"{reverse('account_reauthenticate' if can else 'second-factor')}?{urlencode({'next': page_of(request)})}")
