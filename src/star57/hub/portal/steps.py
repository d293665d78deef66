"""What staff can do next about a traceback and its hops, read off the hop's table of life. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact, Party
from star57.hub.domain.lifecycle import HOP_STEPS, TAKES_ANSWER
from star57.hub.domain.tracing import TRACEBACK_STEPS, TracebackFact
from star57.hub.domain.work import WorkKind
from star57.hub.reads.views import Station, TracebackRow


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done: words and where."""

    slug: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class StepGroup:
    """The steps about one provider, or about the traceback as a whole."""

    words: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """The most likely step, and all the others."""

    likely: Step | None
    others: tuple[StepGroup, ...]


# in order of likelihood: the first that is possible on a station that waits for staff is the button
HOP_DEEDS: Mapping[str, tuple[HopFact, str | Promise]] = MappingProxyType({
    "identification": (HopFact.PROVIDER_IDENTIFIED, gettext_lazy("Identify the provider")),
    "admission": (HopFact.PROVIDER_IDENTIFIED, gettext_lazy("Enter it as a new provider and ask it")),
    "contact": (HopFact.CONTACT_REPLACED, gettext_lazy("Replace the contact")),
    "non-response": (HopFact.NON_RESPONSE_CONFIRMED, gettext_lazy("Confirm as non-responsive")),
    "dispute-upheld": (HopFact.DISPUTE_UPHELD, gettext_lazy("Uphold the dispute")),
    "dispute-rejected": (HopFact.DISPUTE_REJECTED, gettext_lazy("Reject the dispute")),
    "loop": (HopFact.LOOP_OVERRULED, gettext_lazy("Ask anyway")),
    "sending-back": (HopFact.ANSWER_SENT_BACK, gettext_lazy("Send the answer back")),
    "bounce": (HopFact.NOTICE_BOUNCED, gettext_lazy("Note that the notice came back")),
    "outage": (HopFact.OUTAGE_CREDITED, gettext_lazy("Credit an outage to the clock")),
    "reopening": (HopFact.HOP_REOPENED, gettext_lazy("Ask again")),
    "withdrawal": (HopFact.HOP_WITHDRAWN, gettext_lazy("Withdraw this request")),
})  # fmt: skip
ENTER = "answer"
REVIEW = "review"
FOR_REVIEW = (WorkKind.WROTE, WorkKind.REOPENED, WorkKind.DOUBTFUL)
CASE_DEEDS: Mapping[str, tuple[TracebackFact, Action, str | Promise]] = MappingProxyType({
    "review": (TracebackFact.TRACEBACK_REVIEWED, Action.REVIEW_TRACEBACK, gettext_lazy("Looked at: take it off the queue")),
    "correction": (TracebackFact.CALL_FACTS_CORRECTED, Action.CORRECT_FACTS, gettext_lazy("Correct the call facts")),
    "reopening": (TracebackFact.TRACEBACK_REOPENED, Action.REOPEN_TRACEBACK, gettext_lazy("Reopen the traceback")),
    "withdrawal": (TracebackFact.TRACEBACK_WITHDRAWN, Action.WITHDRAW_TRACEBACK, gettext_lazy("Withdraw the traceback")),
    "merging": (TracebackFact.TRACEBACK_MERGED, Action.MERGE_TRACEBACKS, gettext_lazy("Merge into another traceback")),
    "unmerging": (TracebackFact.TRACEBACK_UNMERGED, Action.MERGE_TRACEBACKS, gettext_lazy("Take the merging back")),
})  # fmt: skip


def steps_of(row: TracebackRow, actor: Actor) -> Steps:
    """Everything this person can do about this traceback now."""
    by_station = [(station, tuple(hop_steps(row.id, station, actor))) for station in row.stations]
    likely = likely_step(row, actor)
    groups = [StepGroup(station.name or _("Unknown provider"), tuple(s for s in steps if s != likely)) for station, steps in by_station]
    groups.append(StepGroup(_("The traceback"), tuple(step for step in case_steps(row, actor) if step != likely)))
    return Steps(likely, tuple(group for group in groups if group.steps))


def likely_step(row: TracebackRow, actor: Actor) -> Step | None:
    """The first thing that can be done about the first station that waits for staff, or what a provider wrote; nothing more is worked out:
    lists ask often."""
    for station in row.waiting:
        step = next(hop_steps(row.id, station, actor), None) if station.waits_for is Party.STAFF else None
        if step:
            return step
    if row.kind is WorkKind.WROTE:
        return _reading(row)
    return next((step for step in case_steps(row, actor) if step.slug == REVIEW), None) if row.kind in FOR_REVIEW else None


def _reading(row: TracebackRow) -> Step | None:
    """What was written last and waits for a word of staff."""
    last = max((each for each in row.stations if each.wrote_at), key=attrgetter("wrote_at"), default=None)
    return Step("thread", _("Read what %(name)s wrote") % {"name": last.name}, reverse("thread", args=[last.hop])) if last else None


def hop_steps(traceback: str, station: Station, actor: Actor) -> Iterator[Step]:
    """What staff can do about one station, the likeliest first."""
    if actor.reach(Action.DECIDE_HOP):
        for slug, (fact, words) in HOP_DEEDS.items():
            if (station.status, fact) in HOP_STEPS:
                yield Step(slug, str(words), reverse("hop-step", args=[traceback, station.hop, slug]))
    if actor.reach(Action.ENTER_ANSWER) and station.status in TAKES_ANSWER:
        yield Step(ENTER, _("Enter an answer given elsewhere"), reverse("hop-answer", args=[traceback, station.hop]))


def case_steps(row: TracebackRow, actor: Actor) -> Iterator[Step]:
    """What staff can do about the traceback as a whole."""
    for slug, (fact, action, words) in CASE_DEEDS.items():
        if (row.status, fact) in TRACEBACK_STEPS and actor.reach(action) and (slug != REVIEW or row.kind in FOR_REVIEW):
            yield Step(slug, str(words), reverse("traceback-step", args=[row.id, slug]))
    if actor.reach(Action.REMIND_PROVIDER) and any((each.status, HopFact.REMINDER_SENT) in HOP_STEPS for each in row.waiting):
        query = urlencode({"deed": "remind", "traceback": row.id})
        yield Step("remind", _("Remind whoever owes an answer"), f"{reverse('bulk')}?{query}")
