"""Collects texts for translators: what gettext marks, and whatever a refusal says."""

from django.core.management.commands import makemessages

REFUSALS = ("Refused", "NotFound", "NotAllowed", "WrongState", "Invalid", "TooSoon", "NotKept", "told")


class Command(makemessages.Command):
    """Django's own, with the domain's refusals as markers: the rules know no gettext."""

    xgettext_options = [*makemessages.Command.xgettext_options, *(f"--keyword={name}:1" for name in REFUSALS)]  # noqa: RUF012
