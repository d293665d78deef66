"""The demo's first child process: a fresh hub, filled from the world, then serving and working: clocks move. Reads STAR57_*."""

import json
import os
import sys
from pathlib import Path

from star57 import clock
from star57.world.home import Home
from star57.world.lifeline import end_with_parent
from star57.world.personas import Persona
from star57.world.worldfile import read_world


def main(world_file: str, folder: str, port: str) -> None:
    """Lay the tables, enter the world, leave the keys in the folder, print the port, serve on loopback until asked to end.

    Mails go nowhere unless STAR57_SMTP_HOST names a server.
    """
    end_with_parent()
    home = Home(Path(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "star57.hub.config.settings")
    import django  # noqa: PLC0415  settings come first

    django.setup()
    from star57.hub.config.serving import migrate, serve_and_work  # noqa: PLC0415
    from star57.world.filling import fill  # noqa: PLC0415

    migrate()

    people = [Persona(**row) for row in json.loads(home.plan.read_text())]
    _write_privately(home.keys, json.dumps(fill(read_world(Path(world_file)), people, now=clock.now())))
    serve_and_work("127.0.0.1", int(port), on_ready=_tell)


def _tell(port: int) -> None:
    print(port, flush=True)  # noqa: T201  the demo reads this line


def _write_privately(file: Path, text: str) -> None:
    part = file.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
    part.rename(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
