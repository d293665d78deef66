"""Kamailio and SIPp of this machine, or a skip that says so (a failure where STAR57_REQUIRE names kamailio)."""

from star57.world.lab.programs import MissingPrograms, Programs, find_programs
from tests.required import absent


def switch_programs() -> Programs:
    try:
        return find_programs()
    except MissingPrograms as problem:
        absent("kamailio", str(problem))
