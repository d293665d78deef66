"""A new hub's folder and its settings file, with secrets made here. What is there already is kept as it is."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from star57.hub.upkeep.databases import OWNER_URL
from star57.hub.upkeep.refusals import NotDone
from star57.hub.upkeep.roles import Roles

SETTINGS, OWNER = "star57.env", "owner.url"
HEAD = """\
# Settings of this hub. `star57` reads them when STAR57_SETTINGS names this file; systemd reads them as EnvironmentFile.
# What each means: docs/handbook/settings.md. Keep a copy of this file apart from the backups: they do not hold it.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hub keeps everything that is its own."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / SETTINGS

    @property
    def owner(self) -> Path:
        return self.folder / OWNER


def found(place: Place, roles: Roles | None, host: str | None) -> None:
    """Make the folder and write the settings, readable by their owner alone. roles None: SQLite in the folder. Raises NotDone."""
    try:
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if roles is not None and roles.owner_url != roles.web_url:
            write_privately(place.owner, roles.owner_url + "\n")
        write_privately(place.settings, settings_text(_settings(place, roles, host)))
    except OSError as problem:
        raise NotDone(f"Cannot write {problem.filename or place.folder}: {problem.strerror}.") from None


def _settings(place: Place, roles: Roles | None, host: str | None) -> dict[str, str]:
    folder = place.folder.resolve()
    database = f"sqlite:///{folder / 'star57.sqlite3'}" if roles is None else roles.web_url
    lines = {"STAR57_SECRET_KEY": secrets.token_urlsafe(48), "STAR57_DATABASE_URL": database}
    if roles is not None and roles.owner_url != roles.web_url:
        lines[f"{OWNER_URL}_FILE"] = str(folder / OWNER)
    lines |= {"STAR57_EVIDENCE_DIR": str(folder / "evidence"), "STAR57_STATIC_ROOT": str(folder / "static")}
    lines["STAR57_METRICS_TOKEN"] = secrets.token_urlsafe(24)
    return lines | (_served_as(host) if host else {"STAR57_HTTPS": "off"})


def _served_as(host: str) -> dict[str, str]:
    return {
        "STAR57_HOSTS": f"{host},localhost,127.0.0.1",
        "STAR57_ORIGINS": f"https://{host}",
        "STAR57_TRUSTED_PROXIES": "127.0.0.1",
    }


def moved_settings(old: Mapping[str, str], roles: Roles, file: Path) -> None:
    """Write the settings of a hub that moved to PostgreSQL beside the old ones. Raises NotDone."""
    owner = file.with_name(OWNER)
    lines = {**old, "STAR57_DATABASE_URL": roles.web_url, f"{OWNER_URL}_FILE": str(owner)}
    try:
        write_privately(owner, roles.owner_url + "\n")
        write_privately(file, settings_text(lines))
    except OSError as problem:
        raise NotDone(f"Cannot write {file}: {problem.strerror}.") from None


def settings_text(lines: Mapping[str, str]) -> str:
    """The file's text."""
    return HEAD + "".join(f"{name}={value}\n" for name, value in lines.items())


def write_privately(file: Path, text: str) -> None:
    """Write a new file that only its owner reads, whole or not at all. Raises FileExistsError."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(part, file)
    finally:
        part.unlink()
