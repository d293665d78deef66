"""Hears from allauth what happened to somebody's sign-in: notes the proof in the session, and the fact in the journal."""

from typing import Any

from allauth.account.signals import authentication_step_completed, password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset, authenticator_used
from django.http import HttpRequest

from star57 import clock
from star57.hub.domain.sign_in import Proof, SignInFact
from star57.hub.portal.accounts.proofs import add_proof, drop_proof
from star57.hub.reads.factors import factors_of
from star57.hub.usecases.note_sign_in import note_own_sign_in

PROOFS = {
    Authenticator.Type.TOTP: Proof.APP_CODE,
    Authenticator.Type.WEBAUTHN: Proof.PASSKEY,
    Authenticator.Type.RECOVERY_CODES: Proof.RECOVERY_CODE,
}


def _on_proof(request: HttpRequest, user: Any, method: str, **more: Any) -> None:
    proof = {"password": Proof.PASSWORD, "mfa": PROOFS.get(more.get("type", ""))}.get(method)
    if proof is not None:
        add_proof(request, user.pk, proof, clock.now())


def _on_added(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return _on_codes(user=user)
    add_proof(request, user.pk, PROOFS[authenticator.type], clock.now())  # setting it up was using it
    return _note(user, SignInFact.FACTOR_ADDED, factor=PROOFS[authenticator.type].value)


def _on_removed(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    proof = PROOFS[authenticator.type]
    if proof not in factors_of(user.pk).proofs:
        drop_proof(request, user.pk, proof)
    _note(user, SignInFact.FACTOR_REMOVED, factor=proof.value)


def _on_codes(user: Any, **_: Any) -> None:
    _note(user, SignInFact.RECOVERY_CODES_MADE)


def _on_used(user: Any, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.refresh_from_db()
        _note(user, SignInFact.RECOVERY_CODE_USED, left=len(authenticator.wrap().get_unused_codes()))


def _on_password(user: Any, **_: Any) -> None:
    _note(user, SignInFact.PASSWORD_CHANGED)


def _on_reset(user: Any, **_: Any) -> None:
    _note(user, SignInFact.PASSWORD_RESET)


def _note(user: Any, fact: SignInFact, **details: str | int) -> None:
    note_own_sign_in(user.pk, fact, now=clock.now(), details=details)


def listen() -> None:
    """Connect everything, once, when the portal starts."""
    for signal, heard in (
        (authentication_step_completed, _on_proof),
        (authenticator_added, _on_added),
        (authenticator_removed, _on_removed),
        (authenticator_reset, _on_codes),
        (authenticator_used, _on_used),
        (password_changed, _on_password),
        (password_set, _on_password),
        (password_reset, _on_reset),
    ):
        signal.connect(heard, dispatch_uid=f"star57 {heard.__name__} {id(signal)}")
