"""What the kinds of work are called, and with which lamp they stand in the queue. One table."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.work import WorkKind

KIND_WORDS: Mapping[WorkKind, str | Promise] = MappingProxyType({
    WorkKind.LAPSED: _("Silent, to be confirmed"),
    WorkKind.DISPUTED: _("Disputed"),
    WorkKind.UNKNOWN_UPSTREAM: _("Unknown upstream"),
    WorkKind.LOOP: _("Loop"),
    WorkKind.UNREACHED: _("Notice came back"),
    WorkKind.DEAD_END: _("Nobody left to ask"),
    WorkKind.WROTE: _("A provider wrote"),
    WorkKind.OVERDUE: _("Overdue"),
    WorkKind.REOPENED: _("Reopened"),
    WorkKind.DOUBTFUL: _("Answered with doubts"),
    WorkKind.WAITING: _("Waiting for an answer"),
    WorkKind.HELD: _("Held by a weekly cap"),
    WorkKind.RESTING: _("At rest"),
})  # fmt: skip
