"""What the hub's console commands share: Django set up, refusals told in one line, who acts."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from star57.cli.environment import said_in
from star57.cli.failures import Failed, Misused
from star57.cli.settings_file import read_settings_file
from star57.hub.domain.access import Actor, operator


@contextmanager
def hub_ready() -> Iterator[Actor]:
    """The hub's own settings and database, and the operator at the console as the actor; refusals become the command's failure.

    This thread sees every row inside, no other does.
    """
    read_settings_file()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "star57.hub.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from star57.hub.domain.refusals import Invalid, Refused
    from star57.hub.records.sight import ALL, seeing
    from star57.hub.upkeep.refusals import NotDone

    try:
        django.setup()
        with seeing(ALL):
            yield operator(getpass.getuser())
    except ImproperlyConfigured as problem:
        raise Misused(str(problem)) from None
    except DatabaseError as problem:
        words = " ".join(str(problem).split())
        raise Failed(f"the database at STAR57_DATABASE_URL: {words}. If it is new, run `star57 hub init` first") from None
    except Invalid as problem:
        raise Misused(f"{problem.field}: {problem}" if problem.field else str(problem)) from None
    except (Refused, NotDone) as problem:
        raise Failed(str(problem)) from None


def secret_from(variable: str, prompt: str) -> str:
    """A secret from the environment, or asked for on the terminal; never from the command line, where others read it."""
    found = said_in(variable)
    if found:
        return found
    if not sys.stdin.isatty():
        raise Misused(f"set {variable} or {variable}_FILE, or run this on a terminal")
    return getpass.getpass(prompt)
