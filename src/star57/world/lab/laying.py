"""Fills the lab's templates in: configuration of switches, scenarios of telephones, the agents' world. Words between @ are replaced."""

import re
from collections.abc import Mapping
from pathlib import Path

from star57.world.lab.accounting import EXTRA, FLAT_COLUMNS
from star57.world.lab.places import CARRIERS, PLACES
from star57.world.lab.programs import Programs

_HERE = Path(__file__).parent
_WORD = re.compile(r"@([A-Z_]+)@")


def lay_switch(name: str, folder: Path, programs: Programs, port: int) -> Path:
    """The carrier's configuration in its folder; the file to start Kamailio with."""
    words = {
        **PLACES,
        "ADDRESS": CARRIERS[name],
        "PORT": str(port),
        "MASK": CARRIERS[name].rpartition(".")[0]
        + ".99",  # what a carrier that hides its topology shows instead; another's would be undone
        "MODULES": f"{programs.modules}/",
        "FOLDER": str(folder),
        "KEY": str(folder / "sti.key"),
        "OWN": str(folder / f"{name}.cfg"),
        "EXTRA": ";".join(f"{column}={variable}" for column, variable in EXTRA.items()),
    }
    _fill(_HERE / "switches" / f"{name}.cfg", folder / f"{name}.cfg", words)
    return _fill(_HERE / "switches" / "carrier.cfg", folder / "kamailio.cfg", words)


def lay_scenario(name: str, folder: Path, *, rings_ms: int) -> Path:
    """One of SIPp's scenarios: caller, answering, ringing."""
    return _fill(_HERE / "phones" / f"{name}.xml", folder / f"{name}.xml", {"RINGS_MS": str(rings_ms)})


def lay_world(folder: Path) -> Path:
    """The world file of the agents; the carriers' folders lie beside it."""
    columns = ", ".join(f'"{column}"' for column in FLAT_COLUMNS)
    return _fill(_HERE / "world.toml", folder / "world.toml", {**PLACES, "FLAT_COLUMNS": columns})


def _fill(template: Path, file: Path, words: Mapping[str, str]) -> Path:
    file.write_text(_WORD.sub(lambda match: words[match[1]], template.read_text(encoding="utf-8")), encoding="utf-8")
    return file
