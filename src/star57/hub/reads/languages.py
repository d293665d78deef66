"""In which language somebody is written to: their own, their contact's, their country's, the hub's."""

from django.conf import settings

from star57.hub.domain.jurisdictions import jurisdiction_for
from star57.hub.records.models import Mail


def language_of(mail: Mail) -> str:
    """One that the hub speaks."""
    return next(each for each in (*_wished(mail), settings.LANGUAGE_CODE) if each in dict(settings.LANGUAGES))


def _wished(mail: Mail) -> tuple[str, ...]:
    return (
        mail.person.language if mail.person else "",
        mail.contact.language if mail.contact else "",
        (jurisdiction_for(mail.provider.country).language or "") if mail.provider else "",
    )
