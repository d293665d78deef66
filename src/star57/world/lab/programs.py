"""The SIP programs of this machine, or which packages bring them. Starts nothing."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

# Debian's package, and what of it the lab uses.
_MODULES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "kamailio": ("tm.so", "acc.so", "db_flatstore.so", "db_text.so", "topoh.so", "mqueue.so", "rtimer.so", "jsonrpcs.so"),
    "kamailio-sqlite-modules": ("db_sqlite.so",),
    "kamailio-extra-modules": ("acc_json.so",),
    "kamailio-json-modules": ("jansson.so",),
    "kamailio-secsipid-modules": ("secsipid.so", "secsipid_proc.so"),
})  # fmt: skip
_SEARCHED = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
_MODULE_FOLDERS = ("/usr/lib/*/kamailio/modules", "/usr/lib64/kamailio/modules", "/usr/local/lib*/kamailio/modules")


class MissingPrograms(RuntimeError):
    """The lab's programs are not all here; the message says which packages to install."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Where they are."""

    kamailio: str
    sipp: str
    modules: Path


def find_programs() -> Programs:
    """Raises MissingPrograms."""
    kamailio, sipp = _program("kamailio"), _program("sipp")
    modules = _modules()
    missing = [package for package, files in _MODULES.items() if modules is None or not all((modules / file).exists() for file in files)]
    if kamailio is None and "kamailio" not in missing:
        missing.insert(0, "kamailio")
    if sipp is None:
        missing.append("sip-tester")
    if missing or kamailio is None or sipp is None or modules is None:
        raise MissingPrograms(f"the lab needs Kamailio and SIPp: as root, apt-get install {' '.join(missing)}")
    return Programs(kamailio, sipp, modules)


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=_SEARCHED)


def _modules() -> Path | None:
    found = (folder for pattern in _MODULE_FOLDERS for folder in Path("/").glob(pattern.removeprefix("/")))
    return next((folder for folder in found if (folder / "tm.so").exists()), None)
