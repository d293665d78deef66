"""Offices whose own OpenID Connect sign-in is accepted for their people: a TOML file that STAR57_OFFICES names."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from star57.hub.config.environment import text

NEEDED = ("id", "name", "issuer", "client_id", "organisation")
KNOWN = {*NEEDED, "client_secret", "client_secret_file", "phishing_resistant_acr", "phishing_resistant_amr"}


def offices(name: str) -> list[dict[str, Any]]:
    """What allauth wants to know about each [[office]]; nothing when the variable is not set."""
    file = text(name, default="")
    if not file:
        return []
    try:
        found = tomllib.loads(Path(file).read_text(encoding="utf-8")).get("office", [])
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise ImproperlyConfigured(f"{name}: {file} cannot be read: {problem}") from None
    return [_application(name, office) for office in found]


def _application(name: str, office: dict[str, Any]) -> dict[str, Any]:
    missing, unknown = [key for key in NEEDED if not office.get(key)], sorted(office.keys() - KNOWN)
    if missing or unknown:
        what = f"{missing[0]} is missing" if missing else f"{unknown[0]} is no setting of an office"
        raise ImproperlyConfigured(f"{name}: in [[office]] {office.get('id', '')}: {what}")
    secret = office.get("client_secret", "")
    if "client_secret_file" in office:
        secret = Path(office["client_secret_file"]).read_text(encoding="utf-8").strip()
    return {
        "provider_id": office["id"],
        "name": office["name"],
        "client_id": office["client_id"],
        "secret": secret,
        "settings": {
            "server_url": office["issuer"],
            "organisation": office["organisation"],
            "email_authentication": True,
            "phishing_resistant_acr": office.get("phishing_resistant_acr", ["phr", "phrh"]),
            "phishing_resistant_amr": office.get("phishing_resistant_amr", ["hwk", "pop", "sc"]),
        },
    }
