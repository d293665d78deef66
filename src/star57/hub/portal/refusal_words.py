"""A refusal in its reader's language."""

from django.utils.translation import gettext

from star57.hub.domain.refusals import Refused


def in_words(refusal: Refused) -> str:
    """What was not done, why, and what to do next."""
    return refusal.said_in(gettext)
