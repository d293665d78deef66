"""Keep the language in which a person reads pages and is written to."""

from django.conf import settings

from star57.hub.ledger import members


def choose_language(person_pk: int, language: str) -> str:
    """Returns what is kept: "" for one the hub does not speak, which leaves pages to the browser and mails to the hub."""
    kept = language if language in dict(settings.LANGUAGES) else ""
    members.keep_language(person_pk, kept)
    return kept
