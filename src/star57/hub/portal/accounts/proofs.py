"""What a session has shown of its person, and when: kept in the session, bound to the person."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest

from star57.hub.domain.sign_in import FRESH_FOR, MEETS, Proof, Requirement

KEY = "star57_proofs"


def own_key(request: HttpRequest) -> int:
    """The number of the person who is signed in."""
    return int(request.user.pk or 0)


def add_proof(request: HttpRequest, person_pk: int, proof: Proof, now: datetime) -> None:
    """Note that this session's person has just shown this."""
    request.session[KEY] = {"person": person_pk, "at": {**_found(request, person_pk), proof.value: now.timestamp()}}


def drop_proof(request: HttpRequest, person_pk: int, proof: Proof) -> None:
    """What it was shown with is gone."""
    left = {name: at for name, at in _found(request, person_pk).items() if name != proof.value}
    request.session[KEY] = {"person": person_pk, "at": left}


def proofs_of(request: HttpRequest) -> frozenset[Proof]:
    """Everything that this session has shown."""
    return frozenset(Proof(name) for name in _found(request, request.user.pk))


def is_fresh(request: HttpRequest, now: datetime, *, has_factor: bool) -> bool:
    """Whether the person has shown who they are within the last minutes; by a second factor, if they have one."""
    accepted = MEETS[Requirement.SECOND_FACTOR] if has_factor else frozenset(Proof)
    shown = [at for name, at in _found(request, request.user.pk).items() if Proof(name) in accepted]
    return any(0 <= now.timestamp() - at < FRESH_FOR.total_seconds() for at in shown)


def _found(request: HttpRequest, person_pk: int | None) -> Mapping[str, float]:
    kept = request.session.get(KEY) or {}
    return kept["at"] if kept.get("person") == person_pk and person_pk is not None else {}
