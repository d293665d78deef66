"""Ten real tracebacks of five hops each, made by the use cases: the pattern that the portal's benchmark multiplies."""

from __future__ import annotations

from datetime import timedelta

from star57.hub.domain.access import CLOCK, OrganisationKind, Role
from star57.hub.reads.actors import actor_of_person
from star57.hub.records.models import Person
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.pass_deadline import tick
from star57.hub.usecases.register_organisation import register_organisation
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.write_note import write_note
from tests.usecases import cast
from tests.usecases.cast import STAFF, Stage, caller, declined, no_record, stranger

PASSWORD = "a long enough pass phrase"
ANALYST, RESPONDER = "analyst@bench.example", "responder@bench.example"
PATH = ("TERM", "TRAN1", "TRAN2", "ORIG", "LAST")


def make_pattern() -> Stage:
    """Six that have ended, four that wait for somebody; the stage they stand on."""
    now = cast.MONDAY
    cast.enter_everybody()
    cast.PROVIDERS["LAST"] = ("Last Mile Voice", "US", "America/New_York")
    cast.enter_provider("LAST", *cast.PROVIDERS["LAST"])
    register_organisation(actor=STAFF, kind=OrganisationKind.SOURCE, name="Honeypots", public_id="O-SOURCE", now=now)
    people = ((ANALYST, "CONSORTIUM", Role.ANALYST), (RESPONDER, "O-TERM", Role.RESPONDER))
    for email, organisation, role in people:
        add_person(actor=STAFF, organisation=organisation, email=email, name=email, role=role, time_zone="UTC", password=PASSWORD, now=now)
    analyst = actor_of_person(Person.objects.get(email=ANALYST).pk)
    if analyst is None:
        raise SystemExit("the analyst has no role")
    stage = Stage()
    for number, end in enumerate([caller(), caller(), caller(), caller(), declined(), declined(), no_record(), stranger("Nobody Telecom")]):
        _traced(stage, end)
        if number % 3 == 0:
            tag_traceback(actor=analyst, traceback=stage.traceback, add=[f"tag-{number}"], remove=[], now=stage.now)
            write_note(actor=analyst, traceback=stage.traceback, text="Their switch clock is two seconds slow.", now=stage.now)
    _traced(stage, None)
    assign_traceback(actor=analyst, traceback=stage.traceback, person=analyst.id, now=stage.now)
    _traced(stage, None)
    stage.receive("LAST")
    stage.now += timedelta(days=2)
    tick(actor=CLOCK, now=stage.now, limit=100)
    return stage


def _traced(stage: Stage, end: dict[str, object] | None) -> None:
    stage.open()
    stage.trace(*PATH)
    if end is not None:
        stage.answer("LAST", end)
    else:
        stage.receive("LAST")
