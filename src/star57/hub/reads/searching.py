"""Quick search for staff: one box for a number in any spelling, an id, a provider or a campaign."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import NotAllowed
from star57.hub.reads.answers import last_answers_of
from star57.hub.reads.tracebacks import rows_of
from star57.hub.reads.views import ProviderRow, TracebackRow
from star57.hub.records.models import Campaign, Hop, Provider, Traceback
from star57.numbers import NotANumber, parse_e164

SHORTEST = 2
SHORTEST_NUMBER = 4  # digits


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in a list."""

    id: str
    name: str
    why_suspicious: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; exact is the id of the one traceback that was named by its id or by a request's."""

    tracebacks: tuple[TracebackRow, ...]
    providers: tuple[ProviderRow, ...]
    campaigns: tuple[CampaignRow, ...]
    exact: str
    number: str


def search(*, actor: Actor, text: str, limit: int) -> Found:
    """Look everywhere; a text too short finds nothing. Raises NotAllowed."""
    if actor.reach(Action.READ_TRACEBACK) is None:
        raise NotAllowed("%(name)s may not read tracebacks.", name=actor.name)
    written = text.strip()[:100]
    if len(written) < SHORTEST:
        return Found((), (), (), "", "")
    number = as_number(written)
    exact = _by_id(written.upper())
    rows = _tracebacks(written.upper(), number, exact).select_related("campaign", "summary", "assigned_to", "merged_into")
    return Found(rows_of(list(rows[:limit]), actor, last_answers_of), _providers(written, limit), _campaigns(written, limit), exact, number)


def as_number(written: str) -> str:
    """The number in E.164, whole or its beginning; "" when it is none."""
    digits = "".join(each for each in written if each.isdigit())
    if len(digits) < SHORTEST_NUMBER or any(each.isalpha() for each in written):
        return ""
    try:
        return parse_e164(written)
    except NotANumber:
        bare = digits.removeprefix("011").removeprefix("00")
        return f"+{bare}" if written.lstrip().startswith(("+", "0", "1")) else f"+1{bare}"


def _by_id(written: str) -> str:
    found = Traceback.objects.filter(Q(public_id=written) | Q(pk__in=Hop.objects.filter(public_id=written).values("traceback_id")))
    return found.values_list("public_id", flat=True).first() or ""


def _tracebacks(written: str, number: str, exact: str) -> QuerySet[Traceback]:
    rows = Traceback.objects.order_by("-opened_at", "public_id")
    if exact:
        return rows.filter(public_id=exact)
    if number:
        return rows.filter(Q(called_number__startswith=number) | Q(calling_number__startswith=number))
    if written.startswith("T-"):
        return rows.filter(public_id__startswith=written)
    if written.startswith("R-"):
        return rows.filter(pk__in=Hop.objects.filter(public_id__startswith=written).values("traceback_id"))
    return rows.none()


def _providers(written: str, limit: int) -> tuple[ProviderRow, ...]:
    by_name = Q(name__icontains=written) | Q(public_id__iexact=written) | Q(frn=written) | Q(ocn__iexact=written) | Q(spc__iexact=written)
    rows = Provider.objects.filter(by_name).order_by("name", "public_id")[:limit]
    return tuple(ProviderRow(row.public_id, row.name, row.country, row.time_zone) for row in rows)


def _campaigns(written: str, limit: int) -> tuple[CampaignRow, ...]:
    rows = Campaign.objects.filter(Q(name__icontains=written) | Q(public_id__iexact=written)).order_by("name", "public_id")[:limit]
    return tuple(CampaignRow(row.public_id, row.name, row.why_suspicious) for row in rows)
