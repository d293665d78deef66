"""Open many tracebacks from a file: a preview with a complaint for each row that cannot be opened, then a result for each."""

from dataclasses import dataclass

from django.http import HttpResponse

from star57.hub.domain.access import Action
from star57.hub.domain.refusals import Invalid, NotAllowed, Refused
from star57.hub.portal.forms.batch import MOST_BYTES, Row, rows_of
from star57.hub.portal.pages.opening_form import campaign_named
from star57.hub.portal.pages.providers import resolver
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.visits import Visit, visited
from star57.hub.usecases.open_traceback import CampaignWords, checked_call, open_traceback


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row: the traceback's id, or why not."""

    row: Row
    opened: str
    problem: str


@visited
def open_many(visit: Visit) -> HttpResponse:
    """Ask for the file, show what it holds, or open what can be opened."""
    if visit.actor.reach(Action.OPEN_TRACEBACK) is None:
        raise NotAllowed("%(name)s may not open tracebacks.", name=visit.actor.name)
    posted = visit.request.POST
    if visit.request.method != "POST":
        return visit.show("open_many.html", results=(), text="", campaign="")
    text, campaign = _text(visit), posted.get("campaign", "").strip()
    try:
        rows = rows_of(text)
        chosen = campaign_named(visit, campaign) if campaign else None
    except Invalid as wrong:
        return visit.show("open_many.html", results=(), text=text, campaign=campaign, problem=in_words(wrong), status=422)
    is_sure = posted.get("sure") == "1"
    results = [_opened(visit, row, chosen) if is_sure else _checked(visit, row, chosen) for row in rows]
    return visit.show(
        "open_many.html",
        results=results,
        text=text,
        campaign=campaign,
        is_done=is_sure,
        good=sum(not each.problem for each in results),
        bad=sum(bool(each.problem) for each in results),
    )


def _text(visit: Visit) -> str:
    uploaded = visit.request.FILES.get("file")
    if uploaded is None:
        return visit.request.POST.get("text", "")[:MOST_BYTES]
    if (uploaded.size or 0) > MOST_BYTES:
        raise Invalid("The file is larger than a megabyte. Split it.", "file")
    try:
        return str(uploaded.read(), "utf-8")
    except UnicodeDecodeError:
        raise Invalid("The file is no text in UTF-8. Save it as CSV, UTF-8.", "file") from None


def _checked(visit: Visit, row: Row, chosen: str | CampaignWords | None) -> Result:
    if row.report is None:
        return Result(row, "", row.problem)
    try:
        checked_call(row.report, visit.now)
        _campaign(row, chosen)
        _provider(visit, row)
    except Refused as refusal:
        return Result(row, "", in_words(refusal))
    return Result(row, "", "")


def _opened(visit: Visit, row: Row, chosen: str | CampaignWords | None) -> Result:
    if row.report is None:
        return Result(row, "", row.problem)
    try:
        opened = open_traceback(
            actor=visit.actor,
            report=row.report,
            terminating=_provider(visit, row),
            campaign=_campaign(row, chosen),
            direction=row.direction,
            now=visit.now,
        )
    except Refused as refusal:
        return Result(row, "", in_words(refusal))
    return Result(row, opened, "")


def _campaign(row: Row, chosen: str | CampaignWords | None) -> str | CampaignWords:
    campaign = row.campaign or chosen
    if campaign is None:
        raise Invalid("No campaign: name one for the whole file, or one in this row.", "campaign")
    return campaign


def _provider(visit: Visit, row: Row) -> str:
    found = resolver(visit.actor)(row.terminating)
    if found is None:
        raise Invalid("No provider %(name)s in the registry.", "terminating", name=row.terminating)
    return found.id
